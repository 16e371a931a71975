import { changing, shop } from "../programs/components.js";
import { blueGreenByHand, budget, deployment, service } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const serviceSelectsOneColor: RuleCases = {
  bad: {
    "a transform flips the Service without the component": {
      messages: [
        'Service "shop": spec.selector: {"pulumi-kubernetes-traffic/blue-green-service":"shop","pu…} selects Deployment "shop-green", but the active color is blue; select only the pods of shop-blue',
      ],
      also: ["ready-before-selected"],
      program: () =>
        shop(
          {},
          changing("shop", {
            selector: {
              "pulumi-kubernetes-traffic/blue-green-service": "shop",
              "pulumi-kubernetes-traffic/color": "green",
            },
          }),
        ),
    },
    "a transform removes the color from the selector": {
      messages: [
        'Service "shop": spec.selector: {"pulumi-kubernetes-traffic/blue-green-service":"shop"} selects Deployment "shop-green", but the active color is blue; select only the pods of shop-blue',
      ],
      program: () =>
        shop({}, changing("shop", { selector: { "pulumi-kubernetes-traffic/blue-green-service": "shop" } })),
    },
    "a Service that selects both colors, by hand": {
      messages: [
        'Service "shop": spec.selector: {"app":"shop"} selects the pods of blue and green at the same time; add the color\'s label to the selector',
      ],
      program: () => blueGreenByHand({ service: { selector: { app: "shop" } } }),
    },
  },
  good: {
    "a blue-green service": { program: () => shop() },
    "a preview of the other color": { program: () => shop({ previewService: true }) },
    "a color label of the user's": { program: () => shop({ colorLabel: "slot" }) },
    "three colors": {
      program: () =>
        shop({
          colors: {
            blue: { version: "v1", image: "app:v1" },
            green: { version: "v2", image: "app:v2" },
            red: { version: "v3", image: "app:v3" },
          },
        }),
    },
    "a color in a label that does not distinguish versions": {
      program: () => {
        const app = deployment("blue", { app: "shop", team: "blue" });
        const other = deployment("green", { app: "shop", team: "green" });
        service("shop", { app: "shop" }, {}, { dependsOn: [app, other] });
        budget("shop", { app: "shop" });
      },
    },
    "two colors of which only one has pods": {
      program: () =>
        blueGreenByHand({ service: { selector: { app: "shop" } }, green: { spec: { replicas: 0 } } }),
    },
  },
};
