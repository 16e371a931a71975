import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Arguments of any type: many cases pass wrong ones. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Loose = any;

/** Returns a container that violates no policy. */
export const container = (changes: Loose = {}): Loose => ({
  name: "app",
  image: "app:1.0",
  ports: [{ containerPort: 80 }],
  readinessProbe: { httpGet: { path: "/", port: 80 } },
  lifecycle: { preStop: { sleep: { seconds: 5 } } },
  ...changes,
});

/** Returns a pod template for components that violates no policy. */
export const template = (changes: Loose = {}, spec: Loose = {}): Loose => {
  const { image: _, ...rest } = container(changes);
  return { spec: { containers: [rest], ...spec } };
};

/** Declares a Deployment that violates no policy. */
export function deployment(
  name: string,
  labels: Loose,
  changes: { container?: Loose; spec?: Loose; pod?: Loose; metadata?: Loose } = {},
  opts: pulumi.CustomResourceOptions = {},
) {
  const spec = {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [container(changes.container)], ...changes.pod } },
    ...changes.spec,
  };
  return new k8s.apps.v1.Deployment(name, { metadata: { name, ...changes.metadata }, spec }, opts);
}

/** Declares a Service that violates no policy. */
export function service(
  name: string,
  selector: Loose,
  changes: { spec?: Loose; metadata?: Loose } = {},
  opts: pulumi.CustomResourceOptions = {},
) {
  const spec = { selector, ports: [{ port: 80 }], ...changes.spec };
  return new k8s.core.v1.Service(name, { metadata: { name, ...changes.metadata }, spec }, opts);
}

/** Declares the provider of a cluster. */
export function cluster(name: string, args: k8s.ProviderArgs = { context: name }) {
  return { provider: new k8s.Provider(name, args) };
}

/** Declares a PodDisruptionBudget that allows one eviction. */
export function budget(
  name: string,
  matchLabels: Loose,
  spec: Loose = { maxUnavailable: 1 },
  namespace?: string,
) {
  return new k8s.policy.v1.PodDisruptionBudget(`${name}-budget`, {
    metadata: { name, namespace },
    spec: { selector: { matchLabels }, ...spec },
  });
}

/** Declares the autoscaler of a Deployment. */
export function autoscaler(name: string, spec: Loose) {
  return new k8s.autoscaling.v2.HorizontalPodAutoscaler(`${name}-autoscaler`, {
    metadata: { name },
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name }, maxReplicas: 9, ...spec },
  });
}

/** Declares a common app: a Deployment, a Service and a PodDisruptionBudget. */
export function web(
  changes: Parameters<typeof deployment>[2] & { service?: Loose; serviceMetadata?: Loose } = {},
  name = "web",
) {
  const labels = { app: name };
  const app = deployment(name, labels, changes);
  budget(name, labels);
  return service(
    name,
    labels,
    { spec: changes.service, metadata: changes.serviceMetadata },
    { dependsOn: app },
  );
}

/** Declares blue-green by hand, in the safe order: blue, Service, green. */
export function blueGreenByHand(
  changes: {
    blue?: Loose;
    green?: Loose;
    service?: Loose;
    serviceMetadata?: Loose;
    order?: "none" | "shrink first";
  } = {},
) {
  const labels = (color: string) => ({ app: "shop", color });
  const blue = deployment("blue", labels("blue"), changes.blue);
  const early =
    changes.order === "shrink first" ? deployment("green", labels("green"), changes.green) : undefined;
  const front = service(
    "shop",
    labels("blue"),
    { spec: changes.service, metadata: changes.serviceMetadata },
    { dependsOn: changes.order === "none" ? [] : early ? [blue, early] : blue },
  );
  const green = early ?? deployment("green", labels("green"), changes.green, { dependsOn: front });
  budget("shop", { app: "shop" });
  return { blue, green };
}

/** Declares a canary by hand: two Deployments behind one Service. */
export function canaryByHand(changes: { stable?: Loose; canary?: Loose; service?: Loose } = {}) {
  const labels = (track: string) => ({ app: "api", track });
  const stable = deployment("api-stable", labels("stable"), changes.stable);
  const canary = deployment("api-canary", labels("canary"), {
    ...changes.canary,
    spec: { replicas: 1, ...changes.canary?.spec },
  });
  service("api", { app: "api" }, { spec: changes.service }, { dependsOn: [stable, canary] });
  budget("api", { app: "api" });
}

/** Returns a value that is unknown before an update. */
export function unknownOutput(): pulumi.Output<Loose> {
  const map = new k8s.core.v1.ConfigMap("unknown", { metadata: { name: "unknown" } });
  return map.id;
}

/** Returns the properties of a ConfigMap, or of a patch, with a kube-proxy configuration. */
export function proxyFile(fields: string): Loose {
  const file = `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${fields}\n`;
  return { metadata: { name: "kube-proxy", namespace: "kube-system" }, data: { "config.conf": file } };
}

/** Declares a ConfigMap with a kube-proxy configuration. */
export function proxyMap(fields: string) {
  return new k8s.core.v1.ConfigMap("proxy", proxyFile(fields));
}

/** Declares a CronJob, whose pods are behind no Service. */
export function job(image: string) {
  return new k8s.batch.v1.CronJob("nightly", {
    metadata: { name: "nightly" },
    spec: {
      schedule: "0 3 * * *",
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "job", image }] } } },
      },
    },
  });
}
