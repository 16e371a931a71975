import { section } from "./section.js";
import { bounded, markdown, thousands } from "./text.js";
import { requestsFor, simulate } from "./validity.js";
import { WINDOWS } from "./verdicts.js";

/** Windows in which the canary is bad, and that the driver leaves out by default. */
const COLD = 2;

interface ColdStart {
  readonly warmUp: number;
  readonly releases: number;
  readonly failed: number;
}

/** A healthy canary whose answers are bad for 30 s after its start. */
export const coldStart = section<ColdStart>({
  cases: [0, COLD].map((warmUp) => (releases: number) => {
    const service = { requests: requestsFor(0.1, 0.01), errorRate: 0.01, ratio: 1, cold: COLD };
    const run = { service, share: 0.1, releases, windows: WINDOWS, seed: 300, warmUp };
    return { warmUp, releases, failed: simulate(run).failed };
  }),
  tables: { "cold-start": table },
});

function table(results: readonly ColdStart[]): string {
  const rows = results.map(({ warmUp, releases, failed }) => [
    warmUp === 0 ? "from the first request" : "after a warm-up of 30 s",
    thousands(releases),
    bounded(failed, releases),
  ]);
  return markdown(["counted", "releases", "failed"], rows);
}
