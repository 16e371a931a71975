import { RateComparison } from "../../../src/release/judgement/rateComparison.js";
import { table } from "./markdown.js";

const OPTIONS = { worseThan: 2, falseAlarm: 0.01, miss: 0.05 };

type Row = readonly [bad: number, total: number, stableBad: number, stableTotal: number];

/** Windows of a service with an error rate of 2 % and a canary with 10 % of the requests. */
const GOOD: readonly Row[] = [
  [3, 153, 23, 1303],
  [5, 138, 24, 1416],
  [1, 150, 21, 1391],
  [3, 162, 16, 1311],
  [3, 152, 21, 1343],
  [2, 135, 32, 1318],
  [1, 161, 13, 1389],
  [3, 141, 25, 1354],
  [2, 152, 21, 1357],
  [3, 172, 21, 1368],
];

const BAD: readonly Row[] = [
  [10, 153, 28, 1303],
  [10, 161, 24, 1406],
  [10, 146, 17, 1267],
  [10, 167, 27, 1365],
  [16, 148, 20, 1370],
];

/** A canary that is as good as the stable side, window by window. */
export const goodRelease = () => course(GOOD);

/** A canary that is four times as bad. */
export const badRelease = () => course(BAD);

function course(rows: readonly Row[]): string {
  const comparison = new RateComparison(OPTIONS);
  const lines = rows.map(([bad, total, stableBad, stableTotal], i) => {
    comparison.add({ canary: { bad, total }, stable: { bad: stableBad, total: stableTotal } });
    const { worse, good, verdict } = comparison;
    const sides = [`${bad} of ${total}`, `${stableBad} of ${stableTotal}`];
    return [
      `${i + 1}`,
      ...sides,
      bar(worse.value, worse.threshold),
      bar(good.value, good.threshold),
      verdict,
    ];
  });
  const head = ["window", "canary, bad", "stable, bad", "worse, of 100", "good, of 20", "verdict"];
  return `${table(head, lines)}\n\n\`${comparison.reason}\``;
}

const bar = (value: number, threshold: number) => {
  const shown = value >= 100 ? value.toFixed(0) : value.toPrecision(2);
  return value >= threshold ? `**${shown}**` : shown;
};

/** Requests until a pass and until a failure. */
export function neededRequests(): string {
  const comparison = new RateComparison(OPTIONS);
  const head = [
    "error rate",
    "share",
    "healthy passes: requests in all",
    "of the canary",
    "5x fails: of the canary",
    "bad answers",
  ];
  const lines = [0, 0.001, 0.01, 0.05].flatMap((errorRate) =>
    [0.02, 0.1, 0.5].map((share) => {
      const pass = comparison.untilPass({ share, errorRate });
      const canaryRate = Math.max(5 * errorRate, 0.01);
      const fail = comparison.untilFail({ share, errorRate, canaryRate });
      return [
        percent(errorRate),
        percent(share),
        count(pass.requests.median),
        count(pass.canaryRequests.median),
        count(fail.canaryRequests.median),
        count(fail.canaryBad.median),
      ];
    }),
  );
  return table(head, lines);
}

const percent = (rate: number) => `${Number((100 * rate).toFixed(1))} %`;

/** Two digits: more would be those of the simulation. */
const count = (value: number) => String(Number(value.toPrecision(2))).replace(/\B(?=(\d{3})+$)/g, " ");
