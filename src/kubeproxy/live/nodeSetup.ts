import { isDeepStrictEqual } from "node:util";
import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { ANNOTATIONS } from "../../contract/names.js";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import {
  EFFECTIVE_ARGS,
  type PodParts,
  PREPARE,
  type Prepared,
  podParts,
} from "../objects/nodeSetupContainer.js";
import type { Target } from "../schema/layouts.js";
import { kubeProxyContainer } from "./installer.js";
import type { Live, LiveContainer, LiveVolume } from "./read.js";

/** What an installer's DaemonSet gets to prepare its nodes. */
export interface LivePreparation {
  readonly pod: input.core.v1.PodSpecPatch;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Fits the preparation into the live DaemonSet: all of it is an addition, so that the installer's fields stay its own and
 * everything goes away again with the argument. Refuses a DaemonSet in which there is no place for it.
 */
export function prepareLive(
  asked: Omit<Prepared, "image" | "volumes">,
  live: Live,
  problems: Problems,
): LivePreparation | undefined {
  const { target } = asked;
  const container = kubeProxyContainer(live);
  if (!container) return undefined; // which is refused as such
  const daemonSet = `DaemonSet ${target.namespace}/${target.daemonSetName}`;
  const volumeWith = (isIt: (volume: LiveVolume) => boolean) => live.daemonSet.volumes.find(isIt)?.name;
  const hostVolume = (path: string) => {
    const name = volumeWith(({ hostPath }) => hostPath === path);
    const problem = `${daemonSet} has no volume with the host's ${path}, which the init container needs`;
    if (name === undefined) problems.refuse({ path: "target.daemonSetName", problem });
    return name ?? "";
  };
  const volumes = {
    config: volumeWith(({ configMap }) => configMap === target.configMapName) ?? "", // refused as such, too
    modules: hostVolume("/lib/modules"),
    lock: hostVolume("/run/xtables.lock"),
  };
  const isOurs = container.args.length === 0 || isDeepStrictEqual(container.args, EFFECTIVE_ARGS);
  const isPlain = container.command.some((word) => /^--config(=|$)/.test(word));
  if (asked.preparation.fallbackMode && !(isOurs && isPlain)) {
    const problem = isPlain
      ? `${daemonSet} gives kube-proxy the args ${quote(container.args)}, where fallbackMode puts its own`
      : `${daemonSet} has no --config of its own in kube-proxy's command, which fallbackMode would outdo`;
    problems.refuse({ path: "fallbackMode", problem, remedy: "put the whole command line into command" });
  }
  const parts = podParts({ ...asked, image: container.image, volumes });
  return { pod: podPatch(live, container, parts), annotations: markOf(live, container.args, parts) };
}

/** The parts in the places that they have, or get, in the live lists. */
function podPatch(
  { daemonSet }: Live,
  { name, mountPaths }: LiveContainer,
  { initContainer, volumes, args, volumeMounts }: PodParts,
): input.core.v1.PodSpecPatch {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const init = inPlace("name", names(daemonSet.initContainers), [initContainer]);
  if (!volumes || !volumeMounts) return { initContainers: init };
  const proxy = { name, args, volumeMounts: inPlace("mountPath", mountPaths, volumeMounts) };
  return {
    initContainers: init,
    containers: inPlace("name", names(daemonSet.containers), [proxy]),
    volumes: inPlace("name", names(daemonSet.volumes), volumes),
  };
}

/**
 * The API server merges these lists by a key, but Pulumi's provider compares them by position, and would see a change in
 * each preview. So what stands beside ours is named, by its key alone.
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

/** Refuses to leave behind an init container whose file is taken away. */
export function checkUnprepared({ daemonSet }: Live, target: Target, problems: Problems): void {
  if (!daemonSet.initContainers.some(({ name }) => name === PREPARE)) return;
  const problem = `false would leave init container ${PREPARE} in DaemonSet ${target.namespace}/${target.daemonSetName}, without the file that it reads`;
  problems.refuse({ path: "restart", problem, remedy: "leave restart out of one up, which takes it away" });
}

/** As for the file: what someone took away is written anew only because this mark then differs from the last inputs. */
function markOf({ daemonSet }: Live, args: readonly string[], parts: PodParts): Record<string, string> {
  const there = daemonSet.initContainers.find(({ name }) => name === PREPARE);
  const inSync =
    there !== undefined &&
    isDeepStrictEqual(there.command, parts.initContainer.command) &&
    isDeepStrictEqual(args, parts.args ?? []);
  const mark = inSync
    ? daemonSet.annotations[ANNOTATIONS.kubeProxyNodeSetup]
    : `rv${daemonSet.resourceVersion}`;
  return mark === undefined ? {} : { [ANNOTATIONS.kubeProxyNodeSetup]: mark };
}
