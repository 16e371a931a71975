using System.Collections.Generic;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Traffic = Pulumi.PulumiKubernetesTraffic;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var template = new PodTemplateSpecArgs
    {
        Spec = new PodSpecArgs
        {
            Containers =
            {
                new ContainerArgs
                {
                    Name = "app",
                    Ports = { new ContainerPortArgs { ContainerPortValue = 80 } },
                    ReadinessProbe = new ProbeArgs { HttpGet = new HTTPGetActionArgs { Path = "/", Port = 80 } },
                },
            },
        },
    };
    var service = new Traffic.Inputs.ServiceArgs { Ports = { new ServicePortArgs { Port = 80 } } };

    var web = new Traffic.CanaryDeployment("web", new Traffic.CanaryDeploymentArgs
    {
        Replicas = 3,
        Weight = config.GetDouble("canaryWeight") ?? 25,
        Stable = new Traffic.Inputs.VersionArgs { Version = "v1", Image = "example.com/web:v1" },
        Canary = new Traffic.Inputs.VersionArgs { Version = "v2", Image = "example.com/web:v2" },
        Template = template,
        Service = service,
    });
    var shop = new Traffic.BlueGreenService("shop", new Traffic.BlueGreenServiceArgs
    {
        ActiveColor = config.Get("activeColor") ?? "blue",
        Colors =
        {
            ["blue"] = new Traffic.Inputs.VersionArgs { Version = "v1", Image = "example.com/shop:v1" },
            ["green"] = new Traffic.Inputs.VersionArgs { Version = "v2", Image = "example.com/shop:v2" },
        },
        Replicas = 2,
        Template = template,
        Service = service,
        PreviewService = true,
    });
    new Traffic.KubeProxyConfig("kube-proxy", new Traffic.KubeProxyConfigArgs
    {
        Mode = Traffic.KubeProxyMode.Ipvs,
        Ipvs = new Traffic.Inputs.IpvsArgs { Scheduler = Traffic.IpvsScheduler.Rr },
        Manage = Traffic.KubeProxyConfigManage.Create,
    });

    return new Dictionary<string, object?>
    {
        ["share"] = web.Plan.Apply(plan => plan.Achieved),
        ["color"] = shop.ActiveColor,
    };
});
