import { randomOf } from "../../src/release/judgement/random.js";
import { type End, ours, Release, type Rule, WINDOW } from "./releases.js";
import { rivals } from "./rivals.js";
import { section } from "./section.js";
import { markdown, median, percent, thousands } from "./text.js";
import { type Service, Traffic } from "./traffic.js";

const RULES: readonly Rule[] = [ours("Ours"), ours("Ours, negligible: 0", 0), ...rivals];

const SERVICES = [0.001, 0.01, 0.03].flatMap((errorRate) =>
  [1, 30, 1000].map((perSecond) => ({ errorRate, perSecond })),
);

/** What happened to the releases of one service. Harm is the bad answers of the canary above the rate of the stable side. */
interface Ends extends Readonly<Record<End, number>> {
  readonly unseen: number;
  readonly canaryRequests: number | null;
  readonly medianHarm: number | null;
  readonly meanHarm: number;
}

interface Compared {
  readonly rule: string;
  readonly errorRate: number;
  readonly perSecond: number;
  readonly releases: number;
  readonly healthy: Ends;
  readonly twice: Ends;
  readonly five: Ends;
  readonly down: Ends;
}

/** All rules on the same services: each release has the same seed for every rule. */
export const rules = section<Compared>({
  cases: SERVICES.flatMap(({ errorRate, perSecond }) =>
    RULES.map((rule) => (releases: number) => {
      const ends = (ratio: number) =>
        walk(rule, { errorRate, requests: perSecond * WINDOW, ratio }, releases);
      return {
        ...{ rule: rule.name, errorRate, perSecond, releases },
        healthy: ends(1),
        twice: ends(2),
        five: ends(5),
        down: ends(1 / errorRate),
      };
    }),
  ),
  tables: { rules: ofAll, "rules-by-service": ofEach, "rules-busy": ofBusy },
});

function walk(rule: Rule, service: Service, releases: number): Ends {
  const count = { promoted: 0, rolledBack: 0, undecided: 0, unseen: 0 };
  const requests: number[] = [];
  const harm: number[] = [];
  for (let i = 0; i < releases; i++) {
    const release = new Release(new Traffic(randomOf(1000 * i + 17), service));
    const { end, unseen } = rule.walk(release);
    count[end]++;
    if (unseen) count.unseen++;
    requests.push(release.canary.total);
    harm.push(Math.max(0, release.canary.bad - release.canary.total * service.errorRate));
  }
  return {
    ...count,
    canaryRequests: median(requests),
    medianHarm: rounded(median(harm) ?? 0),
    meanHarm: rounded(harm.reduce((sum, one) => sum + one, 0) / releases),
  };
}

const rounded = (value: number) => Number(value.toFixed(1));

/** Wrong verdicts of each rule, over all services. */
function ofAll(results: readonly Compared[]): string {
  const rows = RULES.map(({ name }) => {
    const own = results.filter((one) => one.rule === name);
    const sum = (value: (one: Compared) => number) => own.reduce((total, one) => total + value(one), 0);
    const share = (value: (one: Compared) => number) => percent(sum(value) / sum((one) => one.releases));
    return [
      name,
      share((one) => one.healthy.rolledBack),
      share((one) => one.healthy.undecided),
      share((one) => one.twice.promoted),
      share((one) => one.five.promoted),
      share((one) => one.down.promoted),
      thousands(sum((one) => one.five.meanHarm) / own.length),
      thousands(sum((one) => one.down.meanHarm) / own.length),
      String(sum((one) => one.healthy.unseen)),
    ];
  });
  const head = ["rule", "healthy, rolled back", "healthy, open after 2 h", "2x as bad, promoted"];
  const harm = ["bad answers, 5x", "bad answers, down", "passed a step unseen"];
  return markdown([...head, "5x, promoted", "down, promoted", ...harm], rows);
}

/** The service in the middle of the error rates, with most requests. */
function ofBusy(results: readonly Compared[]): string {
  return ofEach(results.filter(({ errorRate, perSecond }) => errorRate === 0.01 && perSecond === 1000));
}

function ofEach(results: readonly Compared[]): string {
  const rows = results.map(({ rule, errorRate, perSecond, releases, healthy, twice, five }) => [
    percent(errorRate),
    String(perSecond),
    rule,
    percent(healthy.rolledBack / releases),
    percent(healthy.undecided / releases),
    percent(twice.promoted / releases),
    percent(five.promoted / releases),
    thousands(five.canaryRequests),
    thousands(five.medianHarm),
  ]);
  const head = ["errors", "requests/s", "rule", "healthy, rolled back", "healthy, open after 2 h"];
  const bad = ["2x, promoted", "5x, promoted", "5x: canary requests", "5x: bad answers"];
  return markdown([...head, ...bad], rows);
}
