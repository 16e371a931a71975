import { type Counts, total } from "../load/load.js";
import type { Course } from "../load/timeline.js";
import type { ReleaseResult } from "../release/result.js";
import { say } from "../say.js";
import type { DrainCurve } from "./drains.js";
import { interval } from "./share.js";
import type { SpreadResult } from "./spread.js";

/** What one change did to one app. */
export interface ChangeResult {
  readonly app: string;
  readonly title: string;
  /** How long the `up` took. */
  readonly seconds: number;
  /** The output of an `up` that failed. */
  readonly refusal?: string;
  /** Counts from before the `up` until the last pods have drained. */
  readonly counts: Counts;
  /** Counts from the end of the `up`, which give the share. */
  readonly after: Counts;
  /** The planned share of each version in percent; undefined when nothing changed. */
  readonly share?: Readonly<Record<string, number>>;
  readonly fewest: number;
  readonly wanted?: number;
  /** Connections may be lost while it goes on; `after` is then that of new clients. */
  readonly gap?: boolean;
  /** How many of the lost connections went to pods of a node that died. All others must be answered. */
  readonly ofDeadNode?: number;
  /** The `up` changed nothing. */
  readonly idle?: boolean;
  /** What is wrong. */
  readonly failed: readonly string[];
}

export interface ScenarioResult {
  readonly mode: string;
  readonly scenario: string;
  readonly loses: boolean;
  /** The nodes through which it must lose connections, and through no others. */
  readonly losesThrough?: readonly string[];
  /** Seconds that pods drained, where it is not what the apps say. */
  readonly drained?: number;
  /** The gateway that clients came through, if they did. */
  readonly gateway?: string;
  readonly changes: readonly ChangeResult[];
  /** Of all apps, from the first connection to the last. */
  readonly counts: Counts;
  /** Seconds from the first app to the end of the last. Absent in older results. */
  readonly took?: number;
  /** The same connections over time. Absent in older results. */
  readonly course?: Course;
  /** The same through each node, by its name, where clients call the nodes. */
  readonly through?: Readonly<Record<string, Counts>>;
}

/** A scenario that a run was asked for and cannot run. */
export interface Skipped {
  readonly scenario: string;
  /** What it needs. */
  readonly why: string;
}

/** What a run found. */
export interface Found {
  readonly results: readonly ScenarioResult[];
  /** How schedulers of ipvs spread connections. */
  readonly spreads: readonly SpreadResult[];
  /** What flips lose with one slow kube-proxy. Absent in older results. */
  readonly drains?: readonly DrainCurve[];
  /** Releases by the driver. */
  readonly releases: readonly ReleaseResult[];
  /** Scenarios that the run was asked for, and could not run. */
  readonly skipped?: readonly Skipped[];
  /** The errors that ended it early. */
  readonly crashes: readonly string[];
}

/** What is wrong: a lost connection, too few ready endpoints, or a share that neither the plan nor the mode explains. */
export function judge(change: ChangeResult, mode?: string): string[] {
  const { counts, after, share, fewest, wanted, gap, ofDeadNode = 0 } = change;
  const failed: string[] = [];
  const { lost } = gap ? after : counts;
  if (total(lost) > ofDeadNode) failed.push(`lost ${total(lost)}: ${JSON.stringify(lost)}`);
  if (total(counts.ok) === 0) failed.push("no connection was answered");
  if (wanted !== undefined && fewest < wanted)
    failed.push(`${fewest} ready endpoints, ${wanted} are promised`);
  if (share === undefined) return failed;
  const answered = total(after.ok);
  for (const version of new Set([...Object.keys(share), ...Object.keys(after.ok)])) {
    const planned = share[version] ?? 0;
    const hits = after.ok[version] ?? 0;
    const { share: found, low, high } = interval(hits, answered);
    const exact = planned === 0 || planned === 100;
    if (!exact && favorsNewPods(mode)) continue;
    if (exact ? found !== planned : planned < low || planned > high) {
      failed.push(
        `${version} has ${found.toFixed(2)} % (${low.toFixed(2)} to ${high.toFixed(2)}), ${planned} % is planned`,
      );
    }
  }
  return failed;
}

