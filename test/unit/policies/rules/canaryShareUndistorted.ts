import { canary } from "../programs/components.js";
import { canaryByHand, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const canaryShareUndistorted: RuleCases = {
  bad: {
    "affinity with a canary": {
      messages: [
        'Service "myapp": spec.sessionAffinity: "ClientIP" keeps each client at one pod, so shares are of clients, not of connections; leave it out while two versions serve',
      ],
      program: () => canary({ service: { ports: [{ port: 80 }], sessionAffinity: "ClientIP" } }),
    },
    "Local external policy with a canary": {
      messages: [
        'Service "myapp": spec.externalTrafficPolicy: "Local" divides connections by node first, so a version\'s share differs from node to node; use Cluster, or spread both versions over the nodes',
      ],
      program: () =>
        canary({ service: { type: "NodePort", ports: [{ port: 80 }], externalTrafficPolicy: "Local" } }),
    },
    "Local internal policy with a canary by hand": {
      messages: [
        'Service "api": spec.internalTrafficPolicy: "Local" divides connections by node first, so a version\'s share differs from node to node; use Cluster, or spread both versions over the nodes',
      ],
      program: () => canaryByHand({ service: { internalTrafficPolicy: "Local" } }),
    },
    "near pods preferred while a canary runs": {
      messages: [
        'Service "api": spec.trafficDistribution: "PreferClose" prefers near pods, so a version\'s share differs from zone to zone; leave it out, or spread both versions over the zones',
      ],
      program: () => canaryByHand({ service: { trafficDistribution: "PreferClose" } }),
    },
  },
  good: {
    "affinity once the canary has no pods": {
      program: () => canary({ weight: 0, service: { ports: [{ port: 80 }], sessionAffinity: "ClientIP" } }),
    },
    "an autoscaled canary that waits, with affinity": {
      program: () =>
        canary({
          weight: 0,
          autoscaling: { maxReplicas: 9 },
          service: { ports: [{ port: 80 }], sessionAffinity: "ClientIP" },
        }),
    },
    "affinity without a canary": { program: () => web({ service: { sessionAffinity: "ClientIP" } }) },
  },
};
