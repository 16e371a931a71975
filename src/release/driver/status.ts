import type { ReleaseSpec } from "../spec/spec.js";
import type { Action } from "./decide.js";
import type { Look } from "./look.js";
import type { Decision, Phase, ReleaseStatus, StepStatus } from "./model.js";
import { needsOf } from "./needs.js";
import type { Underway } from "./progress.js";
import { recordIn, sentenceIn } from "./record.js";

/** A look as the views show it. */
export function statusOf(spec: ReleaseSpec, stack: string, seen: Look, action: Action): ReleaseStatus {
  const { progress, judgement, state, now } = seen;
  const release = "release" in progress ? progress.release : undefined;
  const underway = "reached" in progress ? progress : undefined;
  const stage = release?.course.stages[underway?.reached ?? -1];
  return {
    component: spec.component,
    kind: spec.release.kind,
    stack,
    now,
    phase: phaseOf(seen, action),
    from: release?.subject.from ?? state.component?.sides.stable.version,
    to: release?.subject.to,
    steps: stepsOf(seen),
    ...shareOf(seen, stage?.weight ?? 0),
    indicators: (judgement?.indicators ?? []).map((indicator) => ({
      ...indicator,
      needs: needsOf(spec.evidence, indicator, underway?.reached ?? -1),
    })),
    pods: judgement?.pods,
    decisions: decisionsOf(spec, seen),
    next: nextOf(action, release?.course),
    deadline: underway && underway.started + 1000 * spec.deadline,
  };
}

/** What is asked for, and what the pods give. */
function shareOf({ progress, state }: Look, weight: number): Pick<ReleaseStatus, "asked" | "achieved"> {
  const { share } = state.component ?? {};
  switch (progress.phase) {
    case "going":
    case "interrupted":
      return { asked: weight, achieved: share?.achieved ?? weight };
    case "stopped": // something else may have moved it
      return { asked: share?.weight ?? weight, achieved: share?.achieved ?? weight };
    default: {
      const gained = progress.phase === "promoted" ? 100 : 0;
      return { asked: gained, achieved: gained };
    }
  }
}

function phaseOf({ progress, state }: Look, action: Action): Phase {
  // An update that has written its config and runs is not interrupted.
  if (progress.phase === "interrupted" && state.busy) return "going";
  return action.do === "wait" && action.for === "approval" ? "waiting" : progress.phase;
}

function stepsOf({ progress, state }: Look): StepStatus[] {
  if (!("release" in progress)) return [];
  const { phase, release } = progress;
  const underway = "reached" in progress ? progress : undefined;
  const reached = underway?.reached ?? -1;
  return release.course.stages.map((stage, at): StepStatus => {
    const { title, weight, approve, atLeast } = stage;
    const last = at === reached;
    return {
      ...{ title, weight, approve, atLeast },
      state:
        at > reached
          ? "next"
          : last && phase === "rolledBack"
            ? "failed"
            : last && phase !== "promoted"
              ? "now"
              : "done",
      ...timesOf(underway, at),
      achieved: last && phase === "going" ? state.component?.share?.achieved : undefined,
    };
  });
}

function timesOf(underway: Underway | undefined, step: number): Pick<StepStatus, "from" | "until"> {
  const period = underway?.periods.find((one) => one.step === step);
  return { from: period?.from, until: period?.until };
}

/** The updates of this release, and the one of another tool that made the counting begin again. */
function decisionsOf({ component }: ReleaseSpec, { state, progress }: Look): Decision[] {
  if (!("release" in progress)) return [];
  const recountedAt = "recountedAt" in progress ? progress.recountedAt : undefined;
  return state.updates.flatMap(({ version, ended, succeeded, message }): Decision[] => {
    const record = recordIn(message, component);
    if (record?.release === progress.release.id) {
      return [{ at: ended, version, succeeded, text: sentenceIn(message, record) }];
    }
    if (version !== recountedAt) return [];
    return [{ at: ended, version, succeeded, text: "another tool changed the stack: counting begins again" }];
  });
}

function nextOf(action: Action, course: { stages: readonly { title: string }[] } | undefined): string {
  if (action.do === "check") return "the checks run";
  if (action.do !== "up") return action.why;
  const { goal, why } = action;
  if (goal.to === "back") return `goes back to the old version: ${why}`;
  return goal.to === "end" ? `promotes: ${why}` : `goes to ${course?.stages[goal.stage]?.title}: ${why}`;
}
