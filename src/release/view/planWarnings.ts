import { duration, isKnown, NBSP, percent, share } from "./numbers.js";
import type { PlannedStep, ReleasePlan } from "./planModel.js";

/** From here on, a share is another one than the step asks for: in points, and as a part of its weight. */
const [POINTS, PART] = [1, 0.2];

/** What a plan does not reach, and what to do about it. */
export function planWarnings(plan: Omit<ReleasePlan, "warnings">): string[] {
  const { steps, deadline } = plan;
  const slow = steps.filter((step) => isTooSlow(step, deadline));
  const warnings = [
    ...steps.flatMap((step, at) => shareWarning(step, steps[at - 1])),
    ...slow.map((step) => slowWarning(step, deadline)),
    ...(slow.length > 0 ? [] : sumWarning(plan)),
  ];
  return warnings.map((warning) => warning.replaceAll(NBSP, " ")); // they are data, too
}

function shareWarning(
  { title, weight, achieved, pods }: PlannedStep,
  before: PlannedStep | undefined,
): string[] {
  if (!isKnown(achieved)) return [];
  const remedy = pods === undefined ? "" : "; more replicas, maxPods or the method route divide more finely";
  if (before?.achieved === achieved && before.weight !== weight) {
    return [`step ${title} gives ${share(achieved)}, as the step before: it changes nothing${remedy}`];
  }
  const error = Math.abs(achieved - weight);
  if (error < POINTS || error < PART * weight) return [];
  return [`step ${title} gives ${share(achieved)} instead of ${percent(weight)}${remedy}`];
}

function isTooSlow({ verdict }: PlannedStep, deadline: number): boolean {
  return verdict !== undefined && !((verdict.seconds.median ?? Number.POSITIVE_INFINITY) <= deadline);
}

function slowWarning({ title, verdict }: PlannedStep, deadline: number): string {
  const { median } = verdict?.seconds ?? {};
  const time = isKnown(median) ? `about ${duration(median)}` : "longer than the forecast goes";
  const name = verdict?.indicator ?? "";
  return `step ${title} takes ${time} to judge ${name}, which is more than the deadline of ${duration(deadline)}: raise the deadline, begin with a larger weight, or add an indicator with more events`;
}

function sumWarning({ steps, deadline }: Omit<ReleasePlan, "warnings">): string[] {
  const sum = totalSeconds(steps);
  if (sum <= deadline) return [];
  return [
    `all steps together take about ${duration(sum)}, and the deadline is ${duration(deadline)}: raise the deadline, or use fewer steps`,
  ];
}

/** Seconds of a healthy release: each step until its verdict, and at least as long as it must last. Approvals take none. */
export function totalSeconds(steps: readonly PlannedStep[]): number {
  return steps.reduce(
    (sum, { atLeast, verdict }) => sum + Math.max(atLeast, verdict?.seconds.median ?? 0),
    0,
  );
}
