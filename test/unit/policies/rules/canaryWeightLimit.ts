import { canary } from "../programs/components.js";
import type { RuleCases } from "./ruleCases.js";

export const canaryWeightLimit: RuleCases = {
  bad: {
    "weight above the default limit": {
      messages: [
        'CanaryDeployment "myapp": weight: 75 is above 50, the maximum weight of a canary; lower the weight, or promote the canary and set the weight to 0',
      ],
      program: () => canary({ weight: 75 }),
    },
    "weight above a configured limit": {
      messages: [
        'CanaryDeployment "myapp": weight: 25 is above 10, the maximum weight of a canary; lower the weight, or promote the canary and set the weight to 0',
      ],
      config: { "canary-weight-limit": { maximum: 10 } },
      program: () => canary({ replicas: 3 }),
    },
    "weight that is not an allowed step": {
      messages: ['CanaryDeployment "myapp": weight: 25 is not an allowed step; use 0 or one of 5, 20, 50'],
      config: { "canary-weight-limit": { steps: [5, 20, 50] } },
      program: () => canary(),
    },
  },
  good: {
    "a canary at weight 0": { program: () => canary({ weight: 0 }) },
    "a weight at the limit itself": { program: () => canary({ weight: 50 }) },
    "no canary": { program: () => canary({ weight: 0, canary: undefined }) },
    "a larger limit": {
      config: { "canary-weight-limit": { maximum: 100 } },
      program: () => canary({ weight: 100 }),
    },
    "one of the steps": { config: { "canary-weight-limit": { steps: [25] } }, program: () => canary() },
    "weight 0 with other steps": {
      config: { "canary-weight-limit": { steps: [25] } },
      program: () => canary({ weight: 0 }),
    },
  },
};
