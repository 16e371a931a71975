import { randomOf } from "../../src/release/judgement/random.js";
import { type Outcome, ours, Release, type Rule, WINDOW } from "./releases.js";
import { rivals } from "./rivals.js";
import { markdown, median, percent, thousands } from "./text.js";
import { type Service, Traffic } from "./traffic.js";

export interface Cell extends Service {
  readonly perSecond: number;
}

const cells: readonly Cell[] = [0.001, 0.01, 0.03].flatMap((errorRate) =>
  [1, 30, 1000].map((perSecond) => ({ errorRate, perSecond, requests: perSecond * WINDOW, ratio: 1 })),
);

interface Walk extends Outcome {
  readonly canary: number;
  readonly harm: number;
}

/** All rules on the same services: each release has the same seed for every rule. */
function walks(rule: Rule, service: Service, releases: number): Walk[] {
  return Array.from({ length: releases }, (_, i) => {
    const release = new Release(new Traffic(randomOf(1000 * i + 17), service));
    const outcome = rule.walk(release);
    const harm = release.canary.bad - release.canary.total * service.errorRate;
    return { ...outcome, canary: release.canary.total, harm: Math.max(0, harm) };
  });
}

const share = (all: readonly Walk[], end: Outcome["end"]) =>
  percent(all.filter((one) => one.end === end).length / all.length);

/** Wrong verdicts of each rule, over all services. */
export function comparedTable(releases: number, progress: (text: string) => void): string {
  const rows: string[][] = [];
  const detailed: string[][] = [];
  for (const rule of [ours("Ours"), ours("Ours, negligible: 0", 0), ...rivals]) {
    const healthy: Walk[] = [];
    const worse = { twice: [] as Walk[], five: [] as Walk[], down: [] as Walk[] };
    for (const cell of cells) {
      progress(`${rule.name}: error rate ${percent(cell.errorRate)}, ${cell.perSecond} requests a second`);
      const of = (service: Service) => walks(rule, service, releases);
      const good = of(cell);
      const twice = of({ ...cell, ratio: 2 });
      const five = of({ ...cell, ratio: 5 });
      healthy.push(...good);
      worse.twice.push(...twice);
      worse.five.push(...five);
      worse.down.push(...of({ ...cell, ratio: 1 / cell.errorRate }));
      detailed.push([
        percent(cell.errorRate),
        String(cell.perSecond),
        rule.name,
        share(good, "rolledBack"),
        share(good, "undecided"),
        share(twice, "promoted"),
        share(five, "promoted"),
        thousands(median(five.map((one) => one.canary))),
        thousands(median(five.map((one) => one.harm))),
      ]);
    }
    const mean = (all: readonly Walk[]) =>
      thousands(all.reduce((sum, one) => sum + one.harm, 0) / all.length);
    rows.push([
      rule.name,
      share(healthy, "rolledBack"),
      share(healthy, "undecided"),
      share(worse.twice, "promoted"),
      share(worse.five, "promoted"),
      share(worse.down, "promoted"),
      mean(worse.five),
      mean(worse.down),
      String(healthy.filter((one) => one.unseen).length),
    ]);
  }
  detailed.sort((a, b) => Number.parseFloat(a[0]) - Number.parseFloat(b[0]) || Number(a[1]) - Number(b[1]));
  return [
    "## Whole releases, all services\n",
    markdown(
      [
        ...["rule", "healthy, rolled back", "healthy, open after 2 h", "2x as bad, promoted", "5x, promoted"],
        ...["down, promoted", "bad answers, 5x", "bad answers, down", "passed a step unseen"],
      ],
      rows,
    ),
    "\n## Whole releases, each service\n",
    markdown(
      [
        ...["errors", "requests/s", "rule", "healthy, rolled back", "healthy, open after 2 h"],
        ...["2x, promoted", "5x, promoted", "5x: canary requests", "5x: bad answers"],
      ],
      detailed,
    ),
  ].join("\n");
}
