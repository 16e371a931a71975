import { total } from "../load/load.js";
import type { ReleaseResult } from "../release/result.js";
import { grouped, table } from "./table.js";

const HEAD = [
  ...["mode", "scenario", "version", "verdict", "time to it", "requests to it"],
  ...["users who met a fault", "forecast", "lost", "of"],
];

const TEXT = `The release driver takes the steps by itself, from the evidence in Prometheus. Its updates are applied without the Pulumi CLI. A
fault is an answer with status 500, one that took longer than a second, or a connection that a crash has cut off. In 19 of 20 releases, at
most as many users as the forecast meet one. Connections are counted from before the first step until the last pod has drained.`;

/** The releases by the driver, as a section of the proof. */
export function releaseSection(releases: readonly ReleaseResult[]): string[] {
  if (releases.length === 0) return [];
  return ["## Releases that the driver decided", TEXT, table(HEAD, releases.map(row))];
}

function row(result: ReleaseResult): string[] {
  const { mode, scenario, version, verdict, seconds, canaryRequests, metFault, forecast, counts } = result;
  return [
    ...[
      mode,
      scenario,
      `\`${version}\``,
      inWords(verdict),
      seconds === undefined ? "" : `${seconds.toFixed(0)} s`,
    ],
    ...[grouped(canaryRequests), grouped(metFault), forecast === undefined ? "" : grouped(forecast)],
    ...[String(total(counts.lost)), grouped(counts.begun)],
  ];
}

/** `rolledBack` as `rolled back`. */
function inWords(verdict: string): string {
  return verdict.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
