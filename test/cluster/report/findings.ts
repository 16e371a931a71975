import { writeFileSync } from "node:fs";
import type { ReleaseResult } from "../release/result.js";
import { say, screenWidth } from "../say.js";
import type { RunSettings } from "../settings.js";
import type { DrainCurve } from "./drains.js";
import type { Environment } from "./environment.js";
import { FORMAT, type ResultFile } from "./file.js";
import { writePage } from "./pages.js";
import { checks, type Found, type ScenarioResult, type Skipped } from "./result.js";
import type { SpreadResult } from "./spread.js";
import { summary } from "./summary.js";

/** What a run is, in addition to its settings. */
interface Here {
  /** The version of Kubernetes. */
  readonly kubernetes: string;
  readonly environment: Environment;
  /** Absent on a cluster that is there. */
  readonly nodes?: number;
}

/** The results of a run so far. */
export class Findings implements Found {
  readonly results: ScenarioResult[] = [];
  readonly spreads: SpreadResult[] = [];
  /** What flips lose with one slow kube-proxy. */
  readonly drains: DrainCurve[] = [];
  /** Releases by the driver. */
  readonly releases: ReleaseResult[] = [];
  /** Scenarios that the run was asked for, and cannot run. */
  readonly skipped: Skipped[] = [];
  /** The errors that ended the run early. */
  readonly crashes: string[] = [];
  readonly #settings: RunSettings;
  readonly #here: Here;

  constructor(settings: RunSettings, here: Here) {
    this.#settings = settings;
    this.#here = here;
  }

  /** Written after each scenario, so that an interrupted run keeps its results. */
  write(whole = false): void {
    const { out, docs } = this.#settings;
    const result = this.#result(whole);
    writeFileSync(out, `${JSON.stringify(result, null, 1)}\n`);
    if (docs) writePage(docs, result);
  }

  /** Prints the results of the run. Returns 1 when anything is wrong. */
  sum(): number {
    this.write(this.crashes.length === 0);
    const { numPassedTests, numFailedTests, numPendingTests } = checks(this);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : "";
    process.stdout.write(`\n${summary(this, screenWidth()).join("\n")}\n\n`);
    say(
      `${numPassedTests} passed, ${numFailedTests} failed${skipped}; the result is in ${this.#settings.out}`,
    );
    return numFailedTests > 0 ? 1 : 0;
  }

  #result(whole: boolean): ResultFile {
    const { results, spreads, drains, releases, skipped, crashes } = this;
    const { command, driver, rate } = this.#settings;
    return {
      format: FORMAT,
      ...{ command, driver, rate, ...this.#here },
      date: new Date().toISOString().slice(0, 10),
      minutes: Math.round(performance.now() / 60_000),
      whole,
      ...checks(this),
      ...{ results, spreads, drains, releases, skipped, crashes },
    };
  }
}
