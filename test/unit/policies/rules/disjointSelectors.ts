import { shop } from "../programs/components.js";
import {
  blueGreenByHand,
  budget,
  canaryByHand,
  cluster,
  deployment,
  service,
  unknownOutput,
} from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const disjointSelectors: RuleCases = {
  bad: {
    "two Deployments that select each other's pods": {
      messages: [
        'Deployment "one": spec.selector.matchLabels: {"app":"web"} also matches the pods of Deployment "two", so both would manage the same pods; add a label that only its own pods have',
      ],
      program: () => {
        deployment("one", { app: "web" });
        deployment("two", { app: "web" });
      },
    },
    "the same labels through two providers of one cluster": {
      messages: [
        'Deployment "one": spec.selector.matchLabels: {"app":"web"} also matches the pods of Deployment "two", so both would manage the same pods; add a label that only its own pods have',
      ],
      program: () => {
        deployment("one", { app: "web" }, {}, cluster("a", { context: "main" }));
        deployment("two", { app: "web" }, {}, cluster("b", { context: "main" }));
      },
    },
    "a selector that is part of another one": {
      messages: [
        'Deployment "wide": spec.selector.matchLabels: {"app":"web"} also matches the pods of Deployment "narrow", so both would manage the same pods; add a label that only its own pods have',
      ],
      program: () => {
        deployment("wide", { app: "web" });
        deployment("narrow", { app: "web", track: "canary" });
      },
    },
  },
  good: {
    "a canary by hand": { program: () => canaryByHand() },
    "colors in two namespaces": {
      program: () => {
        blueGreenByHand();
        shop({ namespace: "other" });
      },
    },
    "nothing at all": { program: () => undefined },
    "the same labels in another namespace": {
      program: () => {
        deployment("one", { app: "web" });
        deployment("two", { app: "web" }, { metadata: { namespace: "other" } });
      },
    },
    "the same labels in two clusters": {
      program: () => {
        deployment("one", { app: "web" }, {}, cluster("a"));
        deployment("two", { app: "web" }, {}, cluster("b"));
        deployment("three", { app: "web" });
      },
    },
    "an unknown label that no selector uses": {
      program: () => {
        const app = deployment("web", { app: "web" }, { metadata: { labels: { build: unknownOutput() } } });
        service("web", { app: "web" }, {}, { dependsOn: app });
        budget("web", { app: "web" });
      },
    },
  },
};
