import * as pulumi from "@pulumi/pulumi";
import { CanaryDeployment } from "pulumi-kubernetes-traffic";

// Values that nobody knows while the arguments are checked: each reaches its object through an Output.
const config = new pulumi.Config();
const late = <T>(value: T) => pulumi.output(Promise.resolve(value));
const secret = config.getBoolean("secret") ? pulumi.secret : <T>(value: T) => value;

new CanaryDeployment("myapp", {
  replicas: 2,
  weight: 50,
  stable: { version: "v1", image: "app:1" },
  canary: { version: "v2", image: "app:2" },
  labels: late({ team: secret(config.get("team") ?? "a") }),
  template: late({
    spec: {
      terminationGracePeriodSeconds: late(config.getNumber("grace") ?? 30),
      containers: [
        {
          name: "app",
          ports: late([{ name: "http", containerPort: 80 }]),
          readinessProbe: { tcpSocket: { port: 80 } },
        },
      ],
    },
  }),
  service: {
    ports: late([{ port: late(config.getNumber("port") ?? 80), targetPort: config.get("target") ?? "http" }]),
  },
});
