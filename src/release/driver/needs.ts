import type { EvidenceSpec } from "../spec/spec.js";
import { comparisonOf, type JudgedIndicator } from "./judge.js";
import type { IndicatorStatus } from "./model.js";

/** Forecasts by their question, rounded: each one simulates hundreds of releases. */
const KNOWN = new Map<string, number>();

/** What a healthy version still needs until it passes, at the traffic of the present step. */
export function needsOf(
  spec: EvidenceSpec,
  { verdict, rule, canary, stable, windows }: JudgedIndicator,
  stage: number,
): IndicatorStatus["needs"] {
  const now = windows.filter(({ step }) => step === stage);
  const [first, last] = [now[0], now.at(-1)];
  const requests = canary.total + stable.total;
  // Alone, it is compared with what the stable side was before: the forecast does not know that.
  const isAlone = stable.total === 0;
  if (verdict !== "undecided" || !first || !last || canary.total === 0 || isAlone) return undefined;
  const question = {
    share: rounded(canary.total / requests),
    errorRate: rounded(stable.bad / stable.total),
    perWindow: Math.max(1, rounded(requests / now.length)),
  };
  const key = JSON.stringify([spec.falseAlarm, spec.miss, rule, question]);
  const all = KNOWN.get(key) ?? comparisonOf(spec, rule).needs(question);
  KNOWN.set(key, all);
  const left = Math.max(0, all - requests);
  return { requests: left, seconds: (left * (last.until - first.from)) / 1000 / requests };
}

/** Two significant digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
