import { web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const mutableImagesPulled: RuleCases = {
  bad: {
    "each node's own copy of latest": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].imagePullPolicy: "IfNotPresent" lets each node run its own copy of app:latest; set it to "Always", or use a version',
      ],
      config: { "no-mutable-images": "disabled" },
      program: () => web({ container: { image: "app:latest", imagePullPolicy: "IfNotPresent" } }),
    },
    "a moving tag that is not pulled by default": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].imagePullPolicy: "IfNotPresent" lets each node run its own copy of app:main; set it to "Always", or use a version',
      ],
      config: { "no-mutable-images": "disabled" },
      program: () => web({ container: { image: "app:main" } }),
    },
  },
  good: {
    "latest that is allowed and pulled": {
      config: { "no-mutable-images": "disabled" },
      program: () => web({ container: { image: "app:latest" } }),
    },
    "a moving tag that is pulled": {
      config: { "no-mutable-images": "disabled" },
      program: () => web({ container: { image: "app:main", imagePullPolicy: "Always" } }),
    },
  },
};
