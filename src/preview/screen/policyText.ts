import { isRoot, nameOf, typeOf } from "../engine/urn.js";
import type { PackViolation, PolicyResult } from "../packs/packs.js";
import { glyphs, type Paint, plainly } from "./style.js";
import { wrap } from "./wrap.js";

/** The violations by resource: level, policy, problem and remedy. Empty without violations. */
export function policyText(
  result: PolicyResult,
  layout: { readonly width: number; readonly paint?: Paint },
): string[] {
  if (result.violations.length === 0) return [];
  const { width, paint = plainly } = layout;
  const lines = [paint("strong", "Policies")];
  let urn: string | undefined;
  for (const violation of result.violations) {
    if (violation.urn !== urn || lines.length === 1) lines.push(`  ${titleOf(violation)}`);
    urn = violation.urn;
    const style = violation.level === "mandatory" ? "bad" : "changed";
    const head = `${violation.level.padEnd(9)}  ${violation.policy}`;
    lines.push(paint(style, `    ${glyphs.warning} ${head}`));
    lines.push(...indented(violation.message, width));
    const more = [violation.remediationSteps, violation.url].filter((part) => part !== "");
    if (violation.level === "mandatory")
      for (const part of more) lines.push(...indented(part, width).map((line) => paint("faint", line)));
  }
  return lines;
}

/** The count of policies for the last line of a report: `policies: 20 passed, 1 failed`. */
export function policyCount({ passed, failed, violations }: PolicyResult): string {
  const advice = violations.filter(({ level }) => level === "advisory").length;
  const remedied = violations.filter(({ level }) => level === "remediate").length;
  return [
    `policies: ${passed} passed`,
    `${failed} failed`,
    ...(advice > 0 ? [`${advice} advisory`] : []),
    ...(remedied > 0 ? [`${remedied} remediated`] : []),
  ].join(", ");
}

function titleOf({ urn, name }: PackViolation): string {
  if (urn === undefined || isRoot(urn)) return "the stack";
  return `${typeOf(urn).split(":").at(-1)} ${name || nameOf(urn)}`;
}

const INDENT = 8;

function indented(text: string, width: number): string[] {
  return wrap(text, width - INDENT).map((line) => " ".repeat(INDENT) + line);
}
