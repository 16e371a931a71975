import * as k8s from "@pulumi/kubernetes";

const region: string = "eu";
new k8s.core.v1.ConfigMap("settings", { metadata: { name: "settings" }, data: { region } });
