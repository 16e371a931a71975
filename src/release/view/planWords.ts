import { count, duration, isKnown, NBSP, percent, rate, share, times } from "./numbers.js";
import type { HarmForecast, PlannedStep, PlannedTraffic, ReleasePlan, Spread } from "./planModel.js";
import { totalSeconds } from "./planWarnings.js";

// The words that the text and the Markdown of a plan share.

export const SPREAD_NOTE = "a / b: at most a in half of the releases, at most b in 19 of 20";

/** `at 40 requests per second, of which 0.75 % are bad (measured)`. */
export function trafficWords({ requestsPerSecond, errorRate, source }: PlannedTraffic): string {
  const bad = rate({ bad: errorRate, total: 1 });
  const speed =
    Math.abs(requestsPerSecond) < 10
      ? String(Number(requestsPerSecond.toPrecision(2)))
      : count(requestsPerSecond);
  if (!isKnown(requestsPerSecond)) return `traffic is not known; ${bad} of the requests are bad (${source})`;
  return `at ${speed} requests per second, of which ${bad} are bad (${source})`;
}

/** `in all about 1 h 20 min for a healthy version, deadline 2 h`. */
export function totalWords({ steps, deadline }: ReleasePlan): string {
  const approvals = steps.filter(({ approve }) => approve).length;
  const waits = approvals === 0 ? "" : `, and ${approvals === 1 ? "an approval" : `${approvals} approvals`}`;
  const isOpen = steps.some(({ verdict }) => verdict !== undefined && !isKnown(verdict.seconds.median));
  const time = isOpen ? "longer than the forecast goes" : `about ${duration(totalSeconds(steps))}`;
  return `a healthy version takes ${time}${waits}; the deadline is ${duration(deadline)}`;
}

/** Columns of the steps. */
export const STEP_HEADER = ["step", "share", "pods", "peak", "verdict after", "requests"];

/** Cells below STEP_HEADER. */
export function stepCells(step: PlannedStep): string[] {
  const { pods, peakPods, verdict } = step;
  return [
    titleOf(step),
    shareOf(step),
    pods === undefined ? "" : `${count(pods.stable)}${NBSP}+${NBSP}${count(pods.canary)}`,
    isKnown(peakPods) ? count(peakPods) : "",
    verdict === undefined ? "no verdict" : spread(verdict.seconds, duration, "longer"),
    verdict === undefined ? "" : spread(verdict.requests, count, "more"),
  ];
}

/** What the table of the harm is about. */
export function harmTitle({ to, harmTimes }: ReleasePlan): string {
  const ratio = times(harmTimes).replace(".0", "");
  return `requests that ${to ?? "the new version"} answers before it goes back, if it is ${ratio} as bad in a step`;
}

/** Columns of the harm. */
export const HARM_HEADER = ["step", "requests", "of them bad"];

/** Rows below HARM_HEADER: the steps with a forecast. */
export function harmRows({ steps }: ReleasePlan): string[][] {
  return steps.flatMap(({ title, harm }) => (harm === undefined ? [] : [[title, ...harmCells(harm)]]));
}

function harmCells({ canaryRequests, badAnswers }: HarmForecast): string[] {
  if (!isKnown(canaryRequests.median)) return ["it may not go back", ""];
  return [canaryRequests, badAnswers].map((values) => spread(values, count, "more"));
}

function titleOf({ title, approve, atLeast }: PlannedStep): string {
  const notes = [...(approve ? ["approval"] : []), ...(atLeast > 0 ? [`at least ${duration(atLeast)}`] : [])];
  return notes.length === 0 ? title : `${title} (${notes.join(", ")})`;
}

/** `23.1 % (1.9 less)`. */
function shareOf({ weight, achieved }: PlannedStep): string {
  if (!isKnown(achieved)) return percent(weight);
  if (!isKnown(weight)) return share(achieved);
  const error = achieved - weight;
  if (Math.abs(error) < 0.05) return percent(weight);
  return `${share(achieved)} (${Math.abs(error).toFixed(1)}${NBSP}${error > 0 ? "more" : "less"})`;
}

function spread({ median, p95 }: Spread, shown: (value: number) => string, beyond: string): string {
  const text = (value: number | undefined) => (isKnown(value) ? shown(value) : beyond);
  const [half, most] = [text(median), text(p95)];
  return half === most ? half : `${half}${NBSP}/${NBSP}${most}`;
}
