import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { total } from "../load/load.js";
import type { ReleaseResult } from "../release/result.js";
import { say } from "../say.js";
import type { RunSettings } from "../settings.js";
import { plot } from "./plot.js";
import { proof } from "./proof.js";
import type { ReleaseRun } from "./releases.js";
import { blind, checks, countsOf, isPromised, type ScenarioResult, type Skipped } from "./result.js";
import type { SpreadResult } from "./spread.js";

/** The results of a run so far. */
export class Findings {
  readonly results: ScenarioResult[] = [];
  readonly spreads: SpreadResult[] = [];
  /** Releases by the driver. */
  readonly releases: ReleaseResult[] = [];
  /** Scenarios that the run was asked for, and cannot run. */
  readonly skipped: Skipped[] = [];
  /** The errors that ended the run early. */
  readonly crashes: string[] = [];
  readonly #settings: RunSettings;
  readonly #kubernetes: string;
  #whole = false;

  constructor(settings: RunSettings, kubernetes: string) {
    this.#settings = settings;
    this.#kubernetes = kubernetes;
  }

  /** Written after each scenario, so that an interrupted run keeps its results. */
  write(): void {
    const { results, spreads, releases, skipped, crashes } = this;
    const { command, driver, out, docs } = this.#settings;
    const run = {
      ...{ command, driver, kubernetes: this.#kubernetes },
      date: new Date().toISOString().slice(0, 10),
      minutes: Math.round(performance.now() / 60_000),
      whole: this.#whole,
    };
    const result = {
      ...run,
      ...checks(results, spreads, crashes, releases),
      ...(skipped.length > 0 && { numPendingTests: skipped.length, skipped }),
      results,
      spreads,
      releases,
      crashes,
    };
    writeFileSync(out, `${JSON.stringify(result, null, 1)}\n`);
    if (!docs) return;
    const drawn = plot(results);
    const picture = drawn && docs.replace(/\.md$/, ".svg");
    if (drawn && picture) writeFileSync(picture, drawn);
    const runs = [{ ...run, releases }, ...earlierRuns(this.#settings.add)];
    writeFileSync(docs, proof({ ...run, picture: picture && basename(picture) }, results, spreads, runs));
  }

  /** Prints the results of the run. Returns 1 when anything is wrong. */
  sum(): number {
    const { results, spreads, releases, crashes } = this;
    const { begun, lost } = countsOf(results.filter(isPromised));
    const controls = results.filter(({ loses }) => loses).map(({ counts }) => total(counts.lost));
    say(
      `lost ${lost} of ${begun} connections; the controls lost ${controls.join(", ") || "nothing, none was run"}`,
    );
    if (releases.length > 0) say(`releases by the driver ${sumOf(releases)}`);
    for (const text of results.flatMap(blind)) say(`FAILED: ${text}`);
    this.#whole = crashes.length === 0;
    this.write();
    const { numPassedTests, numFailedTests } = checks(results, spreads, crashes, releases);
    say(`${numPassedTests} passed, ${numFailedTests} failed`);
    return numFailedTests > 0 ? 1 : 0;
  }
}

/** The runs of earlier results. */
function earlierRuns(files: readonly string[] = []): ReleaseRun[] {
  return files.map((file) => JSON.parse(readFileSync(file, "utf8")) as ReleaseRun);
}

function sumOf(releases: readonly ReleaseResult[]): string {
  const kept = releases.filter(({ loses }) => !loses);
  const lost = kept.reduce((sum, { counts }) => sum + total(counts.lost), 0);
  const begun = kept.reduce((sum, { counts }) => sum + counts.begun, 0);
  return `lost ${lost} of ${begun} connections`;
}
