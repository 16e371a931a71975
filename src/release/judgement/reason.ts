import type { Counts, Verdict, Window } from "./counts.js";
import type { Way } from "./good.js";

/** What a reason is made of. */
export interface Reasoning {
  readonly verdict: Exclude<Verdict, "error">;
  /** What both sides counted in the step. */
  readonly counts: Window;
  readonly ratio: number | undefined;
  readonly worseThan: number;
  readonly ceiling: number | undefined;
  /** The rate above which the canary fails when the stable side has no requests. */
  readonly limitAlone: number | undefined;
  /** The rate that the canary's own is compared with. */
  readonly limit: number | undefined;
  readonly way: Way;
}

/** `canary 14 of 1 400 bad (1.0 %), stable 126 of 12 600 (1.0 %): 2 times as bad is ruled out`. */
export function reasonOf(reasoning: Reasoning): string {
  const { canary, stable } = reasoning.counts;
  if (reasoning.verdict === "undecided" && canary.total === 0)
    return "the canary has had no requests in this step";
  const alone = stable.total === 0 ? "stable has no requests" : `stable ${sideText(stable)}`;
  return `canary ${sideText(canary, "bad ")}, ${alone}: ${meaning(reasoning)}`;
}

function meaning(reasoning: Reasoning): string {
  const { verdict, ratio, worseThan, limit, way, counts } = reasoning;
  if (verdict === "fail") return failure(reasoning);
  const wanted =
    way === "rate" && limit !== undefined
      ? `a rate of ${percent(limit)}`
      : `${number(worseThan)} times as bad`;
  if (verdict === "pass") return `${wanted} is ruled out`;
  if (counts.stable.total === 0 && limit === undefined)
    return "there is nothing to compare it with; set a ceiling";
  const now = ratio === undefined ? "" : `${number(ratio)} times as bad so far, `;
  return `${now}${wanted} is not ruled out yet`;
}

function failure({ counts, ceiling, limitAlone }: Reasoning): string {
  const above = limitAlone === undefined ? "" : `above ${percent(limitAlone)}`;
  if (counts.stable.total === 0 && above !== "") return above;
  return ceiling === undefined ? "worse than stable" : `worse than stable, or ${above}`;
}

const sideText = ({ bad, total }: Counts, word = "") =>
  `${count(bad)} of ${count(total)} ${word}${total === 0 ? "" : `(${percent(bad / total)})`}`.trimEnd();

const count = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, " ");

const percent = (rate: number) => `${number(rate * 100)} %`;

/** Two significant digits. */
const number = (value: number) =>
  value >= 100 ? count(Math.round(value)) : String(Number(value.toPrecision(2)));
