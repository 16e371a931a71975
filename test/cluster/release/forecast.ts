import { forecast } from "../../../src/release/judgement/forecast.js";
import { checkOptions } from "../../../src/release/judgement/options.js";
import { RULE, specOf } from "./spec.js";
import { RATE } from "./stage.js";

/** Seconds from the end of the window that decides until the new version has no connections: scrapes, a look, and the `up`. */
const LAG = 25;

/** Users who meet the fault of a version at most, in 19 of 20 releases, if this share of its answers has the fault. */
export function forecastOf(faults: number, weight: number): number {
  const { evidence } = specOf("web");
  const falseAlarm = evidence.falseAlarm / evidence.indicators.length;
  const options = checkOptions({ ...RULE, miss: evidence.miss, falseAlarm });
  const share = weight / 100;
  const question = { share, errorRate: 0, canaryRate: faults, requestsPerWindow: RATE * evidence.window };
  const { canaryBad } = forecast(options, question, "fail");
  const inTheMeantime = RATE * share * faults * (evidence.warmUp + LAG);
  return Math.ceil(canaryBad.p95 + inTheMeantime);
}
