import * as k8s from "@pulumi/kubernetes";

new k8s.core.v1.ConfigMapPatch("settings", {
  metadata: { name: "settings", namespace: "kube-system", annotations: { "pulumi.com/patchForce": "true" } },
  data: { mode: "slow" },
});
