import { section } from "./section.js";
import { markdown, median, percent, thousands } from "./text.js";
import { unguarded } from "./unguarded.js";
import { simulate } from "./validity.js";
import { WINDOWS } from "./verdicts.js";

/** More would not move a median. */
const MOST_RELEASES = 100;

/** Medians of windows; null is "never". */
interface Guard {
  readonly errors: number;
  readonly share: number;
  readonly releases: number;
  readonly passWithout: number | null;
  readonly passWith: number | null;
  readonly failWithout: number | null;
  readonly failWith: number | null;
}

/** What the guard against bursts costs when errors are independent. */
export const guard = section<Guard>({
  cases: [1, 3, 10, 100].flatMap((errors) =>
    [0.02, 0.1, 0.5].map((share) => (asked: number) => {
      const releases = Math.min(asked, MOST_RELEASES);
      const service = { requests: errors / 0.01, errorRate: 0.01 };
      const run = { share, releases, windows: 4 * WINDOWS };
      const pass = { ...run, service: { ...service, ratio: 1 }, seed: 5 };
      const fail = { ...run, service: { ...service, ratio: 2 }, seed: 6 };
      return {
        ...{ errors, share, releases },
        passWithout: median(unguarded(pass).passedAfter, releases),
        passWith: median(simulate({ ...pass, untilPass: true }).passedAfter, releases),
        failWithout: median(unguarded(fail).failedAfter, releases),
        failWith: median(simulate(fail).failedAfter, releases),
      };
    }),
  ),
  tables: { guard: table },
});

function table(results: readonly Guard[]): string {
  const rows = results.map((one) => [
    String(one.errors),
    percent(one.share),
    thousands(one.passWithout),
    thousands(one.passWith),
    thousands(one.failWithout),
    thousands(one.failWith),
  ]);
  const head = ["errors in a window", "share", "pass, without", "pass, with"];
  return markdown([...head, "2x fails, without", "2x fails, with"], rows);
}
