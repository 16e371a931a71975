import * as pulumi from "@pulumi/pulumi";
import { CanaryDeployment } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();

// Settings belong to a version: the canary's pods read the new ones, the stable pods keep theirs until they are replaced
// themselves, and weight 0 brings the old settings back with the old image. The template uses the names "settings" and "token"; the
// component puts the names of the objects.
const app = new CanaryDeployment("myapp", {
  replicas: 3,
  weight: config.requireNumber("canaryWeight"),
  stable: { version: "v1", image: "janakiramm/myapp:v1" },
  canary: {
    version: "v2",
    image: "janakiramm/myapp:v2",
    configMaps: { settings: { data: { "settings.yaml": "greeting: hello\ncolor: green\n" } } },
  },
  configMaps: { settings: { data: { "settings.yaml": "greeting: hello\n" } } },
  secrets: { token: { stringData: { TOKEN: config.requireSecret("apiToken") } } },
  template: {
    spec: {
      volumes: [{ name: "settings", configMap: { name: "settings" } }],
      containers: [
        {
          name: "myapp",
          envFrom: [{ secretRef: { name: "token" } }],
          volumeMounts: [{ name: "settings", mountPath: "/etc/myapp" }],
          readinessProbe: { httpGet: { path: "/", port: 80 } },
        },
      ],
    },
  },
  service: { ports: [{ port: 80 }] },
});

export const share = app.plan.achieved;
