import { checkPlain } from "../../diagnostics/checkPlain.js";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import { FALLBACK_MODES, type KubeProxyFallbackMode, type KubeProxyMode } from "../schema/modes.js";

/** Checks the requested fallback. Returns undefined when it is not set. */
export function checkFallback(
  fallback: unknown,
  mode: KubeProxyMode | undefined,
  problems: Problems,
): KubeProxyFallbackMode | undefined {
  if (fallback === undefined) return undefined;
  const known = FALLBACK_MODES.find((candidate) => candidate === fallback);
  const path = "fallbackMode";
  if (!checkPlain(problems, path, fallback, "text")) return undefined;
  const remedy = `use ${FALLBACK_MODES.map(quote).join(" or ")} as plain text`;
  if (known === undefined)
    problems.refuse({ path, value: fallback, problem: "is not a fallback mode", remedy });
  else if (known === mode)
    problems.refuse({ path, value: known, problem: "is the same as mode", remedy: "remove it" });
  else if (mode === "iptables") {
    const problem = "is never used, because every node can run mode iptables";
    problems.refuse({ path, value: known, problem, remedy: "remove it" });
  } else return known;
  return undefined;
}
