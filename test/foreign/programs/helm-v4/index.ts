import * as k8s from "@pulumi/kubernetes";

const chart = new k8s.helm.v4.Chart("nginx", {
  chart: "oci://registry.example.com/nginx",
  values: { replicas: 2 },
});
const count = chart.resources.apply((resources) => String(resources.length));
new k8s.core.v1.ConfigMap(
  "settings",
  { metadata: { name: "settings" }, data: { count } },
  { dependsOn: chart },
);
