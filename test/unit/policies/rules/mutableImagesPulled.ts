import { web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const mutableImagesPulled: RuleCases = {
  bad: {
    "latest that is not always pulled": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].imagePullPolicy: "IfNotPresent" lets nodes run different copies of app:latest; set it to "Always", or use a tag that names a version',
      ],
      config: { "no-mutable-images": "disabled" },
      program: () => web({ container: { image: "app:latest", imagePullPolicy: "IfNotPresent" } }),
    },
    "a mutable tag that is not pulled by default": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].imagePullPolicy: "IfNotPresent" lets nodes run different copies of app:main; set it to "Always", or use a tag that names a version',
      ],
      config: { "no-mutable-images": "disabled" },
      program: () => web({ container: { image: "app:main" } }),
    },
  },
  good: {
    "latest where it is allowed, pulled by default": {
      config: { "no-mutable-images": "disabled" },
      program: () => web({ container: { image: "app:latest" } }),
    },
    "a mutable tag that is always pulled": {
      config: { "no-mutable-images": "disabled" },
      program: () => web({ container: { image: "app:main", imagePullPolicy: "Always" } }),
    },
  },
};
