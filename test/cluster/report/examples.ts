import type { Counts } from "../load/load.js";
import type { ReleaseResult } from "../release/result.js";
import type { ResultFile } from "./file.js";
import type { ChangeResult, ScenarioResult } from "./result.js";

/** Results that tests of the reports begin with. */

export const countsOf = (lost: number): Counts => ({
  ...{ begun: 1000, ok: { V1: 1000 - lost }, slow: 0 },
  lost: lost > 0 ? { refused: lost } : {},
});

export const changeOf = (lost: number, other: Partial<ChangeResult> = {}): ChangeResult => ({
  ...{ app: "shop", title: "flip", seconds: 1, fewest: 2, wanted: 2, failed: [] },
  ...{ counts: countsOf(lost), after: countsOf(0), share: { V1: 100 } },
  ...other,
});

export const scenarioOf = (lost: number, other: Partial<ScenarioResult> = {}): ScenarioResult => ({
  ...{ mode: "nftables", scenario: "releases", loses: false },
  ...{ changes: [changeOf(lost)], counts: countsOf(lost), took: 61 },
  ...other,
});

export const RELEASE: ReleaseResult = {
  ...{ mode: "nftables", scenario: "release driver: errors, two steps", version: "errors" },
  ...{ verdict: "rolledBack", seconds: 40.4, canaryRequests: 1809, metFault: 46, forecast: 50, failed: [] },
  counts: { begun: 6034, ok: { good1: 5225, errors: 763 }, lost: {}, slow: 0, errors: { errors: 46 } },
};

export const runOf = (other: Partial<ResultFile> = {}): ResultFile => ({
  ...{ command: "npm run test:cluster", driver: "direct", kubernetes: "v1.36.3", date: "today" },
  ...{ minutes: 1, whole: true, results: [], spreads: [], releases: [], crashes: [] },
  ...other,
});
