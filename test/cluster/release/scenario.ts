import type { ReleaseResult } from "./result.js";
import type { ReleaseBench } from "./stage.js";

/** A release by the driver, from its first step to its end. The catalog has its name. */
export type ReleaseScenario = (bench: ReleaseBench) => Promise<Outcome>;

/** A result, without what is known before. */
export type Outcome = Omit<ReleaseResult, "mode" | "scenario" | "took">;
