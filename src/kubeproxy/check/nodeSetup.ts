import { checkFlag } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { KubeProxyFallbackMode, KubeProxyMode } from "../schema/modes.js";
import { checkFallback } from "./fallback.js";
import type { Manage } from "./manage.js";

/** What an init container does on a node before kube-proxy starts there. */
export interface NodeSetup {
  readonly fallbackMode: KubeProxyFallbackMode | undefined;
  readonly loadModules: boolean;
  readonly cleanup: boolean;
}

/** Name of the init container that sets up a node. A DaemonSet in a cluster has it, so it cannot change. */
export const SETUP_CONTAINER = "kube-proxy-prepare";

/** Folder in kube-proxy's container with the file for the mode of its node. */
export const EFFECTIVE_FOLDER = "/var/lib/kube-proxy-effective";

/** Argument that makes kube-proxy read that file. The last of several `--config` arguments wins. */
export const EFFECTIVE_ARGS: readonly string[] = [`--config=${EFFECTIVE_FOLDER}/config.conf`];

/** Names of the volumes that every kube-proxy pod has. */
export interface PodVolumes {
  readonly config: string;
  readonly modules: string;
  readonly lock: string;
}

/** Other arguments that the node setup depends on. */
interface Context {
  readonly mode: KubeProxyMode | undefined;
  readonly manage: Manage;
  /** Whether this component creates or restarts a DaemonSet. */
  readonly writesDaemonSet: boolean;
}

/** Checks the requested node setup. Returns undefined when it is not set. */
export function checkNodeSetup(
  args: { fallbackMode?: unknown; loadModules?: unknown; cleanup?: unknown },
  { mode, manage, writesDaemonSet }: Context,
  problems: Problems,
): NodeSetup | undefined {
  const fallbackMode = checkFallback(args.fallbackMode, mode, problems);
  checkFlag(problems, "loadModules", args.loadModules);
  checkFlag(problems, "cleanup", args.cleanup);
  for (const path of ["fallbackMode", "loadModules", "cleanup"] as const) {
    if (!args[path] || writesDaemonSet) continue;
    problems.refuse({ path, ...NEEDS_DAEMON_SET[manage] });
  }
  if (args.loadModules === true && mode !== undefined && mode !== "ipvs")
    problems.warn({ path: "loadModules", problem: `has no effect in mode ${mode}` });
  if (args.cleanup === true && mode === "nftables" && fallbackMode === undefined)
    problems.warn({
      path: "cleanup",
      problem: "has no effect in mode nftables, which deletes the rules of other modes itself",
    });
  const nodeSetup = {
    fallbackMode,
    loadModules: args.loadModules === true,
    cleanup: args.cleanup === true,
  };
  return Object.values(nodeSetup).some(Boolean) ? nodeSetup : undefined;
}

const NEEDS_DAEMON_SET: Readonly<Record<Manage, { problem: string; remedy: string }>> = {
  patch: {
    problem: "changes the DaemonSet, which restart false prevents",
    remedy: "remove restart",
  },
  create: { problem: "needs a created DaemonSet", remedy: "set daemonSet too" },
};
