import { canary } from "../programs/components.js";
import { canaryByHand, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const canaryShareUndistorted: RuleCases = {
  bad: {
    "affinity with a canary": {
      messages: [
        'Service "myapp": spec.sessionAffinity: "ClientIP" sends each client to one pod, so the weight is a share of clients, not of connections; remove it while two versions get traffic',
      ],
      program: () => canary({ service: { ports: [{ port: 80 }], sessionAffinity: "ClientIP" } }),
    },
    "Local external policy with a canary": {
      messages: [
        'Service "myapp": spec.externalTrafficPolicy: "Local" keeps connections on the node they reach, so a version\'s share differs from node to node; use Cluster, or run both versions on every node',
      ],
      program: () =>
        canary({ service: { type: "NodePort", ports: [{ port: 80 }], externalTrafficPolicy: "Local" } }),
    },
    "Local internal policy with a canary by hand": {
      messages: [
        'Service "api": spec.internalTrafficPolicy: "Local" keeps connections on the node they reach, so a version\'s share differs from node to node; use Cluster, or run both versions on every node',
      ],
      program: () => canaryByHand({ service: { internalTrafficPolicy: "Local" } }),
    },
    "traffic distribution with a canary by hand": {
      messages: [
        'Service "api": spec.trafficDistribution: "PreferClose" prefers pods that are close, so a version\'s share differs from zone to zone; remove it, or run both versions in every zone',
      ],
      program: () => canaryByHand({ service: { trafficDistribution: "PreferClose" } }),
    },
  },
  good: {
    "affinity once the canary has no pods": {
      program: () => canary({ weight: 0, service: { ports: [{ port: 80 }], sessionAffinity: "ClientIP" } }),
    },
    "affinity with an autoscaled canary at weight 0": {
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
