import { expect, test } from "vitest";
import { Problems } from "../../../src/diagnostics/problems.js";
import type { KubeProxyConfigArgs } from "../../../src/kubeproxy/args.js";
import { checkKubeProxy } from "../../../src/kubeproxy/check/check.js";

/** Accepted arguments without a warning or a note. */
export const GOOD = { mode: "iptables", manage: "create" } as const satisfies KubeProxyConfigArgs;

/** The refusals, warnings and notes for arguments of any type, as from a config file. */
export function verdictOn(args: unknown) {
  const problems = new Problems('KubeProxyConfig "kube-proxy"');
  checkKubeProxy(args, problems);
  return { refused: problems.lines, warned: problems.warnings, noted: problems.notes };
}

/** The refusals of the good arguments with `change`. */
export function refusals(change: object): string[] {
  return verdictOn({ ...GOOD, ...change }).refused;
}

/** Changes of the good arguments by name, with every expected line. */
export type Cases = Record<string, [change: object, lines: string[]]>;

/** Each change must be refused with exactly these lines. Put a case for a value in the test file of its type. */
export function testRefused(subject: string, cases: Cases): void {
  test.each(named(cases))(`${subject} refused is $name`, ({ change, lines }) => {
    expect(refusals(change)).toEqual(lines);
  });
}

/** Each change must be accepted with exactly these warnings. */
export function testAccepted(subject: string, cases: Cases): void {
  test.each(named(cases))(`${subject} accepted is $name`, ({ change, lines }) => {
    expect(verdictOn({ ...GOOD, ...change })).toEqual({ refused: [], warned: lines, noted: [] });
  });
}

function named(cases: Cases) {
  return Object.entries(cases).map(([name, [change, lines]]) => ({ name, change, lines }));
}
