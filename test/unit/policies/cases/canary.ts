import { CanaryDeployment } from "../../../../src/index.js";
import { type BadCase, type Case, canaryByHand, type Loose, template } from "./parts.js";

const canary = (changes: Loose = {}, opts = {}) => {
  const args = {
    replicas: 3,
    weight: 25,
    stable: { version: "v1", image: "app:v1" },
    canary: { version: "v2", image: "app:v2" },
    template: template(),
    service: { ports: [{ port: 80 }] },
    ...changes,
  };
  new CanaryDeployment("myapp", args, opts);
};

export const bad: BadCase[] = [
  {
    name: "weight above the default limit",
    policy: "canary-weight-limit",
    says: 'CanaryDeployment "myapp": weight: 75 is above 50, the largest weight of a canary here; lower it, or promote the version and set it to 0',
    program: () => canary({ weight: 75 }),
  },
  {
    name: "weight above a configured limit",
    policy: "canary-weight-limit",
    says: "weight: 25 is above 10",
    config: { "canary-weight-limit": { maximum: 10 } },
    program: () => canary({ replicas: 3 }),
  },
  {
    name: "weight that is no step",
    policy: "canary-weight-limit",
    says: "weight: 25 is none of the allowed steps; choose 0 or one of 5, 20, 50",
    config: { "canary-weight-limit": { steps: [5, 20, 50] } },
    program: () => canary(),
  },
  {
    name: "weight 2 with ten pods",
    policy: "canary-achieved-share",
    says: "weight: 2 becomes 9.1 % (10 stable + 1 canary pods), 7.1 points off, allowed are 5",
    program: () => canary({ replicas: 10, weight: 2 }),
  },
  {
    name: "share outside a configured tolerance",
    policy: "canary-achieved-share",
    says: "weight: 30 becomes 25 % (3 stable + 1 canary pods), 5 points off, allowed are 1",
    config: { "canary-achieved-share": { tolerance: 1 } },
    program: () => canary({ weight: 30 }),
  },
  {
    name: "weight 2 with ten pods at least",
    policy: "canary-achieved-share",
    says: "weight: 2 becomes 9.1 % (10 stable + 1 canary pods at least), 7.1 points off, allowed are 5; raise autoscaling.minReplicas, or choose",
    program: () => canary({ replicas: 10, weight: 2, autoscaling: { maxReplicas: 20 } }),
  },
  {
    name: "affinity with a canary",
    policy: "canary-share-undistorted",
    says: 'Service "myapp": spec.sessionAffinity: "ClientIP" keeps each client at one pod',
    program: () => canary({ service: { ports: [{ port: 80 }], sessionAffinity: "ClientIP" } }),
  },
  {
    name: "Local external policy with a canary",
    policy: "canary-share-undistorted",
    says: 'spec.externalTrafficPolicy: "Local" divides connections by node first',
    program: () =>
      canary({ service: { type: "NodePort", ports: [{ port: 80 }], externalTrafficPolicy: "Local" } }),
  },
  {
    name: "Local internal policy with a canary by hand",
    policy: "canary-share-undistorted",
    says: 'Service "api": spec.internalTrafficPolicy: "Local" divides connections by node first',
    program: () => canaryByHand({ service: { internalTrafficPolicy: "Local" } }),
  },
  {
    name: "near pods preferred while a canary runs",
    policy: "canary-share-undistorted",
    says: 'spec.trafficDistribution: "PreferClose" prefers near pods',
    program: () => canaryByHand({ service: { trafficDistribution: "PreferClose" } }),
  },
  {
    name: "canary with a template of its own",
    policy: "sides-alike",
    says: 'Deployment "myapp-stable": spec.template.spec.containers[0].resources: differs from Deployment "myapp-canary"; only labels, image, env, annotations may; give both sides the same',
    program: () =>
      canary({
        stable: {
          version: "v1",
          image: "app:v1",
          template: template({ resources: { limits: { cpu: "1" } } }),
        },
      }),
  },
  {
    name: "one side reads the component's own ConfigMap, the other one of the cluster",
    policy: "sides-alike",
    says: "spec.template.spec.volumes[0].configMap.name: differs",
    program: () => {
      const reading = (name: string) =>
        template({}, { volumes: [{ name: "settings", configMap: { name } }] });
      canary({
        configMaps: { settings: { data: { a: "1" } } },
        stable: { version: "v1", image: "app:v1", template: reading("of-the-cluster") },
        template: reading("settings"),
      });
    },
  },
  {
    name: "canary by hand with another probe",
    policy: "sides-alike",
    says: "spec.template.spec.containers[0].readinessProbe.httpGet.path: differs",
    program: () =>
      canaryByHand({ canary: { container: { readinessProbe: { httpGet: { path: "/ready", port: 80 } } } } }),
  },
  {
    name: "environment differs where it may not",
    policy: "sides-alike",
    says: "spec.template.spec.containers[0].env: differs",
    config: { "sides-alike": { allowed: ["image"] } },
    program: () => canaryByHand({ canary: { container: { env: [{ name: "A", value: "1" }] } } }),
  },
  {
    name: "a transform takes pods from the side that carries the load",
    policy: "active-side-full-size",
    says: 'Deployment "myapp-stable": spec.replicas: 1 is less than the 3 pods that carry the full load; give it at least 3',
    program: () =>
      canary(
        {},
        {
          transforms: [
            ({ props, opts, name }: Loose) =>
              name === "myapp-stable"
                ? { props: { ...props, spec: { ...props.spec, replicas: 1 } }, opts }
                : undefined,
          ],
        },
      ),
  },
  {
    name: "canary that does not drain",
    policy: "drain-before-kill",
    says: "lifecycle.preStop: is missing, so nodes still send connections to a pod that has ended",
    program: () => canary({ drainSeconds: 0, template: template({ lifecycle: undefined }) }),
  },
  {
    name: "canary without a readiness probe",
    policy: "readiness-probes",
    says: "spec.template.spec.containers[0].readinessProbe: is missing",
    program: () => canary({ template: template({ readinessProbe: undefined }) }),
  },
  {
    name: "canary at a moving tag",
    policy: "no-mutable-images",
    says: '"app:latest" has the tag latest, which names no version; use a version or a digest',
    program: () => canary({ canary: { version: "v2", image: "app:latest" } }),
  },
];

