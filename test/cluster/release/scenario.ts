import type { ReleaseResult } from "./result.js";
import type { ReleaseBench } from "./stage.js";

/** A release by the driver, from its first step to its end. */
export interface ReleaseScenario {
  readonly name: string;
  /** What it shows. */
  readonly shows: string;
  run(bench: ReleaseBench): Promise<Outcome>;
}

/** A result, without what is known before. */
export type Outcome = Omit<ReleaseResult, "mode" | "scenario">;
