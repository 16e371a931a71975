import { canary } from "../programs/components.js";
import type { RuleCases } from "./ruleCases.js";

export const canaryWeightLimit: RuleCases = {
  bad: {
    "weight above the default limit": {
      messages: [
        'CanaryDeployment "myapp": weight: 75 is above 50, the maximum weight of a canary; lower the weight, or finish the release with weight 100',
      ],
      program: () => canary({ weight: 75 }),
    },
    "weight above a configured limit": {
      messages: [
        'CanaryDeployment "myapp": weight: 25 is above 10, the maximum weight of a canary; lower the weight, or finish the release with weight 100',
      ],
      config: { "canary-weight-limit": { maximum: 10 } },
      program: () => canary({ replicas: 3 }),
    },
    "weight that is not an allowed step": {
      messages: ['CanaryDeployment "myapp": weight: 25 is not an allowed step; use 0, 5, 20, 50, 100'],
      config: { "canary-weight-limit": { steps: [5, 20, 50] } },
      program: () => canary(),
    },
    "weight 100 where it is not allowed": {
      messages: [
        'CanaryDeployment "myapp": weight: 100 is above 50, the maximum weight of a canary; lower the weight, or promote the canary and set the weight to 0',
      ],
      config: { "canary-weight-limit": { finish: false } },
      program: () => canary({ weight: 100 }),
    },
    "weight 100 that is not an allowed step": {
      messages: ['CanaryDeployment "myapp": weight: 100 is not an allowed step; use 0, 25'],
      config: { "canary-weight-limit": { finish: false, maximum: 100, steps: [25] } },
      program: () => canary({ weight: 100 }),
    },
  },
  good: {
    "the last step of a release": { program: () => canary({ weight: 100 }) },
    "the last step of a release, with agreed steps": {
      config: { "canary-weight-limit": { maximum: 25, steps: [5, 25] } },
      program: () => canary({ weight: 100 }),
    },
    "a canary at weight 0": { program: () => canary({ weight: 0 }) },
    "a weight at the limit itself": { program: () => canary({ weight: 50 }) },
    "no canary": { program: () => canary({ weight: 0, canary: undefined }) },
    "a larger limit": {
      config: { "canary-weight-limit": { maximum: 100 } },
      program: () => canary({ weight: 75 }),
    },
    "one of the steps": { config: { "canary-weight-limit": { steps: [25] } }, program: () => canary() },
    "weight 0 with other steps": {
      config: { "canary-weight-limit": { steps: [25] } },
      program: () => canary({ weight: 0 }),
    },
  },
};
