import { shop } from "../programs/components.js";
import { budget, deployment, type Loose, service } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const disruptionBudgets: RuleCases = {
  bad: {
    "a second budget for the colors": {
      messages: [
        'Deployment "shop-blue": spec.template.metadata.labels: match the PodDisruptionBudgets "shop" and "shop-blue", and a pod with several budgets cannot be evicted; keep only one',
      ],
      program: () => {
        shop();
        budget("shop", { "app.kubernetes.io/name": "shop" });
      },
    },
    "a transform forbids evictions of a color": {
      messages: [
        'PodDisruptionBudget "shop-blue": spec.maxUnavailable: 0 allows no eviction of the 2 pods of Deployment "shop-blue", so their nodes cannot be drained; use maxUnavailable: 1',
      ],
      program: () =>
        shop(
          {},
          {
            transforms: [
              ({ type, props, opts }: Loose) =>
                type.endsWith(":PodDisruptionBudget")
                  ? { props: { ...props, spec: { ...props.spec, maxUnavailable: 0 } }, opts }
                  : undefined,
            ],
          },
        ),
    },
    "no budget": {
      messages: [
        'Deployment "web": spec.template.metadata.labels: match no PodDisruptionBudget, so node maintenance may evict all 2 pods at once; add one with maxUnavailable: 1 that selects these labels',
      ],
      program: () => {
        deployment("web", { app: "web" });
        service("web", { app: "web" });
      },
    },
    "a budget in another namespace": {
      messages: [
        'Deployment "web": spec.template.metadata.labels: match no PodDisruptionBudget, so node maintenance may evict all 2 pods at once; add one with maxUnavailable: 1 that selects these labels',
      ],
      program: () => {
        deployment("web", { app: "web" });
        service("web", { app: "web" });
        budget("web", { app: "web" }, { maxUnavailable: 1 }, "elsewhere");
      },
    },
    "a budget that blocks every drain": {
      messages: [
        'PodDisruptionBudget "web": spec.minAvailable: 2 allows no eviction of the 2 pods of Deployment "web", so their nodes cannot be drained; use maxUnavailable: 1',
      ],
      program: () => {
        deployment("web", { app: "web" });
        service("web", { app: "web" });
        budget("web", { app: "web" }, { minAvailable: 2 });
      },
    },
    "a budget of 100 percent": {
      messages: [
        'PodDisruptionBudget "web": spec.minAvailable: "100%" allows no eviction of the 2 pods of Deployment "web", so their nodes cannot be drained; use maxUnavailable: 1',
      ],
      program: () => {
        deployment("web", { app: "web" });
        service("web", { app: "web" });
        budget("web", { app: "web" }, { minAvailable: "100%" });
      },
    },
    "a budget in percent that rounds up to all pods": {
      messages: [
        'PodDisruptionBudget "web": spec.minAvailable: "60%" allows no eviction of the 2 pods of Deployment "web", so their nodes cannot be drained; use maxUnavailable: 1',
      ],
      program: () => {
        deployment("web", { app: "web" });
        service("web", { app: "web" });
        budget("web", { app: "web" }, { minAvailable: "60%" });
      },
    },
  },
  good: {
    "one pod without a budget": {
      program: () => {
        const app = deployment("one", { app: "one" }, { spec: { replicas: 1 } });
        service("one", { app: "one" }, {}, { dependsOn: app });
      },
    },
    "a budget in percent": {
      program: () => {
        deployment("web", { app: "web" }, { spec: { replicas: 4 } });
        service("web", { app: "web" });
        budget("web", { app: "web" }, { minAvailable: "50%" });
      },
    },
    "pods whose number an autoscaler decides": {
      program: () => {
        deployment("web", { app: "web" }, { spec: { replicas: undefined } });
        service("web", { app: "web" });
        budget("web", { app: "web" });
      },
    },
    "a budget that selects all pods of its namespace": {
      program: () => {
        deployment("web", { app: "web" });
        service("web", { app: "web" });
        budget("web", {}, { selector: {}, maxUnavailable: 1 });
      },
    },
  },
};
