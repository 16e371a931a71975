import type { Counts, Verdict } from "../judgement/counts.js";
import type { EvidenceBar } from "../judgement/rateComparison.js";
import type { IndicatorRule } from "../spec/spec.js";
import type { StepWindow } from "./ports.js";

export type { EvidenceBar } from "../judgement/rateComparison.js";

/** A release at one moment. `--json` prints it unchanged, and every view is drawn from it. */
export interface ReleaseStatus {
  /** Name of the component. */
  readonly component: string;
  readonly kind: "canary" | "blueGreen";
  /** Name of the stack. */
  readonly stack: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly phase: Phase;
  /** The version that serves before the release. */
  readonly from: string | undefined;
  /** The version to release. Undefined when there is none. */
  readonly to: string | undefined;
  /** The steps of the file that have evidence of their own: a bake belongs to its flip, and the end is no step. */
  readonly steps: readonly StepStatus[];
  /** Percent of new connections that the config asks for; in a blue-green release 0 or 100. */
  readonly asked: number;
  /** Percent that the pods give. Undefined where that is not known. */
  readonly achieved: number | undefined;
  /** In the order of the file. Empty where no step has been reached. */
  readonly indicators: readonly IndicatorStatus[];
  /** Undefined where pods do not count, and where no step has been reached. */
  readonly pods: PodsStatus | undefined;
  /** What was done and why, the newest first. */
  readonly decisions: readonly Decision[];
  /** What happens next, in a sentence. */
  readonly next: string;
  /** Milliseconds since 1970; undefined before the first step. */
  readonly deadline: number | undefined;
}

/**
 * - `idle`: there is no new version.
 * - `ready`: there is one, and its first step has not begun.
 * - `going`: at a step.
 * - `waiting`: at a step, until a person agrees.
 * - `interrupted`: an update did not end, and the same one runs again first.
 * - `promoted`, `rolledBack`: the end.
 * - `stopped`: a person must look, because something else has changed the release.
 */
export type Phase =
  | "idle"
  | "ready"
  | "going"
  | "waiting"
  | "interrupted"
  | "promoted"
  | "rolledBack"
  | "stopped";

/** One step of a release. */
export interface StepStatus {
  /** `2 %`, `preview`, `flip`. */
  readonly title: string;
  /** Percent of new connections that the new version gets. */
  readonly weight: number;
  /** `failed`: the release went back from it. */
  readonly state: "done" | "now" | "next" | "failed";
  /** Whether a person must agree before it begins. */
  readonly approve: boolean;
  /** Seconds that it lasts at least. */
  readonly atLeast: number;
  /** When its evidence began to count, in milliseconds since 1970. Absent before. */
  readonly from?: number | undefined;
  /** When it ended, or now, in milliseconds since 1970. */
  readonly until?: number | undefined;
  /** Percent that its pods give. */
  readonly achieved?: number | undefined;
}

/** One indicator, over the whole release. */
export interface IndicatorStatus {
  /** As in the file. */
  readonly name: string;
  /** How it is judged. */
  readonly rule: IndicatorRule;
  /** Of the present step; a `fail` is one of the whole release. */
  readonly verdict: Verdict;
  /** The numbers behind the verdict, in a sentence. */
  readonly reason: string;
  /** What the canary counted in the present step. */
  readonly canary: Counts;
  /** What the stable side counted in the present step. */
  readonly stable: Counts;
  /** Evidence that the canary is worse, and how much of it means `fail`. */
  readonly worse: EvidenceBar;
  /** Evidence that it is good enough, and how much of it means `pass`. */
  readonly good: EvidenceBar;
  /** How many times as bad as the stable side it looks. Undefined without errors. */
  readonly ratio: number | undefined;
  /**
   * What a healthy version still needs until it passes, at the traffic of the present step: median. Undefined after a verdict,
   * and where nothing was counted.
   */
  readonly needs: { readonly requests: number; readonly seconds: number | undefined } | undefined;
  /** All windows of the release, in the order of time. */
  readonly windows: readonly StepWindow[];
  /** Both bars after each window. */
  readonly course: readonly CoursePoint[];
}

/** The evidence after one window. */
export interface CoursePoint {
  /** End of the window, in milliseconds since 1970. */
  readonly at: number;
  /** E-value of "the canary is worse". */
  readonly worse: number;
  /** E-value of "it is good enough". */
  readonly good: number;
}

/** The verdict on the pods of the new version. */
export interface PodsStatus {
  readonly verdict: Verdict;
  /** What decided, in a sentence. */
  readonly reason: string;
}

/** One update of the release. */
export interface Decision {
  /** Its end, in milliseconds since 1970. */
  readonly at: number;
  /** Number of the update in the stack's history. */
  readonly version: number;
  readonly succeeded: boolean;
  /** `weight 2 → 10: errors passed, slow passed`. */
  readonly text: string;
}
