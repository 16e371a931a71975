import type { Live } from "../cluster/api.js";

/** An entry of a file of Prometheus' file-based service discovery. */
export interface ScrapeTarget {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The labels of pods that become labels of their series. */
const LABELS: Readonly<Record<string, string>> = {
  app: "app.kubernetes.io/instance",
  version: "app.kubernetes.io/version",
  track: "pulumi-kubernetes-traffic/track",
  color: "pulumi-kubernetes-traffic/color",
};

/** The name of the port on which an app shows its metrics. */
export const METRICS_PORT = "metrics";

/** What Prometheus scrapes of these pods: those that run and have a port for it, as its own discovery finds them. */
export function scrapeTargets(pods: readonly Live[]): ScrapeTarget[] {
  return pods.flatMap((pod) => {
    const { podIP, phase } = pod.status ?? {};
    const port = metricsPort(pod);
    if (!podIP || phase !== "Running" || port === undefined) return [];
    const own = Object.entries(LABELS).flatMap(([name, label]) => {
      const value = pod.metadata?.labels?.[label];
      return value === undefined ? [] : [[name, value]];
    });
    const labels = { pod: pod.metadata?.name ?? "", ...Object.fromEntries(own) };
    return [{ targets: [`${podIP}:${port}`], labels }];
  });
}

interface Container {
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
}

function metricsPort({ spec }: Live): number | undefined {
  const ports = ((spec?.containers ?? []) as Container[]).flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === METRICS_PORT)?.containerPort;
}
