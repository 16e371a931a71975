import { isDeepStrictEqual } from "node:util";
import type { Problems } from "../problems/problems.js";
import { quote } from "../problems/quote.js";
import { EFFECTIVE_ARGS, type PodParts, PREPARE, type Prepared, podParts } from "./initContainers.js";
import { kubeProxyContainer } from "./layout.js";
import type { Live, LiveVolume } from "./live.js";
import type { Target } from "./target.js";

/** The annotation of the DaemonSet that tells one write of the preparation from the next. */
export const PREPARED = "pulumi-kubernetes-traffic/kube-proxy-preparation";

/** What an installer's DaemonSet gets to prepare its nodes. */
export interface LivePreparation {
  /** The name of kube-proxy's container. */
  readonly container: string;
  readonly parts: PodParts;
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
  const path = "target.daemonSetName";
  const daemonSet = `DaemonSet ${target.namespace}/${target.daemonSetName}`;
  const volume = (what: string, isIt: (volume: LiveVolume) => boolean) => {
    const name = live.daemonSet.volumes.find(isIt)?.name;
    if (name === undefined)
      problems.refuse({
        path,
        problem: `${daemonSet} has no volume with ${what}, which the init container needs`,
      });
    return name ?? "";
  };
  const volumes = {
    config: volume(
      `ConfigMap ${target.configMapName}`,
      ({ configMap }) => configMap === target.configMapName,
    ),
    modules: volume("the host's /lib/modules", ({ hostPath }) => hostPath === "/lib/modules"),
    lock: volume("the host's /run/xtables.lock", ({ hostPath }) => hostPath === "/run/xtables.lock"),
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
  return { container: container.name, parts, annotations: markOf(live, container.args, parts) };
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
  const mark = inSync ? daemonSet.annotations[PREPARED] : `rv${daemonSet.resourceVersion}`;
  return mark === undefined ? {} : { [PREPARED]: mark };
}
