import { forecast } from "../../../src/release/judgement/forecast.js";
import { checkOptions } from "../../../src/release/judgement/options.js";
import { RULE, specOf } from "./spec.js";
import { RATE } from "./stage.js";

/**
 * Seconds from the end of the window that decides until the new version has no connections: scrapes, a look, and the `up`.
 * At weight 100 the old version has no pods, and must be ready before it gets the connections.
 */
const LAG = { sharing: 25, alone: 45 };

/** Users who meet the fault of a version at most, in 19 of 20 releases, if this share of its answers has the fault. */
export function forecastOf(faults: number, weight: number): number {
  const { evidence } = specOf("web");
  const falseAlarm = evidence.falseAlarm / evidence.indicators.length;
  const options = checkOptions({ ...RULE, miss: evidence.miss, falseAlarm });
  const share = weight / 100;
  const question = { share, errorRate: 0, canaryRate: faults, requestsPerWindow: RATE * evidence.window };
  const { canaryBad } = forecast(options, question, "fail");
  const lag = weight === 100 ? LAG.alone : LAG.sharing;
  const inTheMeantime = RATE * share * faults * (evidence.warmUp + lag);
  return Math.ceil(canaryBad.p95 + inTheMeantime);
}
