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

/** The init container that sets up a node. */
export const SETUP_CONTAINER = "kube-proxy-prepare";

/** Where kube-proxy's container finds the file that its node chose. */
export const EFFECTIVE_FOLDER = "/var/lib/kube-proxy-effective";

/** The argument that makes kube-proxy read that file: of several `--config`, the last one counts. */
export const EFFECTIVE_ARGS: readonly string[] = [`--config=${EFFECTIVE_FOLDER}/config.conf`];

/** The names of the volumes that a pod of kube-proxy has anyway. */
export interface PodVolumes {
  readonly config: string;
  readonly modules: string;
  readonly lock: string;
}

/** What it depends on among the other arguments. */
interface Context {
  readonly mode: KubeProxyMode | undefined;
  readonly manage: Manage;
  /** Whether a DaemonSet is made, or restarted. */
  readonly writesDaemonSet: boolean;
}

/** The node setup that is asked for; undefined when none is. */
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
      problem: "has no effect in mode nftables, which deletes the others' rules itself",
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
    problem: "needs a change of the DaemonSet, which restart false rules out",
    remedy: "leave restart out",
  },
  create: { problem: "needs a DaemonSet to be made", remedy: "set daemonSet too" },
};
