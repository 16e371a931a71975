import type { KubeProxyConfigArgs } from "../../src/kubeproxy/args.js";
import { kubeProxyPlan } from "../../src/kubeproxy/plan.js";
import { Problems } from "../../src/problems/problems.js";

/** Arguments with nothing to refuse and nothing to say. */
export const GOOD = { mode: "iptables", manage: "create" } as const satisfies KubeProxyConfigArgs;

/** What is said of arguments that may be anything, as from a config file. */
export function verdictOn(args: unknown) {
  const problems = new Problems('KubeProxyConfig "kube-proxy"');
  kubeProxyPlan(args as KubeProxyConfigArgs, problems);
  return { refused: problems.lines, warned: problems.warnings, noted: problems.notes };
}

/** The refusals of the good arguments with `change` in them; a warning beside them would go unseen, so there may be none. */
export function refusals(change: object): string[] {
  return verdictOn({ ...GOOD, ...change }).refused;
}

/** The warnings on the good arguments with `change` in them, which must be accepted. */
export function warnings(change: object): string[] {
  const { refused, warned } = verdictOn({ ...GOOD, ...change });
  if (refused.length > 0) throw new Error(`refused: ${refused.join("; ")}`);
  return warned;
}
