import { canary } from "../programs/components.js";
import { template, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const drainBeforeKill: RuleCases = {
  bad: {
    "canary that does not drain": {
      messages: [
        'Deployment "myapp-canary": spec.template.spec.containers[0].lifecycle.preStop: is missing, so nodes still send connections to a pod that has ended; use { sleep: { seconds: 5 } }',
        'Deployment "myapp-stable": spec.template.spec.containers[0].lifecycle.preStop: is missing, so nodes still send connections to a pod that has ended; use { sleep: { seconds: 5 } }',
      ],
      program: () => canary({ drainSeconds: 0, template: template({ lifecycle: undefined }) }),
    },
    "a drain that is too short": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].lifecycle.preStop: sleeps 2 s, less than the 5 s that nodes are given to hear of it; use { sleep: { seconds: 5 } }',
      ],
      program: () => web({ container: { lifecycle: { preStop: { sleep: { seconds: 2 } } } } }),
    },
    "killed while it drains": {
      messages: [
        'Deployment "web": spec.template.spec.terminationGracePeriodSeconds: 5 is not above the preStop of 5 s, so pods are killed while they drain; give at least 35',
      ],
      program: () => web({ pod: { terminationGracePeriodSeconds: 5 } }),
    },
    "a drain longer than Kubernetes' own grace period": {
      messages: [
        'Deployment "web": spec.template.spec.terminationGracePeriodSeconds: 30 is not above the preStop of 60 s, so pods are killed while they drain; give at least 90',
      ],
      program: () => web({ container: { lifecycle: { preStop: { sleep: { seconds: 60 } } } } }),
    },
    "a longer drain asked for by the organization": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].lifecycle.preStop: sleeps 5 s, less than the 15 s that nodes are given to hear of it; use { sleep: { seconds: 15 } }',
      ],
      config: { "drain-before-kill": { seconds: 15 } },
      program: () => web(),
    },
  },
  good: {
    "a longer drain than the least": {
      program: () => canary({ drainSeconds: 20, template: template({ lifecycle: undefined }) }),
    },
    "a preStop of the app's own": {
      program: () => web({ container: { lifecycle: { preStop: { exec: { command: ["/drain"] } } } } }),
    },
  },
};
