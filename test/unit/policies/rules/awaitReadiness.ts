import { blueGreenByHand, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const awaitReadiness: RuleCases = {
  bad: {
    "fast flip without a drain": {
      messages: [
        'Service "shop": metadata.annotations["pulumi.com/skipAwait"]: "true" skips the wait that lets old pods drain, and Deployment "blue" has no preStop; add a preStop to every container, or remove the annotation',
      ],
      also: ["drain-before-kill"],
      program: () =>
        blueGreenByHand({
          blue: { container: { lifecycle: undefined } },
          green: { container: { lifecycle: undefined } },
          serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } },
        }),
    },
    "fast flip where none is allowed": {
      messages: [
        'Service "shop": metadata.annotations["pulumi.com/skipAwait"]: "true" skips the wait that lets old pods drain; remove it',
      ],
      config: { "await-readiness": { fastFlip: false } },
      program: () =>
        blueGreenByHand({ serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
    },
    "idle color that is not waited for": {
      messages: [
        'Deployment "green": metadata.annotations["pulumi.com/skipAwait"]: "true" lets traffic move to pods that are not ready, and reports a broken rollout as a success; remove it',
      ],
      program: () =>
        blueGreenByHand({ green: { metadata: { annotations: { "pulumi.com/skipAwait": "true" } } } }),
    },
    "a rollout that is not waited for": {
      messages: [
        'Deployment "web": metadata.annotations["pulumi.com/skipAwait"]: "true" lets traffic move to pods that are not ready, and reports a broken rollout as a success; remove it',
      ],
      program: () => web({ metadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
    },
  },
  good: {
    "fast flip with a drain": {
      program: () =>
        blueGreenByHand({ serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
    },
    "skipAwait that says false": {
      program: () =>
        blueGreenByHand({ green: { metadata: { annotations: { "pulumi.com/skipAwait": "false" } } } }),
    },
  },
};
