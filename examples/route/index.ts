import * as pulumi from "@pulumi/pulumi";
import { CanaryDeployment } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();

const app = new CanaryDeployment("db-proxy", {
  method: "route",
  route: { kind: "TCPRoute", parentRefs: [{ name: "edge", sectionName: "postgres" }] },
  replicas: 3,
  weight: config.requireNumber("canaryWeight"),
  stable: { version: "v1", image: "example.com/db-proxy:v1" },
  canary: { version: "v2", image: "example.com/db-proxy:v2" },
  template: {
    spec: { containers: [{ name: "db-proxy", readinessProbe: { tcpSocket: { port: 5432 } } }] },
  },
  service: { ports: [{ port: 5432 }] },
});

export const share = app.plan.achieved;
