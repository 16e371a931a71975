package main

import (
	traffic "example.com/pulumi-pulumi-kubernetes-traffic/sdk/go/pulumikubernetestraffic"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		weight, err := config.TryFloat64(ctx, "canaryWeight")
		if err != nil {
			weight = 25
		}
		color, err := config.Try(ctx, "activeColor")
		if err != nil {
			color = "blue"
		}
		template := corev1.PodTemplateSpecArgs{
			Spec: corev1.PodSpecArgs{
				Containers: corev1.ContainerArray{corev1.ContainerArgs{
					Name:  pulumi.String("app"),
					Ports: corev1.ContainerPortArray{corev1.ContainerPortArgs{ContainerPort: pulumi.Int(80)}},
					ReadinessProbe: corev1.ProbeArgs{
						HttpGet: corev1.HTTPGetActionArgs{Path: pulumi.String("/"), Port: pulumi.Int(80)},
					},
				}},
			},
		}
		service := traffic.ServiceArgs{
			Ports: corev1.ServicePortArray{corev1.ServicePortArgs{Port: pulumi.Int(80)}},
		}

		web, err := traffic.NewCanaryDeployment(ctx, "web", &traffic.CanaryDeploymentArgs{
			Replicas: 3,
			Weight:   weight,
			Stable:   traffic.VersionArgs{Version: "v1", Image: pulumi.String("example.com/web:v1")},
			Canary:   &traffic.VersionArgs{Version: "v2", Image: pulumi.String("example.com/web:v2")},
			Template: template,
			Service:  service,
		})
		if err != nil {
			return err
		}
		shop, err := traffic.NewBlueGreenService(ctx, "shop", &traffic.BlueGreenServiceArgs{
			ActiveColor: color,
			Colors: map[string]traffic.VersionArgs{
				"blue":  {Version: "v1", Image: pulumi.String("example.com/shop:v1")},
				"green": {Version: "v2", Image: pulumi.String("example.com/shop:v2")},
			},
			Replicas:       2,
			Template:       template,
			Service:        service,
			PreviewService: true,
		})
		if err != nil {
			return err
		}
		manage := traffic.KubeProxyConfigManageCreate
		_, err = traffic.NewKubeProxyConfig(ctx, "kube-proxy", &traffic.KubeProxyConfigArgs{
			Mode:   traffic.KubeProxyModeIpvs,
			Ipvs:   &traffic.IpvsArgs{Scheduler: pulumi.String("rr")},
			Manage: &manage,
		})
		if err != nil {
			return err
		}

		ctx.Export("share", web.Plan.Achieved())
		ctx.Export("color", shop.ActiveColor)
		return nil
	})
}
