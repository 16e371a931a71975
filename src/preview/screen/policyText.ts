import { isRoot, nameOf, typeOf } from "../engine/urn.js";
import type { PackViolation, PolicyResult } from "../packs/result.js";
import type { Report } from "../report/report.js";
import { glyphs, type Layout, plainly } from "./style.js";
import { flow, proseWidth, wrapHanging } from "./wrap.js";

// Enough to see a pattern. All others are only counted.
const MOST_OBJECTS = 20;

const INDENT = 6;

const LEVELS: readonly PackViolation["level"][] = ["mandatory", "advisory", "remediate"];

/** What one policy found at one level. A mandatory policy also advises, where a value is unknown before an update. */
interface Group {
  readonly first: PackViolation;
  readonly violations: PackViolation[];
}

/**
 * The violations by policy: its level, its remedy and its documentation once, then its problems with their objects. Empty without violations and
 * without objects that no policy judges.
 */
export function policyText({ policies, unsupported }: Report, { width, paint = plainly }: Layout): string[] {
  if (policies === undefined) return [];
  const columns = proseWidth(width);
  const severalPacks = policies.packs.length > 1;
  const lines = groupsOf(policies.violations).flatMap(({ first, violations }) => {
    const { level, policy, pack, remediationSteps, url } = first;
    const name = severalPacks ? `${policy} of ${pack}` : policy;
    const head = `  ${glyphs.warning} ${level.padEnd(9)}  ${name}, ${countOf(level, violations.length)}`;
    const steps = remediationSteps === "" ? [] : indented(remediationSteps, columns);
    const link = url === "" ? [] : [" ".repeat(INDENT) + url]; // whole, to be opened
    const help = level === "remediate" ? [] : [...steps, ...link];
    const left = violations.length - MOST_OBJECTS;
    return [
      paint(level === "mandatory" ? "bad" : "changed", head),
      ...help.map((line) => paint("faint", line)),
      ...problemLines(violations, columns),
      ...(left > 0 ? [`${" ".repeat(INDENT)}and ${left} more; --json has all`] : []),
    ];
  });
  const missing =
    "No policy judges the resources that this preview does not show; pulumi preview --policy-pack judges them";
  const gaps = unsupported.length > 0 ? wrapHanging(`${glyphs.warning} ${missing}`, columns - 2, 2) : [];
  return lines.length + gaps.length === 0
    ? []
    : [paint("strong", "Policies"), ...lines, ...gaps.map((line) => paint("changed", `  ${line}`))];
}

/**
 * The counts for the last line of a report, of policies and of violations: `policies: 20 passed, 1 failed` and
 * `violations: 2 mandatory`.
 */
export function policyCounts({ judged, passed, advised, failed, violations }: PolicyResult): string[] {
  const count = (level: PackViolation["level"]) => violations.filter((one) => one.level === level).length;
  const [mandatory, advisory, remedied] = LEVELS.map(count) as [number, number, number];
  if (judged === 0 && violations.length === 0) return ["policies: there is nothing to judge"];
  const found = [
    ...(mandatory > 0 ? [`${mandatory} mandatory`] : []),
    ...(advisory > 0 ? [`${advisory} advisory`] : []),
  ];
  return [
    `policies: ${passed} passed, ${failed} failed${advised > 0 ? `, ${advised} with advice` : ""}`,
    ...(found.length > 0 ? [`violations: ${found.join(", ")}`] : []),
    ...(remedied > 0 ? [`${remedied} remediated`] : []),
  ];
}

/** Groups of the same policy and level, mandatory ones first. */
function groupsOf(violations: readonly PackViolation[]): Group[] {
  const groups = new Map<string, Group>();
  const key = ({ level, pack, policy }: PackViolation) => [LEVELS.indexOf(level), pack, policy].join("\n");
  for (const violation of violations) {
    const group = groups.get(key(violation));
    if (group) group.violations.push(violation);
    else groups.set(key(violation), { first: violation, violations: [violation] });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function countOf(level: PackViolation["level"], count: number): string {
  if (level === "remediate") return count === 1 ? "1 object" : `${count} objects`;
  return count === 1 ? "1 violation" : `${count} violations`;
}

/** Each problem once, with the objects that have it. */
function problemLines(violations: readonly PackViolation[], columns: number): string[] {
  const problems = new Map<string, string[]>();
  for (const { object, problem } of violations.map(partsOf)) {
    problems.set(problem, [...(problems.get(problem) ?? []), object]);
  }
  let room = MOST_OBJECTS;
  return [...problems].flatMap(([problem, all]) => {
    const objects = all.slice(0, room);
    room -= objects.length;
    if (objects.length < 2) {
      return objects.flatMap((object) =>
        indented(object === "" ? problem : `${object}: ${problem}`, columns),
      );
    }
    const parts = objects.map((object, index) => (index < objects.length - 1 ? `${object},` : object));
    const names = flow(parts, columns - INDENT - 4, " ");
    return [...indented(problem, columns), ...names.map((line) => " ".repeat(INDENT + 4) + line)];
  });
}

/** The object of a violation, and its problem. Policies of this package have the object in front of the message. */
function partsOf({ urn, name, message }: PackViolation): { object: string; problem: string } {
  if (urn === undefined || isRoot(urn)) return { object: "", problem: message };
  const kind = typeOf(urn).split(":").at(-1) ?? "";
  const [, object, problem] = /^(\w+ "[^"]*"): ([\s\S]*)$/.exec(message) ?? [];
  if (object?.startsWith(`${kind} `) && problem !== undefined) return { object, problem };
  return { object: `${kind} "${name || nameOf(urn)}"`, problem: message };
}

function indented(text: string, width: number): string[] {
  return wrapHanging(text, width - INDENT, 2).map((line) => " ".repeat(INDENT) + line);
}
