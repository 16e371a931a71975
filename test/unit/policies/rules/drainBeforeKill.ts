import { adoptedCanary, canary } from "../programs/components.js";
import { blueGreenByHand, container, deployment, template, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const drainBeforeKill: RuleCases = {
  bad: {
    "canary that does not drain": {
      messages: [
        'Deployment "myapp-canary": spec.template.spec.containers[0].lifecycle.preStop: is missing, so nodes still send connections to a pod that has stopped; set { sleep: { seconds: 5 } }',
        'Deployment "myapp-stable": spec.template.spec.containers[0].lifecycle.preStop: is missing, so nodes still send connections to a pod that has stopped; set { sleep: { seconds: 5 } }',
      ],
      program: () => canary({ drainSeconds: 0, template: template({ lifecycle: undefined }) }),
    },
    "pods behind a Service that name no port": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].lifecycle.preStop: is missing, so nodes still send connections to a pod that has stopped; set { sleep: { seconds: 5 } }',
      ],
      program: () => web({ container: { lifecycle: undefined, ports: undefined } }),
    },
    "the idle color of a Service": {
      messages: [
        'Deployment "green": spec.template.spec.terminationGracePeriodSeconds: 5 is not above the preStop of 5 s, so pods are killed while they drain; set at least 35',
      ],
      also: ["sides-alike"],
      program: () => blueGreenByHand({ green: { pod: { terminationGracePeriodSeconds: 5 } } }),
    },
    "a drain that is too short": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].lifecycle.preStop: sleeps 2 s, less than the 5 s in which nodes stop sending connections; set { sleep: { seconds: 5 } }',
      ],
      program: () => web({ container: { lifecycle: { preStop: { sleep: { seconds: 2 } } } } }),
    },
    "a grace period that ends with the drain": {
      messages: [
        'Deployment "web": spec.template.spec.terminationGracePeriodSeconds: 5 is not above the preStop of 5 s, so pods are killed while they drain; set at least 35',
      ],
      program: () => web({ pod: { terminationGracePeriodSeconds: 5 } }),
    },
    "a drain longer than Kubernetes' own grace period": {
      messages: [
        'Deployment "web": spec.template.spec.terminationGracePeriodSeconds: 30 is not above the preStop of 60 s, so pods are killed while they drain; set at least 90',
      ],
      program: () => web({ container: { lifecycle: { preStop: { sleep: { seconds: 60 } } } } }),
    },
    "a drain shorter than the configured minimum": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].lifecycle.preStop: sleeps 5 s, less than the 15 s in which nodes stop sending connections; set { sleep: { seconds: 15 } }',
      ],
      config: { "drain-before-kill": { seconds: 15 } },
      program: () => web(),
    },
  },
  good: {
    "pods that no Service selects": {
      program: () => deployment("worker", { app: "worker" }, { container: { lifecycle: undefined } }),
    },
    "a sidecar, which ends after the containers that drain": {
      program: () =>
        web({
          pod: {
            initContainers: [container({ name: "mesh", restartPolicy: "Always", lifecycle: undefined })],
          },
        }),
    },
    "a component with a sidecar": {
      program: () =>
        canary({
          template: template(
            {},
            { initContainers: [container({ name: "mesh", restartPolicy: "Always", lifecycle: undefined })] },
          ),
        }),
    },
    "an adopted Deployment, whose pods a hook would restart": { program: () => adoptedCanary() },
    "a drain longer than the minimum": {
      program: () => canary({ drainSeconds: 20, template: template({ lifecycle: undefined }) }),
    },
    "a preStop hook that runs a command": {
      program: () => web({ container: { lifecycle: { preStop: { exec: { command: ["/drain"] } } } } }),
    },
  },
};
