import type { ResourceValidationArgs } from "@pulumi/policy";
import { type ComponentKind, componentKindOf } from "../../contract/names.js";
import type {
  BlueGreenServiceOutputs,
  CanaryDeploymentOutputs,
  KubeProxyConfigOutputs,
} from "../../contract/outputs.js";
import type { ResourceLike } from "./objects.js";
import {
  isRecord,
  number,
  plain,
  requireKnown,
  requireRecord,
  text,
  type UncheckedRecord,
} from "./unknown.js";

/** A component of this library and the outputs it registered. */
export type ComponentFacts = CanaryFacts | BlueGreenFacts | KubeProxyConfigFacts;

export type CanaryFacts = Component<"CanaryDeployment", CanaryDeploymentOutputs>;
type BlueGreenFacts = Component<"BlueGreenService", BlueGreenServiceOutputs>;
type KubeProxyConfigFacts = Component<"KubeProxyConfig", KubeProxyConfigOutputs>;

interface Component<K extends ComponentKind, O> {
  readonly urn: string;
  readonly kind: K;
  /** The name used in messages: `CanaryDeployment "myapp"`. */
  readonly title: string;
  /**
   * The registered outputs. Another version of the library may have registered them, so readers check each
   * value.
   */
  readonly outputs: UncheckedRecord<O>;
}

/** Returns the facts of a component, or undefined for any other resource. */
export function componentOf(resource: ResourceLike): ComponentFacts | undefined {
  const kind = componentKindOf(resource.type);
  if (!kind) return undefined;
  const outputs = plain(resource.props);
  return {
    urn: resource.urn,
    kind,
    title: componentTitle(resource),
    outputs: isRecord(outputs) ? outputs : {},
  };
}

/** Returns the name of a component used in messages: `CanaryDeployment "myapp"`. */
export function componentTitle(resource: ResourceLike): string {
  return `${componentKindOf(resource.type)} ${JSON.stringify(resource.name)}`;
}

/**
 * Returns the kind of the component that is a resource's parent, or undefined for a resource written by hand.
 */
export function madeBy(resource: ResourceValidationArgs): ComponentKind | undefined {
  return componentKindOf(resource.opts.parent?.split("::")[2]?.split("$").at(-1) ?? "");
}

/** Reports whether the side of a component with this Deployment gets traffic in this step. */
export function getsTraffic(component: CanaryFacts | BlueGreenFacts, deployment: string): boolean {
  if (component.kind === "BlueGreenService") return activeColorOf(component).deployment === deployment;
  const plan = requireRecord(component.outputs.plan);
  const isStable = component.outputs.stableName === deployment;
  return requireKnown(number(isStable ? plan.stable : plan.canary)) !== 0;
}

/** Returns the active color and the name of its Deployment. Throws if either is unknown. */
export function activeColorOf({ outputs }: BlueGreenFacts) {
  const color = requireKnown(text(outputs.activeColor));
  const { deployment } = requireRecord(requireRecord(outputs.colors)[color ?? ""]);
  return { color, deployment: requireKnown(text(deployment)) };
}
