import { BlueGreenService, CanaryDeployment, type CanaryDeploymentArgs } from "../../../src/index.js";

const template = { spec: { containers: [{ name: "myapp", ports: [{ containerPort: 80 }] }] } };

/** A canary `myapp` from v1 to v2. */
export const canary =
  (weight: number, change: Partial<CanaryDeploymentArgs> = {}, name = "myapp") =>
  () =>
    new CanaryDeployment(name, {
      replicas: 3,
      weight,
      stable: { version: "v1", image: "example.com/myapp:v1" },
      canary: { version: "v2", image: "example.com/myapp:v2" },
      template,
      service: { type: "NodePort", ports: [{ port: 80, nodePort: 30380 }] },
      tolerance: 100,
      ...change,
    });

/** A blue-green service `shop`. */
export const blueGreen =
  (activeColor: "blue" | "green", change: object = {}, name = "shop") =>
  () =>
    new BlueGreenService(name, {
      activeColor,
      colors: {
        blue: { version: "v1", image: "example.com/shop:v1" },
        green: { version: "v2", image: "example.com/shop:v2" },
      },
      replicas: 2,
      template,
      service: { ports: [{ port: 80 }] },
      ...change,
    });

/** A Gateway API route for the tests. */
export const route: NonNullable<CanaryDeploymentArgs["route"]> = {
  kind: "TCPRoute",
  parentRefs: [{ name: "gateway" }],
};
