import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Values of the wrong type are what many cases are about. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Loose = any;

/** A container with nothing to object to. */
export const container = (changes: Loose = {}): Loose => ({
  name: "app",
  image: "app:1.0",
  ports: [{ containerPort: 80 }],
  readinessProbe: { httpGet: { path: "/", port: 80 } },
  lifecycle: { preStop: { sleep: { seconds: 5 } } },
  ...changes,
});

/** A pod template with nothing to object to, for components. */
export const template = (changes: Loose = {}, spec: Loose = {}): Loose => {
  const { image: _, ...rest } = container(changes);
  return { spec: { containers: [rest], ...spec } };
};

/** A Deployment with nothing to object to. */
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

/** A Service with nothing to object to. */
export function service(
  name: string,
  selector: Loose,
  changes: { spec?: Loose; metadata?: Loose } = {},
  opts: pulumi.CustomResourceOptions = {},
) {
  const spec = { selector, ports: [{ port: 80 }], ...changes.spec };
  return new k8s.core.v1.Service(name, { metadata: { name, ...changes.metadata }, spec }, opts);
}

/** A budget that lets one pod go. */
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

/** An autoscaler of a Deployment. */
export function autoscaler(name: string, spec: Loose) {
  return new k8s.autoscaling.v2.HorizontalPodAutoscaler(`${name}-autoscaler`, {
    metadata: { name },
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name }, maxReplicas: 9, ...spec },
  });
}

/** An app as most people have it: one Deployment, a Service, a budget. */
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

/** Blue-green by hand, in the safe order: blue, Service, green. */
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

/** A canary by hand: two Deployments behind one Service. */
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

/** A value that only an update knows. */
export function late(): pulumi.Output<Loose> {
  const map = new k8s.core.v1.ConfigMap("late", { metadata: { name: "late" } });
  return map.id;
}

/** A ConfigMap, or a patch of one, with this kube-proxy configuration. */
export function proxyFile(fields: string): Loose {
  const file = `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${fields}\n`;
  return { metadata: { name: "kube-proxy", namespace: "kube-system" }, data: { "config.conf": file } };
}

/** A ConfigMap with this kube-proxy configuration. */
export function proxyMap(fields: string) {
  return new k8s.core.v1.ConfigMap("proxy", proxyFile(fields));
}

/** A CronJob, whose pods are behind no Service. */
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
