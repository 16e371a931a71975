import { isDeepStrictEqual } from "node:util";
import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { ANNOTATIONS } from "../../contract/names.js";
import { SETUP_CONTAINER } from "../check/nodeSetup.js";
import type { LiveNodeSetup } from "../live/nodeSetup.js";
import { type NodeSetupSpec, type PodParts, podParts } from "./nodeSetupContainer.js";

/** Additions to an installer's DaemonSet. */
export interface NodeSetupPatch {
  readonly pod: input.core.v1.PodSpecPatch;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Adds the node setup to the live DaemonSet. It changes no field of the installer, so that removing the argument removes
 * everything again.
 */
export function nodeSetupPatch(
  spec: Omit<NodeSetupSpec, "image" | "volumes">,
  place: LiveNodeSetup,
): NodeSetupPatch {
  const parts = podParts({ ...spec, image: place.container.image, volumes: place.volumes });
  return { pod: podPatch(place, parts), annotations: markOf(place, parts) };
}

/** Puts each part at its position in the live lists, or at their end. */
function podPatch(
  { daemonSet, container: { name, mountPaths } }: LiveNodeSetup,
  { initContainer, volumes, args, volumeMounts }: PodParts,
): input.core.v1.PodSpecPatch {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const init = inPlace("name", names(daemonSet.initContainers), [initContainer]);
  if (!volumes || !args || !volumeMounts) return { initContainers: init };
  const proxy = { name, args, volumeMounts: inPlace("mountPath", mountPaths, volumeMounts) };
  return {
    initContainers: init,
    containers: inPlace("name", names(daemonSet.containers), [proxy]),
    volumes: inPlace("name", names(daemonSet.volumes), volumes),
  };
}

/**
 * The API server merges these lists by a key, but Pulumi's provider compares them by position and would show a change in
 * every preview. So the list names the installer's items too, by their key alone.
 */
function inPlace<K extends string, T extends { [key in K]: Input<string> }>(
  key: K,
  live: readonly string[],
  ours: readonly T[],
): (T | { [key in K]: string })[] {
  const others = live.map(
    (name) => ours.find((item) => item[key] === name) ?? ({ [key]: name } as { [key in K]: string }),
  );
  return [...others, ...ours.filter((item) => !live.includes(item[key] as string))];
}

/** As for the file, a changed mark makes Pulumi write again what someone removed. */
function markOf({ daemonSet, container }: LiveNodeSetup, parts: PodParts): Record<string, string> {
  const there = daemonSet.initContainers.find(({ name }) => name === SETUP_CONTAINER);
  const inSync =
    there !== undefined &&
    isDeepStrictEqual(there.command, parts.initContainer.command) &&
    isDeepStrictEqual(container.args, parts.args ?? []);
  const mark = inSync
    ? daemonSet.annotations[ANNOTATIONS.kubeProxyNodeSetup]
    : `rv${daemonSet.resourceVersion}`;
  return mark === undefined ? {} : { [ANNOTATIONS.kubeProxyNodeSetup]: mark };
}
