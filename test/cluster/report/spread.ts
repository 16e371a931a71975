/** How a scheduler of ipvs spread connections over three pods: the connections of each pod, most first. */
export interface Spread {
  readonly scheduler: string;
  readonly oneByOne: readonly number[];
  /** Held open at the same time, each of another client, and all of one. */
  readonly held: readonly number[];
  readonly ofOneClient: readonly number[];
}

export interface SpreadResult extends Spread {
  /** What is wrong. */
  readonly failed: readonly string[];
}

/** What is expected, in words and as a check. docs/kube-proxy.md has the same table for users. */
const EVEN = { text: "even", holds: (counts: readonly number[]) => counts[0] === counts.at(-1) };
const ONE = { text: "all on one pod", holds: (counts: readonly number[]) => counts[1] === 0 };
const BY_CLIENT = { text: "by client", holds: (counts: readonly number[]) => (counts[1] ?? 0) > 0 };

type Expectation = typeof EVEN;

/** How each scheduler must spread connections: one after the other, held, and held by one client alone. */
const EXPECTED: Readonly<Record<string, readonly [Expectation, Expectation, Expectation]>> = {
  rr: [EVEN, EVEN, EVEN],
  lc: [EVEN, EVEN, EVEN],
  sed: [ONE, EVEN, EVEN],
  nq: [ONE, EVEN, EVEN],
  sh: [BY_CLIENT, BY_CLIENT, ONE],
  dh: [ONE, ONE, ONE],
};

/** What of a spread is not as the scheduler promises. */
export function unexpected({ scheduler, oneByOne, held, ofOneClient }: Spread): string[] {
  const failed: string[] = [];
  const [first, second, third] = EXPECTED[scheduler] ?? [];
  const check = (what: string, counts: readonly number[], expected: Expectation | undefined) => {
    if (counts.length !== 3) failed.push(`${what}: ${counts.length} real servers, not 3`);
    else if (!expected?.holds(counts)) failed.push(`${what}: ${counts.join("/")} is not ${expected?.text}`);
  };
  check("one after the other", oneByOne, first);
  check("held", held, second);
  check("held by one client", ofOneClient, third);
  return failed;
}

/** The spreads as rows of a table. */
export function spreadRows(results: readonly Spread[]): string[][] {
  return results.map(({ scheduler, oneByOne, held, ofOneClient }) => [
    `\`${scheduler}\``,
    ...[oneByOne, held, ofOneClient].map(
      (counts, index) => `${counts.join("/")} (${EXPECTED[scheduler]?.[index]?.text})`,
    ),
  ]);
}
