import { canary } from "../programs/components.js";
import { container, deployment, template, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const readinessProbes: RuleCases = {
  bad: {
    "canary without a readiness probe": {
      messages: [
        'Deployment "myapp-canary": spec.template.spec.containers[0].readinessProbe: is missing, so the pod gets traffic as soon as it starts; add a probe to container "app"',
        'Deployment "myapp-stable": spec.template.spec.containers[0].readinessProbe: is missing, so the pod gets traffic as soon as it starts; add a probe to container "app"',
      ],
      program: () => canary({ template: template({ readinessProbe: undefined }) }),
    },
    "a second container without a probe": {
      messages: [
        'Deployment "web": spec.template.spec.containers[1].readinessProbe: is missing, so the pod gets traffic as soon as it starts; add a probe to container "proxy"',
      ],
      program: () =>
        web({ pod: { containers: [container(), container({ name: "proxy", readinessProbe: undefined })] } }),
    },
    "a sidecar without a probe": {
      messages: [
        'Deployment "web": spec.template.spec.initContainers[0].readinessProbe: is missing, so the pod gets traffic as soon as it starts; add a probe to container "proxy"',
      ],
      program: () =>
        web({
          pod: {
            initContainers: [
              container({ name: "proxy", restartPolicy: "Always", readinessProbe: undefined }),
            ],
          },
        }),
    },
  },
  good: {
    "an app": { program: () => web() },
    "no probe without a Service": {
      program: () =>
        deployment(
          "worker",
          { app: "w" },
          { container: { readinessProbe: undefined, ports: undefined, lifecycle: undefined } },
        ),
    },
    "an exempt sidecar": {
      config: { "readiness-probes": { exempt: ["log"] } },
      program: () =>
        web({
          pod: {
            containers: [
              container(),
              container({ name: "log", readinessProbe: undefined, ports: undefined }),
            ],
          },
        }),
    },
    "an init container that ends": {
      program: () => web({ pod: { initContainers: [{ name: "init", image: "tool:1" }] } }),
    },
  },
};
