import { PROVIDER_ANNOTATIONS } from "../../../src/contract/names.js";
import { METRICS_PORT } from "../boot/scrapeTargets.js";
import type { App } from "../program/apps.js";
import { podTemplate } from "../program/template.js";

/** Values of config keys of a stack. */
export type Config = Readonly<Record<string, string>>;

/** The app that is released, and how its program reads the stack's config. */
export interface Released {
  readonly kind: "canary" | "blueGreen";
  readonly name: string;
  /** Pods of a side that serves alone. */
  readonly replicas: number;
  /** Pods of both sides of a canary. */
  readonly maxPods?: number;
  /** Whether `up` waits for the Service, which takes ten seconds each time. Default: true. */
  readonly awaitsService?: boolean;
  /** What each color runs. */
  readonly colors?: Readonly<Record<string, string>>;
}

/** The config keys that the program reads. */
export const KEYS = {
  canary: { weight: "canaryWeight", stable: "stableVersion", canary: "canaryVersion" },
  blueGreen: { color: "activeColor", standby: "standbyReplicas" },
} as const;

/** The image of a version. */
export function imageOf(version: string): string {
  return `test/release:${version}`;
}

/** What the program registers with this config, as the program of a user does. */
export function appOf(released: Released, config: Config): App {
  const { name, replicas, maxPods, awaitsService = true } = released;
  const annotations = awaitsService ? undefined : { [PROVIDER_ANNOTATIONS.skipAwait]: "true" };
  const service = { ports: [{ port: 80 }], ...(annotations && { annotations }) };
  const common = { replicas, template: template(), service };
  if (released.kind === "blueGreen") {
    const { color, standby } = KEYS.blueGreen;
    const colors = Object.entries(released.colors ?? {}).map(([color, version]) => [
      color,
      versionArgs(version),
    ]);
    const standbyReplicas = config[standby] === undefined ? undefined : Number(config[standby]);
    const activeColor = config[color] ?? "";
    return {
      is: "blue-green",
      name,
      args: { ...common, activeColor, standbyReplicas, colors: Object.fromEntries(colors) },
    };
  }
  const { weight, stable, canary } = KEYS.canary;
  const next = config[canary];
  return {
    is: "canary",
    name,
    args: {
      ...{ ...common, maxPods, weight: Number(config[weight] ?? 0) },
      stable: versionArgs(config[stable] ?? ""),
      ...(next !== undefined && { canary: versionArgs(next) }),
    },
  };
}

function versionArgs(version: string) {
  return { version, image: imageOf(version) };
}

/** Probes do not ask for what clients ask, so that a version with errors stays ready, and no probe is counted. */
function template() {
  const { spec } = podTemplate();
  const [container] = spec.containers as { readinessProbe: object; ports: object[] }[];
  const readinessProbe = {
    ...container?.readinessProbe,
    httpGet: { path: "/healthz", port: 80 },
  };
  const ports = [{ containerPort: 80 }, { name: METRICS_PORT, containerPort: 9100 }];
  return { spec: { ...spec, containers: [{ ...container, name: "app", ports, readinessProbe }] } };
}
