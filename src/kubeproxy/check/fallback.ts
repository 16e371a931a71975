import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { KubeProxyMode } from "../schema/modes.js";
import type { Target } from "./target.js";

/** A mode that takes the place of another one on a node that cannot run that: not ipvs, which is on its way out. */
const FALLBACK_MODES = ["iptables", "nftables"] as const;

/** The mode of a node that cannot run the one asked for. */
export type KubeProxyFallbackMode = (typeof FALLBACK_MODES)[number];

/** The fallback that is asked for; undefined when none is. */
export function checkFallback(
  fallback: unknown,
  mode: KubeProxyMode | undefined,
  problems: Problems,
): KubeProxyFallbackMode | undefined {
  if (fallback === undefined) return undefined;
  const known = FALLBACK_MODES.find((candidate) => candidate === fallback);
  const path = "fallbackMode";
  const remedy = `give ${FALLBACK_MODES.map(quote).join(" or ")}, plain`;
  if (known === undefined)
    problems.refuse({ path, value: fallback, problem: "is no mode to fall back to", remedy });
  else if (known === mode)
    problems.refuse({ path, value: known, problem: "is the mode itself", remedy: "leave it out" });
  else if (mode === "iptables") {
    const problem = "is never used, because every node that runs kube-proxy has iptables";
    problems.refuse({ path, value: known, problem, remedy: "leave it out" });
  } else return known;
  return undefined;
}

/** The key of the fallback's file, beside that of the file itself. */
export function fallbackKey({ configMapKey }: Target, fallback: KubeProxyFallbackMode): string {
  return `${fallback}.${configMapKey}`;
}
