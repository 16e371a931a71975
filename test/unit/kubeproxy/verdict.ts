import { expect, test } from "vitest";
import { Problems } from "../../../src/diagnostics/problems.js";
import type { KubeProxyConfigArgs } from "../../../src/kubeproxy/args.js";
import { checkKubeProxy } from "../../../src/kubeproxy/check/check.js";

/** Arguments with nothing to refuse and nothing to say. */
export const GOOD = { mode: "iptables", manage: "create" } as const satisfies KubeProxyConfigArgs;

/** What is said of arguments that may be anything, as from a config file. */
export function verdictOn(args: unknown) {
  const problems = new Problems('KubeProxyConfig "kube-proxy"');
  checkKubeProxy(args, problems);
  return { refused: problems.lines, warned: problems.warnings, noted: problems.notes };
}

/** The refusals of the good arguments with `change` in them. */
export function refusals(change: object): string[] {
  return verdictOn({ ...GOOD, ...change }).refused;
}

/** Changes of the good arguments, by name, with every line that is said of them. */
export type Cases = Record<string, [change: object, lines: string[]]>;

/** Each change must be refused with just these lines. A value of one field belongs with its type, and so on. */
export function testRefused(subject: string, cases: Cases): void {
  test.each(named(cases))(`${subject} refused is $name`, ({ change, lines }) => {
    expect(refusals(change)).toEqual(lines);
  });
}

/** Each change must be accepted with just these warnings. */
export function testAccepted(subject: string, cases: Cases): void {
  test.each(named(cases))(`${subject} accepted is $name`, ({ change, lines }) => {
    expect(verdictOn({ ...GOOD, ...change })).toEqual({ refused: [], warned: lines, noted: [] });
  });
}

function named(cases: Cases) {
  return Object.entries(cases).map(([name, [change, lines]]) => ({ name, change, lines }));
}
