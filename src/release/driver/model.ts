import type { Counts, Verdict } from "../judgement/counts.js";
import type { IndicatorRule } from "../spec/spec.js";
import type { StepWindow } from "./ports.js";

/** A release at one moment. `--json` prints it unchanged, and every view is drawn from it. */
export interface ReleaseStatus {
  readonly component: string;
  readonly kind: "canary" | "blueGreen";
  readonly stack: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly phase: Phase;
  /** The version that serves before the release. */
  readonly from: string | undefined;
  /** The version to release. Undefined when there is none. */
  readonly to: string | undefined;
  readonly steps: readonly StepStatus[];
  /** Percent of new connections that the config asks for; in a blue-green release 0 or 100. */
  readonly asked: number;
  /** Percent that the pods give. */
  readonly achieved: number | undefined;
  readonly indicators: readonly IndicatorStatus[];
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

export interface StepStatus {
  /** `2 %`, `flip`, `bake`. */
  readonly title: string;
  /** Percent. */
  readonly weight: number;
  readonly state: "done" | "now" | "next" | "failed";
  readonly approve: boolean;
  readonly atLeast: number;
  /** When it was ready, in milliseconds since 1970. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  /** Percent that its pods give. */
  readonly achieved?: number | undefined;
}

/** One indicator, over the whole release. */
export interface IndicatorStatus {
  readonly name: string;
  readonly rule: IndicatorRule;
  readonly verdict: Verdict;
  /** The numbers behind the verdict, in a sentence. */
  readonly reason: string;
  /** In the present step. */
  readonly canary: Counts;
  readonly stable: Counts;
  /** Evidence that the canary is worse, and how much of it means `fail`. */
  readonly worse: EvidenceBar;
  /** Evidence that it is good enough, and how much of it means `pass`. */
  readonly good: EvidenceBar;
  /** How many times as bad as the stable side it looks. Undefined without errors. */
  readonly ratio: number | undefined;
  /** What a healthy version still needs until it passes, at the traffic of the present step: median. */
  readonly needs: { readonly requests: number; readonly seconds: number | undefined } | undefined;
  readonly windows: readonly StepWindow[];
  /** Both bars after each window. */
  readonly course: readonly CoursePoint[];
}

/** An e-value and its threshold. */
export interface EvidenceBar {
  readonly value: number;
  readonly threshold: number;
}

export interface CoursePoint {
  /** End of the window, in milliseconds since 1970. */
  readonly at: number;
  readonly worse: number;
  readonly good: number;
}

export interface PodsStatus {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** One update of the release. */
export interface Decision {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Number of the update. */
  readonly version: number;
  readonly succeeded: boolean;
  /** `weight 2 → 10: errors passed, slow passed`. */
  readonly text: string;
}
