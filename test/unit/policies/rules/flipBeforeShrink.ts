import { shop } from "../programs/components.js";
import { blueGreenByHand, template } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const flipBeforeShrink: RuleCases = {
  bad: {
    "old color scaled down before the flip, by hand": {
      messages: [
        'Deployment "green": spec.replicas: 0 may remove the pods before Service "shop" selects another color; add Service "shop" to dependsOn',
      ],
      program: () => blueGreenByHand({ order: "shrink first", green: { spec: { replicas: 0 } } }),
    },
    "no standby and no drain": {
      messages: [
        'Deployment "shop-green": spec.replicas: 0 removes the pods as soon as Service "shop" selects another color, and they do not drain; add a preStop hook to every container, or keep the pods for now',
      ],
      also: ["drain-before-kill"],
      program: () =>
        shop({ standbyReplicas: 0, drainSeconds: 0, template: template({ lifecycle: undefined }) }),
    },
  },
  good: {
    "several Services that flip together before the old color goes": {
      program: () =>
        shop({
          standbyReplicas: 0,
          additionalServices: {
            dns: { ports: [{ port: 53, protocol: "UDP" }] },
            metrics: { clusterIP: "None", ports: [{ port: 9090 }] },
          },
        }),
    },
    "no standby, with a drain": { program: () => shop({ standbyReplicas: 0 }) },
    "no standby by hand, in order and draining": {
      program: () => blueGreenByHand({ green: { spec: { replicas: 0 } } }),
    },
    "a preview Service, which never selects the third color, without pods": {
      program: () => {
        const colors = {
          blue: { version: "v1", image: "app:v1" },
          green: { version: "v2", image: "app:v2" },
          red: { version: "v3", image: "app:v3" },
        };
        shop({ colors, standbyReplicas: 0, previewService: true });
      },
    },
  },
};
