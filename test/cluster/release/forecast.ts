import { forecast } from "../../../src/release/judgement/forecast.js";
import { checkOptions } from "../../../src/release/judgement/options.js";
import type { Driver } from "../drive/driver.js";
import type { Released } from "./program.js";
import { ruleOf, specOf } from "./spec.js";
import { RATE } from "./stage.js";

/**
 * Seconds from the end of the window that decides until the new version has no connections: scrapes, a look, and the `up`.
 * At weight 100 the old version of a canary has no pods, and must be ready before it gets the connections.
 */
const LAG = { sharing: 25, alone: 45 };
/** Seconds that the CLI takes in addition: to read the stack twice, and to start its program. */
const CLI_LAG = 15;

/** A version with a fault. */
export interface Fault {
  /** The share of its answers that have it. */
  readonly faults: number;
  /** The weight at which it is found. */
  readonly weight: number;
}

/** Users who meet the fault of a version at most, in 19 of 20 releases. */
export function forecastOf(released: Released, { faults, weight }: Fault, driver: Driver["name"]): number {
  const { evidence } = specOf(released);
  const falseAlarm = evidence.falseAlarm / evidence.indicators.length;
  const options = checkOptions({ ...ruleOf(released), miss: evidence.miss, falseAlarm });
  const share = weight / 100;
  const question = { share, errorRate: 0, canaryRate: faults, requestsPerWindow: RATE * evidence.window };
  const { canaryBad } = forecast(options, question, "fail");
  const without = weight === 100 && released.kind === "canary";
  const lag = (without ? LAG.alone : LAG.sharing) + (driver === "pulumi" ? CLI_LAG : 0);
  const inTheMeantime = RATE * share * faults * (evidence.warmUp + lag);
  return Math.ceil(canaryBad.p95 + inTheMeantime);
}