export const good: Case[] = [
  {
    name: "canary whose sides read other contents of the same configuration",
    program: () =>
      canary({
        configMaps: { settings: { data: { a: "1" } } },
        canary: { version: "v2", image: "app:v2", configMaps: { settings: { data: { a: "2" } } } },
        secrets: { token: { stringData: { token: "x" } } },
        template: template(
          { envFrom: [{ secretRef: { name: "token" } }] },
          { volumes: [{ name: "settings", configMap: { name: "settings" } }] },
        ),
      }),
  },
  { name: "a canary of 25 % of 3", program: () => canary() },
  { name: "a canary at weight 0", program: () => canary({ weight: 0 }) },
  { name: "a weight at the limit itself", program: () => canary({ weight: 50 }) },
  { name: "no canary", program: () => canary({ weight: 0, canary: undefined }) },
  {
    name: "a larger limit",
    config: { "canary-weight-limit": { maximum: 100 } },
    program: () => canary({ weight: 100 }),
  },
  {
    name: "one of the steps",
    config: { "canary-weight-limit": { steps: [25] } },
    program: () => canary(),
  },
  {
    name: "weight 0 beside steps",
    config: { "canary-weight-limit": { steps: [25] } },
    program: () => canary({ weight: 0 }),
  },
  { name: "weight 2 with pods enough", program: () => canary({ replicas: 10, weight: 2, maxPods: 50 }) },
  {
    name: "affinity once the canary has no pods",
    program: () => canary({ weight: 0, service: { ports: [{ port: 80 }], sessionAffinity: "ClientIP" } }),
  },
  { name: "an autoscaled canary", program: () => canary({ autoscaling: { maxReplicas: 9 } }) },
  {
    name: "an autoscaled canary that waits, with affinity",
    program: () =>
      canary({
        weight: 0,
        autoscaling: { maxReplicas: 9 },
        service: { ports: [{ port: 80 }], sessionAffinity: "ClientIP" },
      }),
  },
  { name: "a canary by hand", program: () => canaryByHand() },
  {
    name: "sides with different environment",
    program: () => canaryByHand({ canary: { container: { env: [{ name: "A", value: "1" }] } } }),
  },
  {
    name: "different arguments where they may differ",
    config: { "sides-alike": { allowed: ["image", "args"] } },
    program: () => canaryByHand({ canary: { container: { args: ["--new"] } } }),
  },
  {
    name: "a longer drain than the least",
    program: () => canary({ drainSeconds: 20, template: template({ lifecycle: undefined }) }),
  },
  {
    name: "an image by digest",
    program: () => canary({ canary: { version: "v2", image: `app@sha256:${"0".repeat(64)}` } }),
  },
];
