import { componentKindOf } from "../../contract/names.js";
import type {
  BlueGreenServiceOutputs,
  Bounds,
  CanaryDeploymentOutputs,
  CanaryPlan,
  ColorOutputs,
  KubeProxyConfigOutputs,
} from "../../contract/outputs.js";
import type { PlannedResource } from "../engine/resources.js";
import { isMap, type Marked, reveal } from "../engine/values.js";

/** The traffic of a component of this package, from its registered outputs. A missing output is undefined. */
export type TrafficRow = CanaryRow | BlueGreenRow | KubeProxyRow;

/** A canary: the requested share of the connections, and the share that the pods give. */
export interface CanaryRow {
  readonly component: "CanaryDeployment";
  readonly urn: string;
  readonly name: string;
  /** The configured weight, in percent. */
  readonly asked: number | undefined;
  /** The share that the pods give, in percent. */
  readonly achieved: number | undefined;
  /** The smallest and largest possible share, in percent, with an autoscaler for each side. */
  readonly range: readonly [number, number] | undefined;
  /** The difference between both, in points. */
  readonly error: number | undefined;
  readonly sides: readonly {
    role: "stable" | "canary";
    version: string | undefined;
    pods: number | undefined;
    /** Its largest number of pods, with an autoscaler. */
    most: number | undefined;
  }[];
  /** The most pods that exist at once on the way there. */
  readonly peakPods: number | undefined;
  /** The side that is ready before the other one changes. */
  readonly first: string | undefined;
}

/** A blue-green service: the live color, and the others. */
export interface BlueGreenRow {
  readonly component: "BlueGreenService";
  readonly urn: string;
  readonly name: string;
  readonly live: string | undefined;
  readonly colors: readonly {
    color: string;
    version: string | undefined;
    pods: number | undefined;
    /** Its largest number of pods, with an autoscaler. */
    most: number | undefined;
  }[];
  readonly serviceName: string | undefined;
}

/** A kube-proxy configuration. */
export interface KubeProxyRow {
  readonly component: "KubeProxyConfig";
  readonly urn: string;
  readonly name: string;
  readonly mode: string | undefined;
  readonly scheduler: string | undefined;
  /** The mode of nodes that cannot run `mode`. */
  readonly fallbackMode: string | undefined;
}

// The order on the screen.
const ORDER: readonly TrafficRow["component"][] = ["CanaryDeployment", "BlueGreenService", "KubeProxyConfig"];

/** The rows of the components of this package, sorted by kind, then by URN. */
export function trafficRows(resources: readonly PlannedResource[]): TrafficRow[] {
  return resources
    .flatMap((resource) => rowOf(resource) ?? [])
    .sort((a, b) => ORDER.indexOf(a.component) - ORDER.indexOf(b.component) || (a.urn < b.urn ? -1 : 1));
}

function rowOf(resource: PlannedResource): TrafficRow | undefined {
  switch (componentKindOf(resource.type)) {
    case "CanaryDeployment":
      return canaryRow(resource);
    case "BlueGreenService":
      return blueGreenRow(resource);
    case "KubeProxyConfig":
      return kubeProxyRow(resource);
    default:
      return undefined;
  }
}

function canaryRow({ urn, name, outputs: registered }: PlannedResource): CanaryRow {
  const outputs = fields<CanaryDeploymentOutputs>(registered);
  const plan = fields<CanaryPlan>(outputs.plan);
  const bounds = fields<NonNullable<CanaryPlan["bounds"]>>(plan.bounds);
  const side = <R extends "stable" | "canary">(role: R) => {
    const { min, max } = fields<Bounds>(bounds[role]);
    const pods = number(min) ?? number(plan[role]);
    return { role, version: text(outputs[`${role}Version`]), pods, most: number(max) };
  };
  const [stable, canary] = [side("stable"), side("canary")];
  const range = fields<NonNullable<CanaryPlan["achievedRange"]>>(plan.achievedRange);
  const [least, most] = [number(range.least), number(range.most)];
  return {
    component: "CanaryDeployment",
    urn,
    name,
    asked: number(plan.weight),
    achieved: number(plan.achieved),
    range: least === undefined || most === undefined ? undefined : [least, most],
    error: number(plan.error),
    sides: canary.pods === undefined && canary.version === undefined ? [stable] : [stable, canary],
    peakPods: number(plan.peakPods),
    first: text(plan.first),
  };
}

function blueGreenRow({ urn, name, outputs: registered }: PlannedResource): BlueGreenRow {
  const outputs = fields<BlueGreenServiceOutputs>(registered);
  const colors = fields<BlueGreenServiceOutputs["colors"]>(outputs.colors);
  return {
    component: "BlueGreenService",
    urn,
    name,
    live: text(outputs.activeColor),
    colors: Object.entries(colors).map(([color, side]) => {
      const { version, replicas, maxReplicas } = fields<ColorOutputs>(side);
      return { color, version: text(version), pods: number(replicas), most: number(maxReplicas) };
    }),
    serviceName: text(outputs.serviceName),
  };
}

function kubeProxyRow({ urn, name, outputs: registered }: PlannedResource): KubeProxyRow {
  const outputs = fields<KubeProxyConfigOutputs>(registered);
  return {
    component: "KubeProxyConfig",
    urn,
    name,
    mode: text(outputs.mode),
    scheduler: text(outputs.scheduler),
    fallbackMode: text(outputs.fallbackMode),
  };
}

/** The fields of an object that a component registered: each may be absent, unknown or secret. */
function fields<T>(value: Marked | undefined): { readonly [K in keyof T]?: Marked } {
  const revealed = reveal(value);
  return isMap(revealed) ? (revealed as { [K in keyof T]?: Marked }) : {};
}

// A secret does not become part of a row: rows are printed.
function text(value: Marked | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: Marked | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
