import * as pulumi from "@pulumi/pulumi";
import { BlueGreenService, CanaryDeployment } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();

const template = (name: string) => ({
  spec: {
    containers: [
      { name, ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { path: "/", port: 80 } } },
    ],
  },
});

new CanaryDeployment("myapp", {
  replicas: 3,
  weight: config.requireNumber("canaryWeight"),
  stable: { version: "v1", image: "janakiramm/myapp:v1" },
  canary: { version: "v2", image: config.require("canaryImage") },
  template: template("myapp"),
  service: { type: "NodePort", ports: [{ port: 80, nodePort: 30380 }] },
});

new BlueGreenService("shop", {
  activeColor: "blue",
  colors: {
    blue: { version: "v1", image: "janakiramm/myapp:v1" },
    green: { version: "v2", image: "janakiramm/myapp:v2" },
  },
  replicas: 2,
  template: template("shop"),
  service: { ports: [{ port: 80 }] },
});
