import { componentKindOf } from "../../contract/names.js";
import type { PlannedResource } from "../engine/resources.js";
import { isMap, type Marked, type Properties, reveal } from "../engine/values.js";

/** One of this package's components, as its registered outputs tell. What a component does not tell is undefined. */
export type TrafficRow = CanaryRow | BlueGreenRow | KubeProxyRow;

/** A canary: the share of the connections that was asked for, and what the pods give. */
export interface CanaryRow {
  readonly component: "CanaryDeployment";
  readonly urn: string;
  readonly name: string;
  /** Per cent, as configured. */
  readonly asked: number | undefined;
  /** Per cent, as the pods give it. */
  readonly achieved: number | undefined;
  /** The least and most it can be, where an autoscaler for each side decides. */
  readonly range: readonly [number, number] | undefined;
  /** How far apart the two are, in points. */
  readonly error: number | undefined;
  readonly sides: readonly {
    role: "stable" | "canary";
    version: string | undefined;
    pods: number | undefined;
    /** Its most pods, where an autoscaler decides. */
    most: number | undefined;
  }[];
  /** The most pods at once on the way there. */
  readonly peakPods: number | undefined;
  /** The side that is made ready first. */
  readonly first: string | undefined;
}

/** A blue-green service: the colour that has the traffic, and the others. */
export interface BlueGreenRow {
  readonly component: "BlueGreenService";
  readonly urn: string;
  readonly name: string;
  readonly live: string | undefined;
  readonly colors: readonly {
    color: string;
    version: string | undefined;
    pods: number | undefined;
    /** Its most pods, where an autoscaler decides. */
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
  /** The mode of nodes that cannot run it. */
  readonly fallbackMode: string | undefined;
}

// The order on the screen: what moves traffic in small steps, what moves it at once, what carries both.
const ORDER: readonly TrafficRow["component"][] = ["CanaryDeployment", "BlueGreenService", "KubeProxyConfig"];

/** The rows of this package's components, by kind and then by URN. */
export function trafficRows(resources: readonly PlannedResource[]): TrafficRow[] {
  return resources
    .flatMap((resource) => rowOf(resource) ?? [])
    .sort((a, b) => ORDER.indexOf(a.component) - ORDER.indexOf(b.component) || (a.urn < b.urn ? -1 : 1));
}

function rowOf(resource: PlannedResource): TrafficRow | undefined {
  const { urn, name } = resource;
  const outputs = resource.outputs ?? {};
  switch (componentKindOf(resource.type)) {
    case "CanaryDeployment":
      return canaryRow(urn, name, outputs);
    case "BlueGreenService":
      return {
        component: "BlueGreenService",
        urn,
        name,
        live: text(outputs.activeColor),
        colors: Object.entries(map(outputs.colors)).map(([color, side]) => ({
          color,
          version: text(map(side).version),
          pods: number(map(side).replicas),
          most: number(map(side).maxReplicas),
        })),
        serviceName: text(outputs.serviceName),
      };
    case "KubeProxyConfig":
      return {
        component: "KubeProxyConfig",
        urn,
        name,
        mode: text(outputs.mode),
        scheduler: text(outputs.scheduler),
        fallbackMode: text(outputs.fallbackMode),
      };
    default:
      return undefined;
  }
}

function canaryRow(urn: string, name: string, outputs: Properties): CanaryRow {
  const plan = map(outputs.plan);
  const side = <R extends "stable" | "canary">(role: R) => {
    const bounds = map(map(plan.bounds)[role]);
    const pods = number(bounds.min) ?? number(plan[role]);
    return { role, version: text(outputs[`${role}Version`]), pods, most: number(bounds.max) };
  };
  const [stable, canary] = [side("stable"), side("canary")];
  const { least, most } = map(plan.achievedRange);
  const range = [number(least), number(most)] as const;
  return {
    component: "CanaryDeployment",
    urn,
    name,
    asked: number(plan.weight),
    achieved: number(plan.achieved),
    range: range[0] === undefined || range[1] === undefined ? undefined : [range[0], range[1]],
    error: number(plan.error),
    sides: canary.pods === undefined && canary.version === undefined ? [stable] : [stable, canary],
    peakPods: number(plan.peakPods),
    first: text(plan.first),
  };
}

function map(value: Marked | undefined): Properties {
  const revealed = reveal(value);
  return isMap(revealed) ? revealed : {};
}

// A secret stays out of the rows: they are printed.
function text(value: Marked | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: Marked | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
