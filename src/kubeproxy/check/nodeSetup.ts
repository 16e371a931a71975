import { checkFlag } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { KubeProxyFallbackMode, KubeProxyMode } from "../schema/modes.js";
import { checkFallback } from "./fallback.js";

/** What an init container does on a node before kube-proxy starts there. */
export interface Preparation {
  readonly fallbackMode: KubeProxyFallbackMode | undefined;
  readonly loadModules: boolean;
  readonly cleanup: boolean;
}

/** What it depends on among the other arguments. */
interface Context {
  readonly mode: KubeProxyMode | undefined;
  readonly manage: "patch" | "create";
  /** Whether a DaemonSet is made, or restarted. */
  readonly writesDaemonSet: boolean;
}

/** The preparation that is asked for; undefined when none is. */
export function checkPreparation(
  args: { fallbackMode?: unknown; loadModules?: unknown; cleanup?: unknown },
  { mode, manage, writesDaemonSet }: Context,
  problems: Problems,
): Preparation | undefined {
  const fallbackMode = checkFallback(args.fallbackMode, mode, problems);
  checkFlag(problems, "loadModules", args.loadModules);
  checkFlag(problems, "cleanup", args.cleanup);
  for (const path of ["fallbackMode", "loadModules", "cleanup"] as const) {
    if (!args[path] || writesDaemonSet) continue;
    const [problem, remedy] = {
      patch: ["needs a change of the DaemonSet, which restart false rules out", "leave restart out"],
      create: ["needs a DaemonSet to be made", "set daemonSet too"],
    }[manage];
    problems.refuse({ path, problem, remedy });
  }
  if (args.loadModules === true && mode !== undefined && mode !== "ipvs")
    problems.warn({ path: "loadModules", problem: `has no effect in mode ${mode}` });
  if (args.cleanup === true && mode === "nftables" && fallbackMode === undefined)
    problems.warn({
      path: "cleanup",
      problem: "has no effect in mode nftables, which deletes the others' rules itself",
    });
  const preparation = {
    fallbackMode,
    loadModules: args.loadModules === true,
    cleanup: args.cleanup === true,
  };
  return Object.values(preparation).some(Boolean) ? preparation : undefined;
}
