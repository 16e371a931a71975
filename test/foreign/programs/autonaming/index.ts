import * as k8s from "@pulumi/kubernetes";

const labels = { app: "web" };
const deployment = new k8s.apps.v1.Deployment("web", {
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.29" }] } },
  },
});
new k8s.core.v1.Service(
  "web",
  { spec: { selector: labels, ports: [{ port: 80 }] } },
  { dependsOn: deployment },
);
