/** Flips with one drain, while one kube-proxy hears of every change so much later. */
export interface DrainCell {
  readonly drainSeconds: number;
  /** Seconds. */
  readonly delay: number;
  /** Whether `up` waits for the Service before the old color shrinks. */
  readonly waits: boolean;
  /** Lost connections of each flip, through that kube-proxy. */
  readonly lost: readonly number[];
  readonly begun: number;
}

export interface DrainCurve {
  readonly mode: string;
  /** Connections per second to each app. */
  readonly rate: number;
  readonly cells: readonly DrainCell[];
  /** What is wrong. */
  readonly failed: readonly string[];
}

/** A sync of kube-proxy that has just begun delays the next by a second; the second one is for a busy machine. */
const SYNC = 2;
/** The seconds that the provider waits until the endpoints of a Service do not change. */
const WAIT = 10;

/** What a drain that must cover the delay has lost, and whether the shortest ones lose anything. */
export function wrongOf(cells: readonly DrainCell[]): string[] {
  const lossless = cells.filter(
    ({ drainSeconds, delay, waits, lost }) =>
      drainSeconds + (waits ? WAIT : 0) >= delay + SYNC && lost.some((count) => count > 0),
  );
  const wrong = lossless.map(
    (cell) => `${nameOf(cell)} lost ${cell.lost.join(", ")}: a drain of ${cell.drainSeconds} s covers it`,
  );
  const short = cells.filter(({ drainSeconds, delay, waits }) => !waits && drainSeconds + 1 < delay);
  if (short.length > 0 && short.every(({ lost }) => sum(lost) === 0))
    wrong.push("no drain that is too short lost a connection: this test cannot see a loss");
  return wrong;
}

/** A line for the terminal. */
export function cellLine(cell: DrainCell): string {
  return `${nameOf(cell)}: lost ${cell.lost.join(", ")} of ${cell.begun}`;
}

function nameOf({ drainSeconds, delay, waits }: DrainCell): string {
  return `drain ${drainSeconds} s${waits ? " after the wait" : ""}, kube-proxy ${delay} s late`;
}

/** The sum of counts. */
export function sum(counts: readonly number[]): number {
  return counts.reduce((so, count) => so + count, 0);
}
