import type { PodLabels } from "../cluster/readyPods.js";
import type { Rollout } from "../cluster/rollout.js";
import { notReadyLines } from "../cluster/rolloutText.js";
import { COMMON_LABELS } from "../contract/names.js";
import type { StepFailure, StepSide } from "./stepFailure.js";

/** What a cluster answers about a failed step. */
export interface FailureFacts {
  /** The live state of each Deployment of the step; undefined where it does not exist. */
  readonly rollouts: readonly (Rollout | undefined)[];
  /** The labels of the ready pods behind the Service; undefined where the Service does not exist. */
  readonly readyPods: readonly PodLabels[] | undefined;
}

/** Why a step fails, where connections go, and what to do; one thing a line. */
export function failureText(failure: StepFailure, facts: FailureFacts): string {
  const { rollouts, readyPods } = facts;
  const reasons = rollouts.flatMap((rollout) => (rollout ? notReadyLines(rollout) : []));
  const groups = readyPods && grouped(failure.sides, readyPods);
  const [only, ...others] = groups ?? [];
  const wayBack = (others.length === 0 && only?.side?.wayBack) || failure.wayBack;
  const partly = rollouts.some((rollout) => rollout?.current.pods.some(({ ready }) => ready));
  return [
    ...reasons.map((line, index) => (index === 0 ? capitalized(line) : line)),
    trafficText(failure.service, groups),
    ...(failure.traffic ? [failure.traffic] : []),
    ...remediesOf(failure, { wayBack, partly: partly && reasons.length > 0 }),
  ].join("\n");
}

/** The same without a cluster. `problem` is why it cannot be read. */
export function unreadText(failure: StepFailure, problem: string): string {
  const names = failure.deployments.map((name) => `Deployment ${name}`).join(" and ");
  const first = failure.deployments[0] ?? "";
  return [
    `The state of the pods of ${names} is unknown: ${problem}.`,
    `Run kubectl describe deployment ${first}, and kubectl describe pod for its pods.`,
    ...(failure.traffic ? [failure.traffic] : []),
    ...remediesOf(failure, { wayBack: failure.wayBack, partly: false }),
  ].join("\n");
}

function remediesOf(
  { remedies, partlyReady }: StepFailure,
  { wayBack, partly }: { wayBack: string | undefined; partly: boolean },
): string[] {
  return [...remedies, ...(partly && partlyReady ? [partlyReady] : []), ...(wayBack ? [wayBack] : [])];
}

interface Group {
  readonly side: StepSide | undefined;
  /** `blue (v1)`. */
  readonly name: string;
  readonly count: number;
}

/** Ready pods by side and version, in the order of the sides. */
function grouped(sides: readonly StepSide[], readyPods: readonly PodLabels[]): Group[] {
  const groups = new Map<string, Group>();
  for (const labels of readyPods) {
    const side = sides.find(({ selector }) =>
      Object.entries(selector).every(([key, value]) => labels[key] === value),
    );
    const name = nameOf(side, labels[COMMON_LABELS.version]);
    groups.set(name, { side, name, count: (groups.get(name)?.count ?? 0) + 1 });
  }
  const rank = ({ side }: Group) => (side ? sides.indexOf(side) : sides.length);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** A side that was adopted may have no version label. */
function nameOf(side: StepSide | undefined, version: string | undefined): string {
  if (side) return version === undefined ? side.name : `${side.name} (${version})`;
  return version ?? "another owner";
}

function trafficText(service: string, groups: readonly Group[] | undefined): string {
  if (groups === undefined) return `Service ${service} does not exist yet.`;
  const [first, ...others] = groups.map(counted);
  if (first === undefined) return `Service ${service} has no ready pods, so every connection is refused.`;
  if (others.length === 0) return `Service ${service} sends all connections to ${first}.`;
  const last = others.pop();
  return `Service ${service} sends connections to ${[first, ...others].join(", ")} and ${last}.`;
}

function counted({ name, count }: Group): string {
  return `${count} ready pod${count === 1 ? "" : "s"} of ${name}`;
}

function capitalized(line: string): string {
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
}
