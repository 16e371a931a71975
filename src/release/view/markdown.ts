import { glyphs } from "../../preview/screen/style.js";
import type { Decision, EvidenceBar, IndicatorStatus, ReleaseStatus, StepStatus } from "../driver/model.js";
import { capital, markdownTable, markdownText } from "./escape.js";
import {
  clock,
  counts,
  duration,
  evidence,
  isKnown,
  isNumber,
  percent,
  share,
  threshold,
  times,
} from "./numbers.js";
import { printable } from "./printable.js";
import {
  alarms,
  emptyWords,
  indicatorWords,
  isOpen,
  MOST_DECISIONS,
  PHASES,
  phaseWords,
  podsWords,
  quietPods,
  shareWords,
  sideNames,
  stepNote,
  VERDICTS,
} from "./words.js";

/** The release as Markdown, for a pull request or the summary of a CI job. Ends without a line break. */
export function releaseMarkdown(status: ReleaseStatus): string {
  const shown = printable(status);
  const blocks = [
    [heading(shown)],
    alarms(shown).map((alarm) => `- **${markdownText(alarm)}**`),
    facts(shown),
    stepTable(shown),
    indicatorTable(shown),
    shown.indicators.flatMap(sentence),
    decisionTable(shown),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function heading({ component, from, to, stack, phase }: ReleaseStatus): string {
  const versions = [from, to].filter((version) => version !== undefined).map(markdownText);
  const name = [markdownText(component), versions.join(` ${glyphs.arrow} `)].filter((part) => part !== "");
  return `## ${name.join(" ")} on ${markdownText(stack)}: ${PHASES[phase]}`;
}

function facts(status: ReleaseStatus): string[] {
  const { phase, next, deadline, now } = status;
  const pods = quietPods(status);
  const isOver = isKnown(deadline) && now >= deadline;
  return [
    `- Now: ${markdownText(phaseWords(status))}`,
    ...(phase === "idle" ? [] : [`- Traffic: ${markdownText(shareWords(status))}`]),
    ...(next === "" ? [] : [`- Next: ${markdownText(next)}`]),
    ...(isKnown(deadline) && isOpen(status)
      ? [`- Deadline: ${clock(deadline, now)} UTC${isOver ? ", which has passed" : ""}`]
      : []),
    ...(pods === undefined ? [] : [`- Pods: ${markdownText(podsWords(pods))}`]),
  ];
}

function stepTable({ steps, now, phase }: ReleaseStatus): string[] {
  if (steps.length === 0) return [];
  const header = ["Step", "State", "Asked", "Achieved", "Began (UTC)", "Took"];
  const rows = steps.map((step) => [
    markdownText(step.title),
    stateWords(step, phase),
    percent(step.weight),
    isKnown(step.achieved) ? share(step.achieved) : "",
    isKnown(step.from) ? clock(step.from, now) : "",
    lasted(step, now),
  ]);
  return markdownTable(header, rows, 2);
}

function stateWords(step: StepStatus, phase: ReleaseStatus["phase"]): string {
  const note = stepNote(step);
  const words = {
    done: "done",
    now: phase === "waiting" ? "**waiting**" : "**now**",
    next: "",
    failed: "**failed**",
  };
  return [words[step.state], note].filter((part) => part !== "").join(", ");
}

function lasted({ from, until, state }: StepStatus, now: number): string {
  if (!isKnown(from)) return "";
  const end = isKnown(until) ? until : state === "now" ? now : undefined;
  return end === undefined ? "" : duration((end - from) / 1000);
}

function indicatorTable(status: ReleaseStatus): string[] {
  const { indicators } = status;
  if (indicators.length === 0) return [`_${emptyWords(status)}_`];
  const { canary, stable } = sideNames(status);
  const header = ["Indicator", "Verdict", capital(canary), capital(stable), "Looks", "Worse", "Good"];
  const rows = indicators.map((indicator) => [
    markdownText(indicator.name),
    indicator.verdict === "undecided" ? VERDICTS.undecided : `**${VERDICTS[indicator.verdict]}**`,
    counts(indicator.canary),
    counts(indicator.stable),
    isNumber(indicator.ratio) ? times(indicator.ratio) : "",
    barText(indicator.worse),
    barText(indicator.good),
  ]);
  return markdownTable(header, rows, 2);
}

function sentence(indicator: IndicatorStatus): string[] {
  const words = indicatorWords(indicator);
  return words === "" ? [] : [`- **${markdownText(indicator.name)}:** ${markdownText(words)}`];
}

function barText({ value, threshold: end }: EvidenceBar): string {
  return `${evidence(value)} of ${threshold(end)}`;
}

function decisionTable({ decisions, now }: ReleaseStatus): string[] {
  if (decisions.length === 0) return [];
  const rows = decisions.slice(0, MOST_DECISIONS).map((decision) => decisionCells(decision, now));
  const left = decisions.length - rows.length;
  const table = markdownTable(["Decision", "Update", "When (UTC)"], rows, 1);
  return left > 0 ? [...table, "", `and ${left} earlier`] : table;
}

function decisionCells({ at, version, succeeded, text }: Decision, now: number): string[] {
  return [`${succeeded ? "" : "**failed:** "}${markdownText(text)}`, String(version), clock(at, now)];
}