/** A control that lost nothing: every app of it must lose, over its changes together, and through the expected nodes alone. */
export function blind({ loses, losesThrough, changes, through = {} }: ScenarioResult): string[] {
  if (!loses) return [];
  if (losesThrough)
    return Object.entries(through).flatMap(([node, { lost }]) => unlike(node, lost, losesThrough));
  const apps = [...new Set(changes.map(({ app }) => app))];
  const lostBy = (app: string) =>
    changes.filter((change) => change.app === app).reduce((sum, { counts }) => sum + total(counts.lost), 0);
  return apps
    .filter((app) => lostBy(app) === 0)
    .map((app) => `the control ${app} lost nothing: this test cannot see a loss`);
}

function unlike(node: string, lost: Counts["lost"], losesThrough: readonly string[]): string[] {
  const count = total(lost);
  if (!losesThrough.includes(node))
    return count > 0 ? [`lost ${count} through ${node}, which must lose none`] : [];
  return count > 0 ? [] : [`lost nothing through ${node}: this test cannot see a loss`];
}

/**
 * A scheduler that goes on to choose pods that are to get nothing new, for minutes, and lets those connections fail. No
 * order and no drain helps, so that nothing is promised.
 */
export function choosesByClient(mode: string): boolean {
  return ["ipvs-sh", "ipvs-dh", "ipvs-mh"].includes(mode);
}

/** A scheduler that gives a new pod more than its share for minutes, because it counts connections that have ended. */
export function favorsNewPods(mode: string | undefined): boolean {
  return mode === "ipvs-lc";
}

/** A scenario in which every connection must be answered: no control, no gap that is kube-proxy's, no node that dies. */
export function isPromised({ loses, changes }: ScenarioResult): boolean {
  return !loses && !changes.some(({ gap, ofDeadNode }) => gap || ofDeadNode !== undefined);
}

/** How many changes scenarios made, without updates that change nothing. */
export function changesOf(results: readonly ScenarioResult[]): number {
  return results.flatMap(({ changes }) => changes).filter(({ share, idle }) => share && !idle).length;
}

/** Connections of whole scenarios, and how many of them were lost. */
export function countsOf(results: readonly { readonly counts: Counts }[]): { begun: number; lost: number } {
  const sum = (count: (result: { readonly counts: Counts }) => number) =>
    results.reduce((so, result) => so + count(result), 0);
  return { begun: sum(({ counts }) => counts.begun), lost: sum(({ counts }) => total(counts.lost)) };
}

/**
 * Counts as vitest's report names them: a change of an app is a test, as are each scenario of ours as a whole (something
 * may be lost between two changes), each control, each spread, each curve of drains, and each release. What ended the run
 * early is a failure, too. A scenario that cannot run is pending.
 */
export function checks({ results, spreads, drains = [], releases, crashes, skipped = [] }: Found) {
  const failures = [
    ...results.flatMap((result) => [
      ...result.changes.filter(({ share }) => share).map(({ failed }) => failed.length > 0),
      ...(isPromised(result) ? [total(result.counts.lost) > 0] : []),
      ...(result.loses ? [blind(result).length > 0] : []),
    ]),
    ...[...spreads, ...drains, ...releases].map(({ failed }) => failed.length > 0),
    ...crashes.map(() => true),
  ];
  const numFailedTests = failures.filter(Boolean).length;
  const numPassedTests = failures.length - numFailedTests;
  return { numPassedTests, numFailedTests, numPendingTests: skipped.length, numTodoTests: 0 };
}

/** One line for the terminal. */
export function line({ app, title, seconds, counts, after, fewest }: ChangeResult): string {
  const answered = total(after.ok);
  const shares = Object.entries(after.ok)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([version, hits]) => `${version} ${((100 * hits) / answered).toFixed(1)} %`);
  const columns = [
    app.padEnd(10),
    title.padEnd(30),
    `lost ${total(counts.lost)} of ${counts.begun}`.padEnd(20),
    `fewest ${fewest}`.padEnd(10),
    `${seconds.toFixed(1)} s`.padStart(7),
    shares.join(", "),
  ];
  return columns.join("  ") + (counts.slow > 0 ? `  (${counts.slow} slow)` : "");
}

/** A line for each node that clients called. */
export function linesOf(through: Readonly<Record<string, Counts>>): string[] {
  return Object.entries(through).map(
    ([node, { lost, begun }]) => `through ${node}: lost ${total(lost)} of ${begun}`,
  );
}

export function sayRefusal(text: string): void {
  const lines = text.split("\n").filter((each) => /error|not ready|timed out|Failed|refused/i.test(each));
  say(`  up failed: ${(lines[0] ?? text.split("\n")[0] ?? "").trim().slice(0, 200)}`);
}
