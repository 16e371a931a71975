import * as k8s from "@pulumi/kubernetes";

for (const cluster of ["east", "west"]) {
  const provider = new k8s.Provider(cluster, { context: cluster });
  new k8s.core.v1.ConfigMap(cluster, { metadata: { name: "settings" }, data: { cluster } }, { provider });
}
