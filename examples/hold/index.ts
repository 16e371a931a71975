import * as pulumi from "@pulumi/pulumi";
import { CanaryDeployment } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();

// One Deployment. The update to v2 stops by itself when its first pods serve next to the three of v1: with
// `kubectl apply && kubectl rollout pause` it is a race, and with fast pods the pause comes when all of them are new.
const app = new CanaryDeployment("myapp", {
  method: "hold",
  replicas: 3,
  weight: config.requireNumber("canaryWeight"),
  stable: { version: "v1", image: "janakiramm/myapp:v1" },
  canary: { version: "v2", image: "janakiramm/myapp:v2" },
  template: {
    spec: { containers: [{ name: "myapp", readinessProbe: { httpGet: { path: "/", port: 80 } } }] },
  },
  service: { ports: [{ port: 80 }] },
});

export const share = app.plan.achieved;
