import { isDeepStrictEqual } from "node:util";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import { EFFECTIVE_ARGS, type NodeSetup, type PodVolumes, SETUP_CONTAINER } from "../check/nodeSetup.js";
import type { Target } from "../schema/layouts.js";
import type { Live, LiveContainer, LiveVolume } from "./read.js";

/** The place of the node setup in an installer's DaemonSet. */
export interface LiveNodeSetup {
  readonly daemonSet: Live["daemonSet"];
  /** The container that runs kube-proxy. */
  readonly container: LiveContainer;
  readonly volumes: PodVolumes;
}

/** Refuses a DaemonSet that the node setup does not fit into. */
export function checkLiveNodeSetup(
  { fallbackMode }: NodeSetup,
  { daemonSet }: Live,
  container: LiveContainer,
  target: Target,
  problems: Problems,
): LiveNodeSetup | undefined {
  const title = `DaemonSet ${target.namespace}/${target.daemonSetName}`;
  const volumeWith = (isIt: (volume: LiveVolume) => boolean) => daemonSet.volumes.find(isIt)?.name;
  const hostVolume = (path: string) => {
    const name = volumeWith(({ hostPath }) => hostPath === path);
    const problem = `${title} has no volume with the host's ${path}, which the init container needs`;
    if (name === undefined) problems.refuse({ path: "target.daemonSetName", problem });
    return name;
  };
  const config = volumeWith(({ configMap }) => configMap === target.configMapName); // checkReader refuses its absence
  const modules = hostVolume("/lib/modules");
  const lock = hostVolume("/run/xtables.lock");
  const isOurs = container.args.length === 0 || isDeepStrictEqual(container.args, EFFECTIVE_ARGS);
  const isPlain = container.command.some((word) => /^--config(=|$)/.test(word));
  if (fallbackMode && !(isOurs && isPlain)) {
    const problem = isPlain
      ? `${title} sets the args ${quote(container.args)} of kube-proxy, where fallbackMode sets its own`
      : `${title} has no separate --config in kube-proxy's command, which fallbackMode overrides`;
    problems.refuse({ path: "fallbackMode", problem, remedy: "put the whole command line into command" });
  }
  if (config === undefined || modules === undefined || lock === undefined) return undefined;
  return { daemonSet, container, volumes: { config, modules, lock } };
}

/** Refuses to leave an init container behind without the file that it reads. */
export function checkSetupRemoved({ daemonSet }: Live, target: Target, problems: Problems): void {
  if (!daemonSet.initContainers.some(({ name }) => name === SETUP_CONTAINER)) return;
  const problem = `false leaves init container ${SETUP_CONTAINER} in DaemonSet ${target.namespace}/${target.daemonSetName} without the file that it reads`;
  problems.refuse({ path: "restart", problem, remedy: "run up once without restart, which removes it" });
}
