import type { ResourceValidationArgs } from "@pulumi/policy";
import { type ComponentKind, componentKindOf } from "../../contract/names.js";
import type {
  BlueGreenServiceOutputs,
  CanaryDeploymentOutputs,
  KubeProxyConfigOutputs,
} from "../../contract/outputs.js";
import type { ResourceLike } from "./objects.js";
import { isRecord, plain, requireKnown, requireRecord, text, type UncheckedRecord } from "./unknown.js";

/** A component of this library, with what it registered about itself. */
export type ComponentFacts = CanaryFacts | BlueGreenFacts | KubeProxyConfigFacts;

export type CanaryFacts = Component<"CanaryDeployment", CanaryDeploymentOutputs>;
export type BlueGreenFacts = Component<"BlueGreenService", BlueGreenServiceOutputs>;
export type KubeProxyConfigFacts = Component<"KubeProxyConfig", KubeProxyConfigOutputs>;

interface Component<K extends ComponentKind, O> {
  readonly urn: string;
  readonly kind: K;
  readonly name: string;
  /** How messages name it: `CanaryDeployment "myapp"`. */
  readonly title: string;
  /** What it registered. Another version of the library may have done so: each value is checked where it is read. */
  readonly outputs: UncheckedRecord<O>;
}

/** The component that a resource is; undefined for every other resource. */
export function componentOf(resource: ResourceLike): ComponentFacts | undefined {
  const kind = componentKindOf(resource.type);
  if (!kind) return undefined;
  const outputs = plain(resource.props);
  return {
    urn: resource.urn,
    kind,
    name: resource.name,
    title: componentTitle(resource),
    outputs: isRecord(outputs) ? outputs : {},
  };
}

/** How messages name a component: `CanaryDeployment "myapp"`. */
export function componentTitle(resource: ResourceLike): string {
  return `${componentKindOf(resource.type)} ${JSON.stringify(resource.name)}`;
}

/** The kind of the component that made a resource; undefined for what was written by hand. */
export function madeBy(resource: ResourceValidationArgs): ComponentKind | undefined {
  return componentKindOf(resource.opts.parent?.split("::")[2]?.split("$").at(-1) ?? "");
}

/** The active color and the name of its Deployment. Throws where only an update tells. */
export function activeColorOf({ outputs }: BlueGreenFacts) {
  const color = requireKnown(text(outputs.activeColor));
  const { deployment } = requireRecord(requireRecord(outputs.colors)[color ?? ""]);
  return { color, deployment: requireKnown(text(deployment)) };
}
