import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const replicas = new pulumi.Config().requireNumber("replicas");
new k8s.core.v1.ConfigMap("settings", {
  metadata: { name: "settings" },
  data: { replicas: String(replicas) },
});
