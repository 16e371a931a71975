import { canary, changing } from "../programs/components.js";
import { budget, container, deployment, service, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

const ports = [
  { name: "http", containerPort: 80 },
  { name: "dns", containerPort: 53, protocol: "UDP" },
];
const to = (targetPort: unknown, more: object = {}) => ({ ports: [{ port: 80, targetPort, ...more }] });

export const namedTargetPorts: RuleCases = {
  bad: {
    "a name that no container has": {
      messages: [
        'Service "web": spec.ports[0].targetPort: "htpp" is not the name of a TCP port of Deployment "web" ("http"), so its pods get no connections; did you mean "http"?',
      ],
      program: () => web({ container: { ports }, service: to("htpp") }),
    },
    "a name of a port with another protocol": {
      messages: [
        'Service "web": spec.ports[0].targetPort: "dns" is not the name of a TCP port of Deployment "web" ("http"), so its pods get no connections; give a port of the container this name, or use its number',
      ],
      program: () => web({ container: { ports }, service: to("dns") }),
    },
    "a name of an init container's port": {
      messages: [
        'Service "web": spec.ports[0].targetPort: "http" is not the name of a TCP port of Deployment "web", so its pods get no connections; give a port of the container this name, or use its number',
      ],
      program: () => {
        const initContainers = [{ name: "init", image: "init:1.0", ports }];
        web({ pod: { initContainers }, service: to("http") });
      },
    },
    "a name that only one of two versions has": {
      messages: [
        'Service "web": spec.ports[0].targetPort: "http" is not the name of a TCP port of Deployment "canary", so its pods get no connections; give a port of the container this name, or use its number',
      ],
      also: ["sides-alike"],
      program: () => {
        deployment("stable", { app: "web", track: "stable" }, { container: { ports } });
        deployment("canary", { app: "web", track: "canary" });
        service("web", { app: "web" }, { spec: to("http") });
        budget("web", { app: "web" });
      },
    },
    "a transform that renames the target of a component": {
      messages: ["canary", "stable"].map(
        (side) =>
          `Service "myapp": spec.ports[0].targetPort: "web" is not the name of a TCP port of Deployment "myapp-${side}", so its pods get no connections; give a port of the container this name, or use its number`,
      ),
      program: () => canary({}, changing("myapp", to("web"))),
    },
  },
  good: {
    "a name with its protocol": {
      program: () => web({ container: { ports }, service: to("dns", { protocol: "UDP" }) }),
    },
    "a name of a sidecar's port": {
      program: () => {
        const mesh = container({ name: "mesh", restartPolicy: "Always", ports });
        web({ pod: { initContainers: [mesh] }, service: to("http") });
      },
    },
    "a number that no container names": {
      program: () => web({ container: { ports: undefined }, service: to(8080) }),
    },
  },
};
