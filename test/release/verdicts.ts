import { section } from "./section.js";
import { bounded, markdown, percent, thousands } from "./text.js";
import type { Service } from "./traffic.js";
import { requestsFor, simulate } from "./validity.js";

const RATES = [0.0001, 0.001, 0.01, 0.05, 0.2];
const SHARES = [0.01, 0.05, 0.1, 0.25, 0.5];

/** An hour, asked after every window. */
export const WINDOWS = 240;

const KINDS: Readonly<Record<string, Partial<Service>>> = {
  independent: {},
  "independent; traffic and error rate move by 80 %": { day: 96 },
  "bursts of 2": { burst: 2 },
  "bursts of 5": { burst: 5 },
  "bursts of 5 that go on in the next window": { burst: 5, spanning: true },
};

interface Verdicts {
  readonly errors: string;
  readonly errorRate: number;
  readonly share: number;
  readonly releases: number;
  readonly healthyFailed: number;
  readonly healthyPassed: number;
  readonly twicePassed: number;
  readonly twiceFailed: number;
}

/** Wrong verdicts of RateComparison, for each kind of errors, over every error rate and share. */
export const verdicts = section<Verdicts>({
  cases: Object.entries(KINDS).flatMap(([errors, traffic]) =>
    RATES.flatMap((errorRate) =>
      SHARES.map((share, i) => (releases: number) => {
        const service = { ...traffic, requests: requestsFor(share, errorRate), errorRate };
        const run = { share, releases, windows: WINDOWS };
        const healthy = simulate({ ...run, service: { ...service, ratio: 1 }, seed: 100 + i });
        const twice = simulate({ ...run, service: { ...service, ratio: 2 }, seed: 200 + i });
        return {
          ...{ errors, errorRate, share, releases },
          healthyFailed: healthy.failed,
          healthyPassed: healthy.passed,
          twicePassed: twice.passed,
          twiceFailed: twice.failed,
        };
      }),
    ),
  ),
  tables: { verdicts: byKind, "verdicts-by-rate": byRate },
});

function byKind(results: readonly Verdicts[]): string {
  const rows = Object.keys(KINDS).map((errors) => {
    const sum = added(results.filter((one) => one.errors === errors));
    const worst = (count: (sum: Added) => number) =>
      percent(Math.max(...ofRates(results, errors).map(([, one]) => count(one) / one.releases)));
    return [
      errors,
      thousands(sum.releases),
      bounded(sum.healthyFailed, sum.releases),
      bounded(sum.twicePassed, sum.releases),
      percent(sum.healthyPassed / sum.releases),
      percent(sum.twiceFailed / sum.releases),
      `${worst((one) => one.healthyFailed)}, ${worst((one) => one.twicePassed)}`,
    ];
  });
  const head = ["errors", "releases", "**healthy, failed**", "**2x as bad, passed**"];
  return markdown(
    [...head, "healthy, passed", "2x as bad, failed", "worst error rate: wrongly failed, passed"],
    rows,
  );
}

function byRate(results: readonly Verdicts[]): string {
  const rows = Object.keys(KINDS).flatMap((errors) =>
    ofRates(results, errors).map(([errorRate, sum]) => [
      errors,
      percent(errorRate),
      bounded(sum.healthyFailed, sum.releases),
      bounded(sum.twicePassed, sum.releases),
      percent(sum.healthyPassed / sum.releases),
      percent(sum.twiceFailed / sum.releases),
    ]),
  );
  const head = ["errors", "error rate", "**healthy, failed**", "**2x as bad, passed**"];
  return markdown([...head, "healthy, passed", "2x as bad, failed"], rows);
}

type Added = Pick<Verdicts, "releases" | "healthyFailed" | "healthyPassed" | "twicePassed" | "twiceFailed">;

function added(results: readonly Verdicts[]): Added {
  const total = (count: (one: Verdicts) => number) => results.reduce((sum, one) => sum + count(one), 0);
  return {
    releases: total((one) => one.releases),
    healthyFailed: total((one) => one.healthyFailed),
    healthyPassed: total((one) => one.healthyPassed),
    twicePassed: total((one) => one.twicePassed),
    twiceFailed: total((one) => one.twiceFailed),
  };
}

function ofRates(results: readonly Verdicts[], errors: string): (readonly [errorRate: number, sum: Added])[] {
  return RATES.map((rate) => [
    rate,
    added(results.filter((one) => one.errors === errors && one.errorRate === rate)),
  ]);
}
