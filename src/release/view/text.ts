import { glyphs, type Layout, type Paint, plainly } from "../../preview/screen/style.js";
import { lengthOf, type TableRow, table } from "../../preview/screen/table.js";
import { flow, proseWidth } from "../../preview/screen/wrap.js";
import type { ReleaseStatus, StepStatus } from "../driver/model.js";
import { shareBar } from "./bars.js";
import { indicatorLines } from "./indicatorText.js";
import { clock, duration, isKnown, NBSP, wrapped } from "./numbers.js";
import { printable } from "./printable.js";
import {
  alarms,
  isOpen,
  MOST_DECISIONS,
  PHASE_STYLES,
  phaseWords,
  podsWords,
  quietPods,
  STEP_MARKS,
  shareWords,
  stepNote,
  subject,
  versions,
} from "./words.js";

/** Columns of the names of facts. */
const LABEL = 10;

/** The live screen of a release: how far it is, what comes next, and the evidence. */
export function releaseText(status: ReleaseStatus, { width, paint = plainly }: Layout): string[] {
  const shown = printable(status);
  const blocks = [
    titleLines(shown, width, paint),
    alarmLines(shown, width, paint),
    stepLines(shown.steps, width, paint),
    factLines(shown, width, paint),
    shown.phase === "idle" ? [] : indicatorLines(shown, width, paint),
    decisionLines(shown, width, paint),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, at) => (at === 0 ? block : ["", ...block]))
    .map(plainSpaces);
}

/** No-break spaces have done their work when lines are broken. On a screen they only disturb copying. */
function plainSpaces(line: string): string {
  return line.replaceAll(NBSP, " ");
}

function titleLines(status: ReleaseStatus, width: number, paint: Paint): string[] {
  const cells = [subject(status), versions(status), `stack ${status.stack}`];
  const phase = wrapped(phaseWords(status), width);
  return [
    ...table([{ depth: 0, cells, style: "strong" }], width, paint),
    ...phase.map((line) => paint(PHASE_STYLES[status.phase], line)),
  ];
}

function alarmLines(status: ReleaseStatus, width: number, paint: Paint): string[] {
  return alarms(status).flatMap((alarm) =>
    wrapped(alarm, proseWidth(width) - 2).map((line, at) =>
      paint("bad", `${at === 0 ? glyphs.warning : " "} ${line}`),
    ),
  );
}

/** The steps in one row, or in as many as they need. */
function stepLines(steps: readonly StepStatus[], width: number, paint: Paint): string[] {
  if (steps.length === 0) return [];
  const texts = steps.map(stepText);
  const lines = flow(texts, width, GAP);
  if (lines.some((line) => lengthOf(line) > width || !line.split(GAP).every((part) => texts.includes(part))))
    return lines; // a title that is broken, or holds the gap itself
  let at = 0;
  return lines.map((line) =>
    line
      .split(GAP)
      .map((part) => paintedStep(part, steps[at++] as StepStatus, paint))
      .join(GAP),
  );
}

const GAP = "   ";

function stepText(step: StepStatus): string {
  const note = stepNote(step);
  const parts = [STEP_MARKS[step.state], step.title, note === "" ? "" : `(${note})`];
  return parts
    .filter((part) => part !== "")
    .join(" ")
    .replaceAll(" ", NBSP);
}

function paintedStep(text: string, { state }: StepStatus, paint: Paint): string {
  const styles = { done: "good", now: "strong", next: "faint", failed: "bad" } as const;
  return paint(styles[state], text);
}

function factLines(status: ReleaseStatus, width: number, paint: Paint): string[] {
  const { next } = status;
  const pods = quietPods(status);
  const isIdle = status.phase === "idle";
  return [
    ...(isIdle ? [] : fact("traffic", trafficWords(status, width), width)),
    ...(next === "" ? [] : fact("next", next, width)),
    ...deadlineLines(status, width, paint),
    ...(pods === undefined || isIdle ? [] : fact("pods", podsWords(pods), width)),
  ];
}

function trafficWords(status: ReleaseStatus, width: number): string {
  const { asked, achieved } = status;
  const part = (isKnown(achieved) ? achieved : asked) / 100;
  return `${shareBar(part, width < 80 ? 20 : 40)} ${shareWords(status)}`;
}

function deadlineLines(status: ReleaseStatus, width: number, paint: Paint): string[] {
  const { deadline, now } = status;
  if (!isKnown(deadline) || !isOpen(status)) return [];
  const at = `at ${clock(deadline, now)} UTC`;
  const left = (deadline - now) / 1000;
  if (left > 0) return fact("deadline", `in ${duration(left)}, ${at}`, width);
  const lines = fact("deadline", `passed ${duration(-left)} ago, ${at}`, width);
  return lines.map((line) => paint("bad", line));
}

/** A fact with its name, and its text in a column of its own. */
function fact(name: string, text: string, width: number): string[] {
  return wrapped(text, Math.max(20, width - LABEL)).map(
    (line, at) => `${(at === 0 ? name : "").padEnd(LABEL)}${line}`,
  );
}

function decisionLines({ decisions, now }: ReleaseStatus, width: number, paint: Paint): string[] {
  if (decisions.length === 0) return [];
  const rows = decisions.slice(0, MOST_DECISIONS).map(({ at, text, succeeded }): TableRow => {
    const style = succeeded ? undefined : "bad";
    return { depth: 1, cells: [clock(at, now), succeeded ? text : `failed: ${text}`], style };
  });
  const left = decisions.length - rows.length;
  const earlier = left > 0 ? [paint("faint", `  and ${left} earlier`)] : [];
  return [paint("strong", "decisions (UTC)"), ...table(rows, width, paint), ...earlier];
}
