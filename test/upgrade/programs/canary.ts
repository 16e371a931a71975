import type { CanaryDeploymentArgs } from "../../../src/index.js";
import { programsOf } from "../program.js";
import { route, service, template, version } from "./app.js";

const canary = (change: Partial<CanaryDeploymentArgs> = {}): CanaryDeploymentArgs => ({
  replicas: 4,
  weight: 20,
  stable: version("v1"),
  canary: version("v2"),
  template,
  service,
  ...change,
});

/** Each method in the middle of a release, and what surrounds one. */
export const canaryPrograms = programsOf("CanaryDeployment", {
  "canary-alone": canary({ weight: 0, canary: undefined }),
  "canary-replicas": canary(),
  "canary-replicas-70": canary({ weight: 70 }),
  "canary-hold": canary({ method: "hold" }),
  "canary-route": canary({ method: "route", route }),
  "canary-autoscaled": canary({ weight: 50, autoscaling: { minReplicas: 2, maxReplicas: 6 } }),
  "canary-load-balancer": canary({ service: { ...service, type: "LoadBalancer" } }),
  "canary-adopting": canary({
    selector: { app: "shop" },
    service: { ...service, name: "shop" },
    stable: {
      version: "v1",
      existing: { name: "shop-v1", selector: { app: "shop", version: "v1" } },
      template: { metadata: { labels: { app: "shop", version: "v1" } }, ...template },
    },
  }),
  "canary-with-config": canary({
    configMaps: { settings: { data: { color: "blue" } } },
    secrets: { token: { stringData: { TOKEN: "abc" } } },
    template: {
      spec: {
        ...template.spec,
        volumes: [
          { name: "settings", configMap: { name: "settings" } },
          { name: "token", secret: { secretName: "token" } },
        ],
      },
    },
  }),
  "canary-without-budget": canary({ disruptionBudget: false }),
  "canary-as-before": canary({
    method: "route",
    route: { ...route, waitForAccepted: false },
    verifyReady: false,
  }),
});
