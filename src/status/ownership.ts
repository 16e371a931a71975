import { HELD_SECONDS } from "../contract/defaults.js";
import { ANNOTATIONS, COMMON_LABELS, type ComponentKind, LABELS } from "../contract/names.js";
import type { ListedDeployment } from "./objects.js";

/** A component that releases an app. */
export type ReleaseKind = Exclude<ComponentKind, "KubeProxyConfig">;

/** Labels that a Deployment gives its pods, those that it selects by included. */
function podLabels({ spec }: ListedDeployment): Readonly<Record<string, string>> {
  return { ...spec.template.metadata?.labels, ...spec.selector.matchLabels };
}

/** True for a Deployment that a component of this package wrote. An adopted one keeps its labels, but has the annotation. */
export function isOwn(deployment: ListedDeployment): boolean {
  const labels = podLabels(deployment);
  return (
    labels[LABELS.canaryDeployment] !== undefined ||
    labels[LABELS.blueGreenService] !== undefined ||
    deployment.metadata.annotations?.[ANNOTATIONS.version] !== undefined
  );
}

/** Name of the component that a Deployment belongs to. */
export function componentNameOf(deployment: ListedDeployment): string {
  const labels = podLabels(deployment);
  return (
    labels[LABELS.canaryDeployment] ??
    labels[LABELS.blueGreenService] ??
    deployment.metadata.labels?.[COMMON_LABELS.instance] ??
    deployment.metadata.name
  );
}

/** The kind of the component, as far as one Deployment shows it. */
export function componentKindOf(deployment: ListedDeployment): ReleaseKind | undefined {
  const labels = podLabels(deployment);
  if (labels[LABELS.canaryDeployment] !== undefined || labels[LABELS.track] !== undefined) {
    return "CanaryDeployment";
  }
  if (labels[LABELS.blueGreenService] !== undefined || labels[LABELS.color] !== undefined) {
    return "BlueGreenService";
  }
  const key = deployment.metadata.annotations?.[ANNOTATIONS.reliedOn];
  if (key === undefined) return undefined;
  return key === "active" ? "BlueGreenService" : "CanaryDeployment";
}

/** The side or color that a Deployment runs: by its labels, else by its name. */
export function sideOf(deployment: ListedDeployment): string {
  const labels = podLabels(deployment);
  const { name } = deployment.metadata;
  const prefix = `${componentNameOf(deployment)}-`;
  const suffix = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return labels[LABELS.track] ?? labels[LABELS.color] ?? suffix;
}

/** The version that a component wrote last into a Deployment. */
export function versionOf({ metadata, spec }: ListedDeployment): string | undefined {
  return (
    metadata.annotations?.[ANNOTATIONS.version] ?? spec.template.metadata?.labels?.[COMMON_LABELS.version]
  );
}

/** The version of a pod, by its label. */
export function podVersionOf(labels: Readonly<Record<string, string>> | undefined): string | undefined {
  return labels?.[COMMON_LABELS.version];
}

/** Whether a Deployment is a held rollout, which runs the pods of both sides. */
export function isHeld({ spec }: ListedDeployment): boolean {
  return spec.minReadySeconds === HELD_SECONDS;
}
