import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { canary } from "../programs/components.js";
import { container, job, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const noMutableImages: RuleCases = {
  bad: {
    "canary with a mutable tag": {
      messages: [
        'Deployment "myapp-canary": spec.template.spec.containers[0].image: "app:latest" has the tag latest, which does not name a version; use a version or a digest',
      ],
      program: () => canary({ canary: { version: "v2", image: "app:latest" } }),
    },
    "no tag": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].image: "nginx" has no tag, which means latest; use a version or a digest',
      ],
      program: () => web({ container: { image: "nginx" } }),
    },
    "no tag, and a registry with a port": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].image: "registry:5000/nginx" has no tag, which means latest; use a version or a digest',
      ],
      program: () => web({ container: { image: "registry:5000/nginx" } }),
    },
    "latest in an init container": {
      messages: [
        'Deployment "web": spec.template.spec.initContainers[0].image: "tool:latest" has the tag latest, which does not name a version; use a version or a digest',
      ],
      config: { "no-mutable-images": { shortLived: true } },
      program: () => web({ pod: { initContainers: [{ name: "init", image: "tool:latest" }] } }),
    },
    "latest in a CronJob": {
      messages: [
        'CronJob "nightly": spec.jobTemplate.spec.template.spec.containers[0].image: "job:latest" has the tag latest, which does not name a version; use a version or a digest',
      ],
      config: { "no-mutable-images": { shortLived: true } },
      program: () => job("job:latest"),
    },
    "latest in a sidecar": {
      messages: [
        'Deployment "web": spec.template.spec.initContainers[0].image: "mesh:latest" has the tag latest, which does not name a version; use a version or a digest',
      ],
      program: () =>
        web({
          pod: {
            initContainers: [container({ name: "mesh", image: "mesh:latest", restartPolicy: "Always" })],
          },
        }),
    },
    "a tag without a version, in a bare Pod": {
      messages: [
        'Pod "probe": spec.containers[0].image: "tool:alpine" has the tag alpine, which does not name a version; use a version or a digest',
      ],
      program: () =>
        new k8s.core.v1.Pod("probe", {
          metadata: { name: "probe" },
          spec: { containers: [{ name: "p", image: "tool:alpine", imagePullPolicy: "Always" }] },
        }),
    },
    "a version where a digest is required": {
      messages: [
        'Deployment "web": spec.template.spec.containers[0].image: "app:1.0" has no digest; add @sha256:… of the tested image',
      ],
      config: { "no-mutable-images": { requireDigest: true } },
      program: () => web(),
    },
  },
  good: {
    "an image by digest": {
      program: () => canary({ canary: { version: "v2", image: `app@sha256:${"0".repeat(64)}` } }),
    },
    "all policies off": {
      config: { all: "disabled" },
      program: () => web({ container: { image: "app:latest", readinessProbe: undefined } }),
    },
    "latest in an init container, which ends before the pod serves": {
      program: () => web({ pod: { initContainers: [{ name: "init", image: "tool:latest" }] } }),
    },
    "latest in a CronJob, whose pods end": { program: () => job("job:latest") },
    "a CronJob at a version, where jobs are judged": {
      config: { "no-mutable-images": { shortLived: true } },
      program: () => job("job:2.1"),
    },
    "a CronJob at a version": { program: () => job("job:2.1") },
    "a registry with a port, and a version": {
      program: () => web({ container: { image: "registry:5000/app:1.2" } }),
    },
    "a digest where one is required": {
      config: { "no-mutable-images": { requireDigest: true } },
      program: () => web({ container: { image: `app@sha256:${"a".repeat(64)}` } }),
    },
    "secrets in the environment": {
      program: () => web({ container: { env: [{ name: "TOKEN", value: pulumi.secret("hush") }] } }),
    },
  },
};
