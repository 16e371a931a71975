import * as k8s from "@pulumi/kubernetes";
import { canary, changing, shop } from "../programs/components.js";
import { autoscaler, blueGreenByHand, cluster, deployment, service } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const serviceHasPods: RuleCases = {
  bad: {
    "flip by hand to a color that does not exist": {
      messages: [
        'Service "shop": spec.selector: {"app":"shop","color":"gren"} matches no pods of this stack, so every request would be refused; select the labels of a pod template, or add the Service to external',
      ],
      program: () => blueGreenByHand({ service: { selector: { app: "shop", color: "gren" } } }),
    },
    "flip by hand to a color that does not exist, while another one has no pods": {
      messages: [
        'Service "shop": spec.selector: {"app":"shop","color":"gren"} matches no pods of this stack, so every request would be refused; select the labels of a pod template, or add the Service to external',
      ],
      program: () =>
        blueGreenByHand({
          order: "shrink first",
          green: { spec: { replicas: 0 } },
          service: { selector: { app: "shop", color: "gren" } },
        }),
    },
    "flip by hand to a color without pods": {
      messages: [
        'Service "shop": spec.selector: {"app":"shop","color":"blue"} matches only Deployment "blue", which has no pods, so every request would be refused; scale it up first, or select another version',
      ],
      program: () => blueGreenByHand({ blue: { spec: { replicas: 0 } } }),
    },
    "flip by hand to a color without pods, which no autoscaler starts": {
      messages: [
        'Service "shop": spec.selector: {"app":"shop","color":"blue"} matches only Deployment "blue", which has no pods, so every request would be refused; scale it up first, or select another version',
      ],
      program: () => {
        blueGreenByHand({ blue: { spec: { replicas: 0 } } });
        autoscaler("blue", { minReplicas: 2 });
      },
    },
    "a Service that selects nothing of this stack": {
      messages: [
        'Service "web": spec.selector: {"app":"wbe"} matches no pods of this stack, so every request would be refused; select the labels of a pod template, or add the Service to external',
      ],
      program: () => {
        deployment("web", { app: "web" });
        service("web", { app: "wbe" });
      },
    },
    "a Service in a namespace other than that of its pods": {
      messages: [
        'Service "web": spec.selector: {"app":"web"} matches no pods of this stack, so every request would be refused; select the labels of a pod template, or add the Service to external',
      ],
      program: () => {
        deployment("web", { app: "web" });
        service("web", { app: "web" }, { metadata: { namespace: "other" } });
      },
    },
    "a side without pods that the route sends to": {
      messages: [
        'Service "myapp-canary": spec.selector: {"pulumi-kubernetes-traffic/canary-deployment":"myapp","pu…} matches only Deployment "myapp-canary", which has no pods, so every request would be refused; scale it up first, or select another version',
      ],
      program: () =>
        canary(
          { method: "route", route: { kind: "HTTPRoute", parentRefs: [{ name: "gateway" }] } },
          changing("myapp-canary", { replicas: 0 }),
        ),
    },
    "a Service in a cluster other than that of its pods": {
      messages: [
        'Service "web": spec.selector: {"app":"web"} matches no pods of this stack, so every request would be refused; select the labels of a pod template, or add the Service to external',
      ],
      program: () => {
        deployment("web", { app: "web" }, {}, cluster("east"));
        service("web", { app: "web" }, {}, cluster("west"));
      },
    },
    "a Service that external does not name": {
      messages: [
        'Service "api": spec.selector: {"app":"api"} matches no pods of this stack, so every request would be refused; select the labels of a pod template, or add the Service to external',
      ],
      config: { "service-has-pods": { external: ["ap", "a.i", "pi*", "other/*"] } },
      program: () => service("api", { app: "api" }),
    },
  },
  good: {
    "an autonamed Service in external by its Pulumi name": {
      config: { "service-has-pods": { external: ["api"] } },
      program: () => service("api", { app: "api" }, { metadata: { name: undefined } }),
    },
    "an autonamed Service in external by a pattern": {
      config: { "service-has-pods": { external: ["default/api-*"] } },
      program: () => service("api", { app: "api" }, { metadata: { name: undefined } }),
    },
    "a Service whose pods have another provider of the same cluster": {
      program: () => {
        deployment("web", { app: "web" }, { spec: { replicas: 1 } });
        service("web", { app: "web" }, {}, cluster("main", { namespace: "default" }));
      },
    },
    "idle sides behind a route": {
      program: () => {
        const route = { kind: "HTTPRoute", parentRefs: [{ name: "gateway" }] };
        canary({ method: "route", route, weight: 0 });
        shop({ route, standbyReplicas: 0 });
      },
    },
    "a preview of a color without pods": {
      program: () => shop({ standbyReplicas: 0, previewService: true }),
    },
    "a Service whose pods are not part of the stack": {
      config: { "service-has-pods": { external: ["default/api"] } },
      program: () => service("api", { app: "api" }),
    },
    "a Service without a selector": {
      program: () =>
        new k8s.core.v1.Service("db", { metadata: { name: "db" }, spec: { ports: [{ port: 5432 }] } }),
    },
    "an ExternalName Service": {
      program: () =>
        new k8s.core.v1.Service("db", {
          metadata: { name: "db" },
          spec: { type: "ExternalName", externalName: "db.example.com", selector: { app: "db" } },
        }),
    },
    "a Service in external by its name alone": {
      config: { "service-has-pods": { external: ["api"] } },
      program: () => service("api", { app: "api" }),
    },
  },
};
