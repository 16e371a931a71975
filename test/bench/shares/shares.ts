import { planCanary } from "../../../src/index.js";
import { table } from "../../docs/generated/markdown.js";
import { argoSides, errorOf, type Sides } from "./argo.js";

export const WEIGHTS = [1, 2, 5, 10, 20, 25, 33, 50, 67, 75, 90, 99];
/** The numbers of replicas that are compared: 1 to 50. */
export const REPLICAS = Array.from({ length: 50 }, (_, index) => index + 1);

type Planner = (replicas: number, weight: number) => Sides;

export const ours: Planner = (replicas, weight) => planCanary({ replicas, weight });
/** With as many pods as a flip of all pods would need. */
export const oursWithMore: Planner = (replicas, weight) =>
  planCanary({ replicas, weight, maxPods: 2 * replicas });

const PLANNERS: readonly (readonly [string, Planner])[] = [
  ["ours", ours],
  ["ours, `maxPods` doubled", oursWithMore],
  ["Argo Rollouts", argoSides],
];

/** How far the shares are from the weights, and how many pods they take: in means over all weights. */
export function shareTable(): string {
  const rows = [[1], [2], [3], [5], [10], [20], [50], REPLICAS];
  return table(
    ["replicas", ...PLANNERS.map(([name]) => `error: ${name}`), ...PLANNERS.map(([name]) => `pods: ${name}`)],
    rows.map((row) => [
      row === REPLICAS ? `1 to ${row.length}` : `${row[0]}`,
      ...PLANNERS.map(([, planner]) => errors(row, planner)),
      ...PLANNERS.map(([, planner]) => extraPods(row, planner)),
    ]),
  );
}

/** The mean error and the largest one, in percentage points. */
function errors(row: readonly number[], planner: Planner): string {
  const each = row.flatMap((replicas) => WEIGHTS.map((weight) => errorOf(planner(replicas, weight), weight)));
  return `${meanOf(each).toFixed(1)} (${Math.max(...each).toFixed(1)})`;
}

/** The mean number of pods above the replicas. */
function extraPods(row: readonly number[], planner: Planner): string {
  const each = row.flatMap((replicas) =>
    WEIGHTS.map((weight) => {
      const { canary, stable } = planner(replicas, weight);
      return canary + stable - replicas;
    }),
  );
  return `+${meanOf(each).toFixed(1)}`;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
