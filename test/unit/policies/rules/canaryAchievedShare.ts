import { canary } from "../programs/components.js";
import type { RuleCases } from "./ruleCases.js";

export const canaryAchievedShare: RuleCases = {
  bad: {
    "weight 2 with ten pods": {
      messages: [
        'CanaryDeployment "myapp": weight: 2 becomes 9.1 % (10 stable + 1 canary pods), which is 7.1 points off; at most 5 are allowed; raise replicas or maxPods, or choose a weight that the pods can achieve',
      ],
      program: () => canary({ replicas: 10, weight: 2 }),
    },
    "share outside a configured tolerance": {
      messages: [
        'CanaryDeployment "myapp": weight: 30 becomes 25 % (3 stable + 1 canary pods), which is 5 points off; at most 1 are allowed; raise replicas or maxPods, or choose a weight that the pods can achieve',
      ],
      config: { "canary-achieved-share": { tolerance: 1 } },
      program: () => canary({ weight: 30 }),
    },
    "weight 2 with ten pods as the autoscaler's minimum": {
      messages: [
        'CanaryDeployment "myapp": weight: 2 becomes 9.1 % (at least 10 stable + 1 canary pods), which is 7.1 points off; at most 5 are allowed; raise autoscaling.minReplicas, or choose a weight that the pods can achieve',
      ],
      program: () => canary({ replicas: 10, weight: 2, autoscaling: { maxReplicas: 20 } }),
    },
  },
  good: {
    "a canary of 25 % of 3": { program: () => canary() },
    "weight 2 with pods enough": { program: () => canary({ replicas: 10, weight: 2, maxPods: 50 }) },
    "an autoscaled canary": { program: () => canary({ autoscaling: { maxReplicas: 9 } }) },
    "a share at the tolerance itself": { program: () => canary({ weight: 30 }) },
  },
};
