import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type BadCase, budget, type Case, container, deployment, late, service, web } from "./parts.js";

const job = (image: string) =>
  new k8s.batch.v1.CronJob("nightly", {
    metadata: { name: "nightly" },
    spec: {
      schedule: "0 3 * * *",
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "job", image }] } } },
      },
    },
  });

export const bad: BadCase[] = [
  {
    name: "two Deployments that select each other's pods",
    policy: "disjoint-selectors",
    says: 'Deployment "one": spec.selector.matchLabels: {"app":"web"} also matches the pods of Deployment "two"',
    program: () => {
      deployment("one", { app: "web" });
      deployment("two", { app: "web" });
    },
  },
  {
    name: "a selector that is part of another one",
    policy: "disjoint-selectors",
    says: 'Deployment "wide": spec.selector.matchLabels: {"app":"web"} also matches the pods of Deployment "narrow"',
    program: () => {
      deployment("wide", { app: "web" });
      deployment("narrow", { app: "web", track: "canary" });
    },
  },
  {
    name: "a second container without a probe",
    policy: "readiness-probes",
    says: 'spec.template.spec.containers[1].readinessProbe: is missing, so the pod counts as ready, and gets traffic, as soon as it starts; add one to container "proxy"',
    program: () =>
      web({ pod: { containers: [container(), container({ name: "proxy", readinessProbe: undefined })] } }),
  },
  {
    name: "a sidecar without a probe",
    policy: "readiness-probes",
    says: "spec.template.spec.initContainers[0].readinessProbe: is missing",
    program: () =>
      web({
        pod: {
          initContainers: [container({ name: "proxy", restartPolicy: "Always", readinessProbe: undefined })],
        },
      }),
  },
  {
    name: "no tag",
    policy: "no-mutable-images",
    says: '"nginx" has no tag, which means latest; use a version or a digest',
    program: () => web({ container: { image: "nginx" } }),
  },
  {
    name: "no tag, and a registry with a port",
    policy: "no-mutable-images",
    says: '"registry:5000/nginx" has no tag',
    program: () => web({ container: { image: "registry:5000/nginx" } }),
  },
  {
    name: "latest in an init container",
    policy: "no-mutable-images",
    says: 'spec.template.spec.initContainers[0].image: "tool:latest" has the tag latest',
    program: () => web({ pod: { initContainers: [{ name: "init", image: "tool:latest" }] } }),
  },
  {
    name: "latest in a CronJob",
    policy: "no-mutable-images",
    says: 'CronJob "nightly": spec.jobTemplate.spec.template.spec.containers[0].image: "job:latest" has the tag latest',
    program: () => job("job:latest"),
  },
  {
    name: "a tag without a version, in a bare Pod",
    policy: "no-mutable-images",
    says: 'Pod "probe": spec.containers[0].image: "tool:alpine" has the tag alpine, which names no version',
    program: () =>
      new k8s.core.v1.Pod("probe", {
        metadata: { name: "probe" },
        spec: { containers: [{ name: "p", image: "tool:alpine", imagePullPolicy: "Always" }] },
      }),
  },
  {
    name: "a version where a digest is required",
    policy: "no-mutable-images",
    says: '"app:1.0" has no digest; add @sha256:… of the image that was tried',
    config: { "no-mutable-images": { requireDigest: true } },
    program: () => web(),
  },
  {
    name: "each node's own copy of latest",
    policy: "mutable-images-pulled",
    says: 'spec.template.spec.containers[0].imagePullPolicy: "IfNotPresent" lets each node run its own copy of app:latest; set it to "Always", or use a version',
    config: { "no-mutable-images": "disabled" },
    program: () => web({ container: { image: "app:latest", imagePullPolicy: "IfNotPresent" } }),
  },
  {
    name: "a moving tag that is not pulled by default",
    policy: "mutable-images-pulled",
    says: "lets each node run its own copy of app:main",
    config: { "no-mutable-images": "disabled" },
    program: () => web({ container: { image: "app:main" } }),
  },
  {
    name: "a drain that is too short",
    policy: "drain-before-kill",
    says: "lifecycle.preStop: sleeps 2 s, less than the 5 s that nodes are given to hear of it; use { sleep: { seconds: 5 } }",
    program: () => web({ container: { lifecycle: { preStop: { sleep: { seconds: 2 } } } } }),
  },
  {
    name: "killed while it drains",
    policy: "drain-before-kill",
    says: "spec.template.spec.terminationGracePeriodSeconds: 5 is not above the preStop of 5 s, so pods are killed while they drain; give at least 35",
    program: () => web({ pod: { terminationGracePeriodSeconds: 5 } }),
  },
  {
    name: "a drain longer than Kubernetes' own grace period",
    policy: "drain-before-kill",
    says: "spec.template.spec.terminationGracePeriodSeconds: 30 is not above the preStop of 60 s",
    program: () => web({ container: { lifecycle: { preStop: { sleep: { seconds: 60 } } } } }),
  },
  {
    name: "a longer drain asked for by the organization",
    policy: "drain-before-kill",
    says: "sleeps 5 s, less than the 15 s",
    config: { "drain-before-kill": { seconds: 15 } },
    program: () => web(),
  },
  {
    name: "a rollout that is not waited for",
    policy: "await-readiness",
    says: 'Deployment "web": metadata.annotations["pulumi.com/skipAwait"]: "true" lets traffic move to pods that are not ready',
    program: () => web({ metadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
  },
  {
    name: "no budget",
    policy: "disruption-budgets",
    says: 'Deployment "web": spec.template.metadata.labels: has no PodDisruptionBudget',
    program: () => {
      deployment("web", { app: "web" });
      service("web", { app: "web" });
    },
  },
  {
    name: "a budget in another namespace",
    policy: "disruption-budgets",
    says: "has no PodDisruptionBudget",
    program: () => {
      deployment("web", { app: "web" });
      service("web", { app: "web" });
      budget("web", { app: "web" }, { maxUnavailable: 1 }, "elsewhere");
    },
  },
  {
    name: "a budget that blocks every drain",
    policy: "disruption-budgets",
    says: 'PodDisruptionBudget "web": spec.minAvailable: 2 lets none of the 2 pods of Deployment "web" go, so no node can be drained; use maxUnavailable: 1',
    program: () => {
      deployment("web", { app: "web" });
      service("web", { app: "web" });
      budget("web", { app: "web" }, { minAvailable: 2 });
    },
  },
  {
    name: "a budget of one hundred per cent",
    policy: "disruption-budgets",
    says: 'spec.minAvailable: "100%" lets none',
    program: () => {
      deployment("web", { app: "web" });
      service("web", { app: "web" });
      budget("web", { app: "web" }, { minAvailable: "100%" });
    },
  },
];

export const good: Case[] = [
  { name: "an app", program: () => web() },
  { name: "nothing at all", program: () => undefined },
  { name: "a CronJob at a version", program: () => job("job:2.1") },
  {
    name: "no probe where nothing is behind a Service",
    program: () =>
      deployment(
        "worker",
        { app: "w" },
        { container: { readinessProbe: undefined, ports: undefined, lifecycle: undefined } },
      ),
  },
  {
    name: "an exempt sidecar",
    config: { "readiness-probes": { exempt: ["log"] } },
    program: () =>
      web({
        pod: {
          containers: [container(), container({ name: "log", readinessProbe: undefined, ports: undefined })],
        },
      }),
  },
  {
    name: "an init container that ends",
    program: () => web({ pod: { initContainers: [{ name: "init", image: "tool:1" }] } }),
  },
  {
    name: "a registry with a port, and a version",
    program: () => web({ container: { image: "registry:5000/app:1.2" } }),
  },
  {
    name: "a digest where one is required",
    config: { "no-mutable-images": { requireDigest: true } },
    program: () => web({ container: { image: `app@sha256:${"a".repeat(64)}` } }),
  },
  {
    name: "latest that is allowed and pulled",
    config: { "no-mutable-images": "disabled" },
    program: () => web({ container: { image: "app:latest" } }),
  },
  {
    name: "a moving tag that is pulled",
    config: { "no-mutable-images": "disabled" },
    program: () => web({ container: { image: "app:main", imagePullPolicy: "Always" } }),
  },
  {
    name: "a preStop of the app's own",
    program: () => web({ container: { lifecycle: { preStop: { exec: { command: ["/drain"] } } } } }),
  },
  {
    name: "one pod without a budget",
    program: () => {
      const app = deployment("one", { app: "one" }, { spec: { replicas: 1 } });
      service("one", { app: "one" }, {}, { dependsOn: app });
    },
  },
  {
    name: "a budget in per cent",
    program: () => {
      deployment("web", { app: "web" }, { spec: { replicas: 4 } });
      service("web", { app: "web" });
      budget("web", { app: "web" }, { minAvailable: "50%" });
    },
  },
  {
    name: "the same labels in another namespace",
    program: () => {
      deployment("one", { app: "web" });
      deployment("two", { app: "web" }, { metadata: { namespace: "other" } });
    },
  },
  {
    name: "pods whose number an autoscaler decides",
    program: () => {
      deployment("web", { app: "web" }, { spec: { replicas: undefined } });
      service("web", { app: "web" });
      budget("web", { app: "web" });
    },
  },
  {
    name: "secrets in the environment",
    program: () => web({ container: { env: [{ name: "TOKEN", value: pulumi.secret("hush") }] } }),
  },
  {
    name: "a late label that no selector asks for",
    program: () => {
      const app = deployment("web", { app: "web" }, { metadata: { labels: { build: late() } } });
      service("web", { app: "web" }, {}, { dependsOn: app });
      budget("web", { app: "web" });
    },
  },
];
