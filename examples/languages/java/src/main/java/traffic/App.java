package traffic;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.HTTPGetActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServicePortArgs;
import com.pulumi.pulumikubernetestraffic.BlueGreenService;
import com.pulumi.pulumikubernetestraffic.BlueGreenServiceArgs;
import com.pulumi.pulumikubernetestraffic.CanaryDeployment;
import com.pulumi.pulumikubernetestraffic.CanaryDeploymentArgs;
import com.pulumi.pulumikubernetestraffic.KubeProxyConfig;
import com.pulumi.pulumikubernetestraffic.KubeProxyConfigArgs;
import com.pulumi.pulumikubernetestraffic.enums.IpvsScheduler;
import com.pulumi.pulumikubernetestraffic.enums.KubeProxyConfigManage;
import com.pulumi.pulumikubernetestraffic.enums.KubeProxyMode;
import com.pulumi.pulumikubernetestraffic.inputs.IpvsArgs;
import com.pulumi.pulumikubernetestraffic.inputs.ServiceArgs;
import com.pulumi.pulumikubernetestraffic.inputs.VersionArgs;
import java.util.Map;

public class App {
  public static void main(String[] args) {
    Pulumi.run(App::stack);
  }

  private static void stack(Context ctx) {
    var config = ctx.config();
    var probe = ProbeArgs.builder().httpGet(HTTPGetActionArgs.builder().path("/").port(80).build());
    var container = ContainerArgs.builder()
        .name("app")
        .ports(ContainerPortArgs.builder().containerPort(80).build())
        .readinessProbe(probe.build());
    var template = PodTemplateSpecArgs.builder()
        .spec(PodSpecArgs.builder().containers(container.build()).build())
        .build();
    var service = ServiceArgs.builder().ports(ServicePortArgs.builder().port(80).build()).build();

    var web = new CanaryDeployment("web", CanaryDeploymentArgs.builder()
        .replicas(3)
        .weight(config.getDouble("canaryWeight").orElse(25.0))
        .stable(version("v1", "example.com/web:v1"))
        .canary(version("v2", "example.com/web:v2"))
        .template(template)
        .service(service)
        .build());
    var shop = new BlueGreenService("shop", BlueGreenServiceArgs.builder()
        .activeColor(config.get("activeColor").orElse("blue"))
        .colors(Map.of(
            "blue", version("v1", "example.com/shop:v1"),
            "green", version("v2", "example.com/shop:v2")))
        .replicas(2)
        .template(template)
        .service(service)
        .previewService(true)
        .build());
    new KubeProxyConfig("kube-proxy", KubeProxyConfigArgs.builder()
        .mode(KubeProxyMode.Ipvs)
        .ipvs(IpvsArgs.builder().scheduler(IpvsScheduler.Rr).build())
        .manage(KubeProxyConfigManage.Create)
        .build());

    ctx.export("share", web.plan().applyValue(plan -> plan.achieved()));
    ctx.export("color", shop.activeColor());
  }

  private static VersionArgs version(String version, String image) {
    return VersionArgs.builder().version(version).image(image).build();
  }
}
