import type { EvidenceBar, IndicatorStatus, ReleaseStatus, StepStatus } from "../driver/model.js";
import { clock, evidence, isKnown, percent, share, threshold } from "./numbers.js";
import { type Axis, chartSvg, type Limit, type Mark, type Point } from "./svg.js";
import { isOpen, VERDICTS } from "./words.js";

/** Points of a line. Of more, those between two that are shown are left out, and the largest of them is kept. */
const MOST_POINTS = 400;

/** E-values below this are shown as this, and those above as that: proof either way is far inside. */
const [LOWEST, HIGHEST] = [0.1, 1e6];

/** The shares over time. Empty before the first step. */
export function shareChart(status: ReleaseStatus): string {
  const time = timeOf(status);
  const steps = begun(status.steps);
  if (time === undefined || steps.length === 0) return "";
  const course = sharesOf(status, steps, time.until);
  const line = (of: "asked" | "given") =>
    course.map((shares): Point => ({ at: shares.at, height: shares[of] / 100 }));
  const { asked, given } = course.at(-1) as Shares;
  const isExact = Math.abs(given - asked) < 0.05;
  const told = steps.map(({ title, weight, achieved }) =>
    isKnown(achieved) ? `${title} gave ${share(achieved)}` : `${title} asked for ${percent(weight)}`,
  );
  return chartSvg({
    id: "share",
    title: "Share of new connections to the new version, over time",
    description: `${told.join(", ")}.`,
    time,
    lines: [
      {
        ...{ points: line("asked"), style: "soft", isStepped: true, isDashed: true },
        label: isExact ? "" : `asked ${percent(asked)}`,
      },
      {
        ...{ points: line("given"), style: "main", isStepped: true },
        label: isExact ? percent(asked) : `given ${share(given)}`,
      },
    ],
    limits: [
      { height: 1, style: "soft", label: "100\u00a0%", side: "below" },
      { height: 0.5, style: "soft", label: "50\u00a0%", side: "below" },
    ],
    marks: [],
  });
}

interface Shares {
  readonly at: number;
  readonly asked: number;
  readonly given: number;
}

/** The shares from each step on, and those at the end: of the last step, or what came after it. */
function sharesOf(status: ReleaseStatus, steps: readonly BegunStep[], until: number): Shares[] {
  const of = ({ weight, achieved }: StepStatus) => ({ asked: weight, given: achieved ?? weight });
  const course = steps.map((step) => ({ at: step.from, ...of(step) }));
  const last = steps.at(-1) as BegunStep;
  if (last.state === "now" || !isKnown(last.until)) return [...course, { at: until, ...of(last) }];
  const present = { asked: status.asked, given: status.achieved ?? status.asked };
  return [...course, { at: last.until, ...present }, { at: until, ...present }];
}

/** The two bars of an indicator over time, on a log scale. Empty without a window. */
export function evidenceChart(indicator: IndicatorStatus, status: ReleaseStatus, id: string): string {
  const { name, worse, good, course, verdict } = indicator;
  const time = timeOf(status);
  if (time === undefined || course.length === 0) return "";
  const thresholds = [worse.threshold, good.threshold].filter(isKnown);
  const values = course.flatMap((point) => [point.worse, point.good]).map(within);
  const top = Math.min(HIGHEST, Math.max(...thresholds, ...values)) * 2;
  const height = (value: number) => Math.log(within(value) / LOWEST) / Math.log(top / LOWEST);
  const steps = begun(status.steps);
  // Evidence for going on begins anew with each step; that against it goes on.
  const isFirst = (at: number) =>
    steps.some(({ from }) => from >= (course[at - 1]?.at ?? 0) && from < (course[at]?.at ?? 0));
  const line = (of: "worse" | "good") =>
    thinned(
      course.map((point, at): Point => {
        return { at: point.at, height: height(point[of]), isNew: of === "good" && isFirst(at) };
      }),
    );
  const isUpper = worse.threshold >= good.threshold;
  return chartSvg({
    id,
    title: `Evidence of ${name} over time, on a log scale`,
    description: `Worse: ${barWords(worse)}. Good: ${barWords(good)}. Verdict: ${VERDICTS[verdict]}.`,
    time,
    lines: [
      { points: line("worse"), style: "bad", label: `worse ${evidence(course.at(-1)?.worse ?? 0)}` },
      { points: line("good"), style: "good", label: `good ${evidence(course.at(-1)?.good ?? 0)}` },
    ],
    limits: [
      ...limit(worse, "fails", "bad", isUpper ? "above" : "below", height),
      ...limit(good, "passes", "good", isUpper ? "below" : "above", height),
    ],
    marks: steps.map(({ from, title }): Mark => ({ at: from, label: title })),
  });
}

function limit(
  { threshold: end }: EvidenceBar,
  words: string,
  style: string,
  side: "above" | "below",
  height: (value: number) => number,
): Limit[] {
  return isKnown(end) ? [{ height: height(end), style, side, label: `${words} at ${threshold(end)}` }] : [];
}

function barWords({ value, threshold: end }: EvidenceBar): string {
  return `${evidence(value)} of ${threshold(end)}`;
}

/**
 * From the first step, or the first window, until now, or until a little after the end. All charts have the same time, so
 * that they can be compared.
 */
function timeOf(status: ReleaseStatus): Axis | undefined {
  const { steps, indicators, now } = status;
  const begins = [
    ...begun(steps).map(({ from }) => from),
    ...indicators.flatMap(({ windows }) => windows.slice(0, 1).map(({ from }) => from)),
  ].filter(isKnown);
  if (begins.length === 0 || !isKnown(now)) return undefined;
  const from = Math.min(...begins);
  const until = Math.max(isOpen(status) ? now : endOf(status, from), from + 1000);
  return { from, until, labels: [clock(from, now), `${clock(until, now)} UTC`] };
}

function endOf({ steps, indicators, now }: ReleaseStatus, from: number): number {
  const ends = [
    ...steps.map(({ until }) => until),
    ...indicators.map(({ course }) => course.at(-1)?.at),
  ].filter(isKnown);
  if (ends.length === 0) return now;
  const end = Math.max(...ends);
  return Math.min(now, end + (end - from) / 20);
}

type BegunStep = StepStatus & { readonly from: number };

function begun(steps: readonly StepStatus[]): BegunStep[] {
  return steps.filter((step): step is BegunStep => isKnown(step.from));
}

function within(value: number): number {
  return value >= HIGHEST ? HIGHEST : value > LOWEST ? value : LOWEST;
}

function thinned(points: readonly Point[]): Point[] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) return [...points];
  const parts = Array.from({ length: Math.ceil(points.length / size) }, (_, at) =>
    points.slice(at * size, (at + 1) * size),
  );
  return parts.map((some, at) => {
    if (at === parts.length - 1) return some.at(-1) as Point;
    const largest = some.reduce((a, b) => (b.height > a.height ? b : a));
    return { ...largest, isNew: some.some(({ isNew }) => isNew === true) };
  });
}
