import { shop } from "../programs/components.js";
import { blueGreenByHand, service } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const readyBeforeSelected: RuleCases = {
  bad: {
    "no dependency of the Service on the Deployment, by hand": {
      messages: [
        'Service "shop": spec.selector: {"app":"shop","color":"blue"} may select the pods of Deployment "blue" before they are ready; add Deployment "blue" to dependsOn',
      ],
      program: () => blueGreenByHand({ order: "none" }),
    },
  },
  good: {
    "the other color": { program: () => shop({ activeColor: "green" }) },
    "a test Service of a color without pods, which does not wait for it": {
      config: { "service-has-pods": { external: ["shop-test"] } },
      program: () => {
        blueGreenByHand({ green: { spec: { replicas: 0 } } });
        service("shop-test", { app: "shop", color: "green" });
      },
    },
    "blue-green by hand": { program: () => blueGreenByHand() },
    "an idle color with a test Service of its own": {
      program: () => {
        const { green } = blueGreenByHand();
        service("shop-test", { app: "shop", color: "green" }, {}, { dependsOn: green });
      },
    },
  },
};
