import * as pulumi from "@pulumi/pulumi";
import { type AutoscalingArgs, BlueGreenService, CanaryDeployment } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();
const floor = config.requireNumber("floor");

const autoscaling: AutoscalingArgs = {
  minReplicas: floor,
  maxReplicas: 40,
  metrics: [
    { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } } },
  ],
  behavior: { scaleDown: { stabilizationWindowSeconds: 120 } },
};

const container = (name: string) => ({
  name,
  resources: { requests: { cpu: "250m" } }, // what the utilization is a share of
  readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
});

const api = new CanaryDeployment("api", {
  weight: config.requireNumber("canaryWeight"),
  stable: { version: "v1", image: "example.com/api:v1" },
  canary: { version: "v2", image: "example.com/api:v2" },
  replicas: floor,
  autoscaling,
  template: { spec: { containers: [container("api")] } },
  service: { ports: [{ port: 80, targetPort: 8080 }] },
});

new BlueGreenService("shop", {
  activeColor: config.require("activeColor"),
  colors: {
    blue: { version: "v1", image: "example.com/shop:v1" },
    green: { version: "v2", image: "example.com/shop:v2" },
  },
  replicas: floor,
  standbyReplicas: 1, // an autoscaler never starts from 0
  autoscaling,
  template: { spec: { containers: [container("shop")] } },
  service: { ports: [{ port: 80, targetPort: 8080 }] },
});

export const share = api.plan.achievedRange;
