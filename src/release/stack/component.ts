import { COMMON_LABELS, COMPONENT_TYPES } from "../../contract/names.js";
import type { BlueGreenServiceOutputs, CanaryDeploymentOutputs } from "../../contract/outputs.js";
import type { Component, Side } from "../driver/ports.js";
import type { ReleaseSpec } from "../spec/spec.js";
import type { StackExport, StateResource } from "./state.js";

/** The component of a release: what `component` and `release` of its file name. */
export interface ComponentQuestion {
  readonly name: string;
  readonly kind: ReleaseSpec["release"]["kind"];
  /** The color to release. Default: the one of the preview Service, or the other one of two. */
  readonly to?: string | undefined;
}

type Labels = Readonly<Record<string, string>>;

const TYPES = { canary: COMPONENT_TYPES.CanaryDeployment, blueGreen: COMPONENT_TYPES.BlueGreenService };

/** Whether a URN is that of the component. */
export function isComponent(urn: string, { name, kind }: Pick<ComponentQuestion, "name" | "kind">): boolean {
  return urn.endsWith(`${TYPES[kind]}::${name}`);
}

/** The component as the last update registered it. Undefined if the state does not have it, or not as a whole. */
export function componentOf(state: StackExport, question: ComponentQuestion): Component | undefined {
  const resources = (state.deployment?.resources ?? []).filter((resource) => !resource.delete);
  const component = resources.find(({ urn }) => isComponent(urn, question));
  if (!component) return undefined;
  const deployments = resources.filter(
    ({ type, parent }) => type.startsWith("kubernetes:apps/") && parent === component.urn,
  );
  const outputs: unknown = component.outputs;
  if (question.kind === "canary") {
    return isCanary(outputs) ? canaryOf(question.name, outputs, deployments) : undefined;
  }
  return isBlueGreen(outputs) ? blueGreenOf(question, outputs, deployments) : undefined;
}

function canaryOf(
  name: string,
  outputs: CanaryDeploymentOutputs,
  deployments: readonly StateResource[],
): Component {
  const { plan, method, stableName, stableVersion, canaryVersion, canaryName = stableName } = outputs;
  const side = (track: "stable" | "canary", version: string, deployment: string): Side => {
    const selector = selectorOf(deployments, deployment);
    // The pods of a held rollout belong to one Deployment, and only their version differs.
    const labels = method === "hold" ? { ...selector, [COMMON_LABELS.version]: version } : selector;
    return { name: track, version, pods: plan[track], labels };
  };
  return {
    kind: "canary",
    name,
    namespace: namespaceOf(deployments, stableName),
    sides: {
      stable: side("stable", stableVersion, stableName),
      canary: canaryVersion === undefined ? undefined : side("canary", canaryVersion, canaryName),
    },
    share: { weight: plan.weight, achieved: plan.achieved, peakPods: plan.peakPods },
    // An autoscaler never starts from 0, so an autoscaled side keeps a pod. No other side without traffic has any.
    runsWithoutTraffic: plan.bounds !== undefined,
  };
}

function blueGreenOf(
  { name, to }: ComponentQuestion,
  outputs: BlueGreenServiceOutputs,
  deployments: readonly StateResource[],
): Component {
  const colors = Object.keys(outputs.colors);
  const next = to ?? nextColor(outputs, colors);
  const others = colors.filter((color) => color !== next);
  // After the flip the active color is the new one, and the old one is the side to compare with.
  const old =
    outputs.activeColor !== next ? outputs.activeColor : others.length === 1 ? others[0] : undefined;
  const side = (color: string): Side | undefined => {
    const of = outputs.colors[color];
    if (!of) return undefined;
    const labels = selectorOf(deployments, of.deployment);
    return { name: color, version: of.version, pods: of.replicas, labels };
  };
  const active = side(outputs.activeColor) as Side; // isBlueGreen has seen it
  return {
    kind: "blueGreen",
    name,
    namespace: namespaceOf(deployments, outputs.colors[outputs.activeColor]?.deployment ?? ""),
    sides: {
      stable: (old === undefined ? undefined : side(old)) ?? active,
      canary: next === undefined ? undefined : side(next),
    },
    colors: [
      active,
      ...colors.flatMap((color) => (color === outputs.activeColor ? [] : (side(color) ?? []))),
    ],
    runsWithoutTraffic: true,
  };
}

function nextColor({ activeColor, previewColor }: BlueGreenServiceOutputs, colors: readonly string[]) {
  const idle = colors.filter((color) => color !== activeColor);
  if (previewColor !== undefined && idle.includes(previewColor)) return previewColor;
  return idle.length === 1 ? idle[0] : undefined;
}

/** The labels that a Deployment selects its pods by; they are the only ones that an adopted Deployment has for certain. */
function selectorOf(deployments: readonly StateResource[], name: string): Labels {
  const spec = deploymentOf(deployments, name)?.inputs?.spec as
    | { selector?: { matchLabels?: Labels } }
    | undefined;
  return spec?.selector?.matchLabels ?? {};
}

/** The provider fills in the namespace of its context. Rendered YAML has only a namespace that the program gives. */
function namespaceOf(deployments: readonly StateResource[], name: string): string | undefined {
  const deployment = deploymentOf(deployments, name);
  return metadataOf(deployment?.outputs)?.namespace ?? metadataOf(deployment?.inputs)?.namespace;
}

function deploymentOf(deployments: readonly StateResource[], name: string): StateResource | undefined {
  return deployments.find(({ inputs }) => metadataOf(inputs)?.name === name);
}

function metadataOf(properties: StateResource["inputs"]) {
  return properties?.metadata as { readonly name?: string; readonly namespace?: string } | undefined;
}

/** An update that was killed early has registered the component without its outputs. */
function isCanary(outputs: unknown): outputs is CanaryDeploymentOutputs {
  return hasKeys(outputs, ["plan", "method", "stableName", "stableVersion"]);
}

function isBlueGreen(outputs: unknown): outputs is BlueGreenServiceOutputs {
  if (!hasKeys(outputs, ["activeColor", "colors"])) return false;
  const { activeColor, colors } = outputs as unknown as BlueGreenServiceOutputs;
  return hasKeys(colors, [activeColor]);
}

function hasKeys(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && keys.every((key) => key in value);
}
