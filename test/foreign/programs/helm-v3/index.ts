import * as k8s from "@pulumi/kubernetes";

const chart = new k8s.helm.v3.Chart("nginx", {
  chart: "nginx",
  fetchOpts: { repo: "https://charts.example.com" },
});
const address = chart
  .getResourceProperty("v1/Service", "nginx", "status")
  .apply((status) => status.loadBalancer.ingress[0].ip);
new k8s.core.v1.ConfigMap(
  "settings",
  { metadata: { name: "settings" }, data: { address } },
  { dependsOn: chart },
);
