import pulumi
from pulumi_kubernetes.core.v1 import (
    ContainerArgs,
    ContainerPortArgs,
    HTTPGetActionArgs,
    PodSpecArgs,
    PodTemplateSpecArgs,
    ProbeArgs,
    ServicePortArgs,
)
from pulumi_kubernetes_traffic import (
    BlueGreenService,
    CanaryDeployment,
    IpvsArgs,
    KubeProxyConfig,
    ServiceArgs,
    VersionArgs,
)

config = pulumi.Config()
template = PodTemplateSpecArgs(
    spec=PodSpecArgs(
        containers=[
            ContainerArgs(
                name="app",
                ports=[ContainerPortArgs(container_port=80)],
                readiness_probe=ProbeArgs(http_get=HTTPGetActionArgs(path="/", port=80)),
            )
        ]
    )
)
service = ServiceArgs(ports=[ServicePortArgs(port=80)])

web = CanaryDeployment(
    "web",
    replicas=3,
    weight=config.get_float("canaryWeight", 25),
    stable=VersionArgs(version="v1", image="example.com/web:v1"),
    canary=VersionArgs(version="v2", image="example.com/web:v2"),
    template=template,
    service=service,
)
shop = BlueGreenService(
    "shop",
    active_color=config.get("activeColor", "blue"),
    colors={
        "blue": VersionArgs(version="v1", image="example.com/shop:v1"),
        "green": VersionArgs(version="v2", image="example.com/shop:v2"),
    },
    replicas=2,
    template=template,
    service=service,
    preview_service=True,
)
KubeProxyConfig("kube-proxy", mode="ipvs", ipvs=IpvsArgs(scheduler="rr"), manage="create")

pulumi.export("share", web.plan.achieved)
pulumi.export("color", shop.active_color)
