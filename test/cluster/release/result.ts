import { type Counts, total } from "../load/load.js";

/** What became of a release. */
export interface ReleaseResult {
  readonly mode: string;
  readonly scenario: string;
  /** The version to release. */
  readonly version: string;
  /** `promoted`, `rolled back`, … */
  readonly verdict: string;
  /** From the first step's readiness to the decision. Undefined without one. */
  readonly seconds?: number;
  /** Requests that the version answered. */
  readonly canaryRequests: number;
  /** Users who met an error of the version, or another fault of it. */
  readonly metFault: number;
  /** How many it should be at most, in 19 of 20 releases. Undefined where nobody should meet one. */
  readonly forecast?: number;
  /** Whether the version itself loses connections. */
  readonly loses?: boolean;
  /** From the first connection to the last. */
  readonly counts: Counts;
  /** Seconds from the first app to the end of the last. Absent in older results. */
  readonly took?: number;
  /** What is wrong. */
  readonly failed: readonly string[];
}

/** The requests that a version answered, with and without an error. */
export function requestsOf({ ok, errors = {} }: Counts, version: string): number {
  return (ok[version] ?? 0) + (errors[version] ?? 0);
}

/** One line for the terminal. */
export function releaseLine({
  version,
  verdict,
  seconds,
  canaryRequests,
  metFault,
  forecast,
  counts,
}: ReleaseResult): string {
  const columns = [
    version.padEnd(10),
    verdict.padEnd(12),
    (seconds === undefined ? "" : `${seconds.toFixed(0)} s`).padStart(6),
    `${canaryRequests} requests to it`.padEnd(22),
    `${metFault} met a fault${forecast === undefined ? "" : `, ${forecast} forecast`}`.padEnd(30),
    `lost ${total(counts.lost)} of ${counts.begun}`,
  ];
  return columns.join("  ");
}
