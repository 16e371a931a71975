import * as pulumi from "@pulumi/pulumi";
import { CanaryDeployment } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();
const image = (version: string) => ({ version, image: `janakiramm/myapp:${version}` });

// Between two releases there is no next version: a promotion makes it the stable one and removes the key.
const next = config.get("canaryVersion");

// `release run` and `release step` write these three config values, and run `pulumi up` after each change. release.yaml
// names them.
const app = new CanaryDeployment("myapp", {
  replicas: 10,
  weight: config.requireNumber("canaryWeight"),
  stable: image(config.require("stableVersion")),
  canary: next === undefined ? undefined : image(next),
  template: {
    spec: {
      containers: [
        {
          name: "myapp",
          ports: [{ name: "http", containerPort: 80 }],
          readinessProbe: { httpGet: { path: "/", port: "http" } },
        },
      ],
    },
  },
  service: { ports: [{ port: 80, targetPort: "http" }] },
});

export const share = app.plan.achieved;
