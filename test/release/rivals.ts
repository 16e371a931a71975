import type { Counts } from "../../src/release/judgement/counts.js";
import { type Outcome, type Release, type Rule, STEPS } from "./releases.js";

// The rules of the others, as their sources have them. Where an example measures less than it could, it gets the better
// version here: the success rate of the canary alone, over the whole interval, without delay.

/** What a query for the success rate returns: nothing before the first request, NaN without requests since. */
type SuccessRate = number | undefined;

function successRate(counts: Counts, everSeen: boolean): SuccessRate {
  if (!everSeen) return undefined;
  return counts.total === 0 ? Number.NaN : 1 - counts.bad / counts.total;
}

/**
 * An AnalysisRun of Argo Rollouts: `assessMetricStatus` of analysis/analysis.go (at 045c1cf0) and `EvaluateResult` of
 * utils/evaluate (at 099e5cd1). With a success condition alone, what does not meet it is a failure, NaN too. An empty
 * result is an error, since `result[0]` does not exist, and does not count as a measurement.
 */
class AnalysisRun {
  #failed = 0;
  #count = 0;
  #errors = 0;
  readonly #options: { readonly atLeast: number; readonly failureLimit: number; readonly count?: number };

  constructor(options: { readonly atLeast: number; readonly failureLimit: number; readonly count?: number }) {
    this.#options = options;
  }

  measure(rate: SuccessRate): "running" | "successful" | "failed" {
    const { atLeast, failureLimit, count } = this.#options;
    if (rate === undefined) {
      this.#errors++;
      return this.#errors > CONSECUTIVE_ERROR_LIMIT ? "failed" : "running";
    }
    this.#errors = 0;
    this.#count++;
    if (!(rate >= atLeast)) this.#failed++;
    if (this.#failed > failureLimit) return "failed";
    return count !== undefined && this.#count >= count ? "successful" : "running";
  }
}

const CONSECUTIVE_ERROR_LIMIT = 4;

/**
 * "Background Analysis" of docs/features/analysis.md: every 5 minutes, at least 95 %, failureLimit 3, while each step
 * pauses for 10 minutes. A run that is still going after the last step is successful.
 */
export const argoBackground = (
  name: string,
  atLeast: number,
  failureLimit: number,
  interval = 300,
): Rule => ({
  name,
  walk(release) {
    const run = new AnalysisRun({ atLeast, failureLimit });
    const seen = new Seen(release);
    for (const weight of STEPS) {
      if (weight === 100) break; // the last step of the example ends the release
      release.weight = weight;
      seen.step();
      for (let time = 0; time < 600; time += interval) {
        const rate = seen.rate(interval);
        if (run.measure(rate) === "failed") return seen.end("rolledBack");
      }
    }
    return seen.end("promoted");
  },
});

/** "Analysis at a Predefined Step" of the same page: at each step five measurements, one a minute. */
export const argoInline = (name: string, atLeast: number, failureLimit: number): Rule => ({
  name,
  walk(release) {
    const seen = new Seen(release);
    for (const weight of STEPS) {
      if (weight === 100) break;
      release.weight = weight;
      seen.step();
      const run = new AnalysisRun({ atLeast, failureLimit, count: 5 });
      let status: ReturnType<AnalysisRun["measure"]> = "running";
      while (status === "running") status = run.measure(seen.rate(60));
      if (status === "failed") return seen.end("rolledBack");
    }
    return seen.end("promoted");
  },
});

/**
 * Flagger's `advanceCanary` and `runCanary` of pkg/controller/scheduler.go (at 00168954), with
 * `runBuiltinMetricChecks` of scheduler_metrics.go (at 06d32049). Each interval, one check: passed, it moves to the next
 * weight; failed, it counts, and `threshold` failed checks in all roll back. No value is a failed check. Its query without
 * requests is NaN, which is no value either. After the last weight below 100 the canary is promoted.
 */
export const flagger = (name: string, min: number, threshold: number): Rule => ({
  name,
  walk(release) {
    const seen = new Seen(release);
    let failed = 0;
    for (const weight of STEPS) {
      if (weight === 100) break;
      release.weight = weight;
      seen.step();
      for (;;) {
        if (failed >= threshold) return seen.end("rolledBack");
        const rate = seen.rate(60);
        if (rate !== undefined && rate * 100 >= min) break;
        failed++;
      }
    }
    return seen.end("promoted");
  },
});

/** Whether the canary has had requests, ever and in each step. */
class Seen {
  readonly #release: Release;
  #ever = false;
  #unseen = false;
  #inStep: number | undefined;

  constructor(release: Release) {
    this.#release = release;
  }

  step(): void {
    this.#unseen ||= this.#inStep === 0;
    this.#inStep = 0;
  }

  rate(seconds: number): SuccessRate {
    const { canary } = this.#release.count(seconds);
    this.#ever ||= canary.total > 0;
    this.#inStep = (this.#inStep ?? 0) + canary.total;
    return successRate(canary, this.#ever);
  }

  end(end: Outcome["end"]): Outcome {
    if (end === "promoted") this.step();
    return { end, unseen: end === "promoted" && this.#unseen };
  }
}

export const rivals: readonly Rule[] = [
  argoBackground("Argo, background example (95 %, 5 m, limit 3)", 0.95, 3),
  argoInline("Argo, inline example (95 %, 5 x 60 s, limit 0)", 0.95, 0),
  argoInline("Argo, inline, stricter (99 %, 5 x 60 s, limit 0)", 0.99, 0),
  flagger("Flagger, example (99 %, 1 m, threshold 5)", 99, 5),
  flagger("Flagger, stricter (99 %, 1 m, threshold 1)", 99, 1),
];
