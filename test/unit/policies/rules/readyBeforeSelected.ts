import { shop } from "../programs/components.js";
import { blueGreenByHand, service } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const readyBeforeSelected: RuleCases = {
  bad: {
    "no order by hand": {
      messages: [
        'Service "shop": spec.selector: {"app":"shop","color":"blue"} may turn to the pods of Deployment "blue" before they are ready; add dependsOn: the Deployment "blue"',
      ],
      program: () => blueGreenByHand({ order: "none" }),
    },
  },
  good: {
    "the other color": { program: () => shop({ activeColor: "green" }) },
    "blue-green by hand": { program: () => blueGreenByHand() },
    "an idle color with a Service of its own for testers": {
      program: () => {
        const { green } = blueGreenByHand();
        service("shop-test", { app: "shop", color: "green" }, {}, { dependsOn: green });
      },
    },
  },
};
