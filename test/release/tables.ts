import { markdown, median, percent, thousands } from "./text.js";
import type { Service } from "./traffic.js";
import { unguarded } from "./unguarded.js";
import { requestsFor, simulate } from "./validity.js";

export const RATES = [0.0001, 0.001, 0.01, 0.05, 0.2];
export const SHARES = [0.01, 0.05, 0.1, 0.25, 0.5];

/** An hour, asked after every window. */
const WINDOWS = 240;

export const KINDS: readonly (readonly [name: string, traffic: Partial<Service>])[] = [
  ["steady", {}],
  ["day and night", { day: 96 }],
  ["bursts of 2", { burst: 2 }],
  ["bursts of 5", { burst: 5 }],
  ["bursts of 5, across windows", { burst: 5, spanning: true }],
];

/** Wrong verdicts, over every error rate and share. */
export function validityTable(releases: number, progress: (text: string) => void): string {
  const rows = KINDS.flatMap(([name, traffic]) =>
    RATES.map((errorRate) => {
      progress(`wrong verdicts: ${name}, error rate ${percent(errorRate)}`);
      let failed = 0;
      let passed = 0;
      let caught = 0;
      for (const [i, share] of SHARES.entries()) {
        const service = { ...traffic, requests: requestsFor(share, errorRate), errorRate };
        const run = { share, releases, windows: WINDOWS };
        failed += simulate({ ...run, service: { ...service, ratio: 1 }, seed: 100 + i }).failed;
        const worse = simulate({ ...run, service: { ...service, ratio: 2 }, seed: 200 + i });
        passed += worse.passed;
        caught += worse.failed;
      }
      const of = (count: number) => percent(count / releases / SHARES.length);
      return [name, percent(errorRate), of(failed), of(passed), of(caught)];
    }),
  );
  const cold = [0, 2].map((warmUp) => {
    const service = { requests: requestsFor(0.1, 0.01), errorRate: 0.01, ratio: 1, cold: 2 };
    const { failed } = simulate({ service, share: 0.1, releases, windows: WINDOWS, seed: 300, warmUp });
    return [
      warmUp === 0 ? "counted from the first request" : "after a warm-up of 30 s",
      percent(failed / releases),
    ];
  });
  return [
    "## Wrong verdicts of RateComparison\n",
    markdown(["traffic", "error rate", "healthy, failed", "2x as bad, passed", "2x as bad, failed"], rows),
    "\n## A healthy canary whose answers are bad for 30 s after its start\n",
    markdown(["counting", "failed"], cold),
    "",
  ].join("\n");
}

/** What the guard against bursts costs when errors are independent. */
export function guardTable(releases: number, progress: (text: string) => void): string {
  const rows = [1, 3, 10, 100].flatMap((errors) =>
    [0.02, 0.1, 0.5].map((share) => {
      progress(`cost of the guard: ${errors} errors a window, share ${percent(share)}`);
      const service = { requests: errors / 0.01, errorRate: 0.01 };
      const run = { share, releases, windows: 4 * WINDOWS };
      const pass = { ...run, service: { ...service, ratio: 1 }, seed: 5 };
      const fail = { ...run, service: { ...service, ratio: 2 }, seed: 6 };
      const windows = (values: readonly number[]) => thousands(median(values, releases));
      return [
        String(errors),
        percent(share),
        windows(unguarded(pass).passedAfter),
        windows(simulate(pass).passedAfter),
        windows(unguarded(fail).failedAfter),
        windows(simulate(fail).failedAfter),
      ];
    }),
  );
  return [
    "## Windows until a verdict when errors are independent, without and with the guard against bursts\n",
    markdown(
      ["errors in a window", "share", "pass, without", "pass, with", "2x fails, without", "2x fails, with"],
      rows,
    ),
    "",
  ].join("\n");
}
