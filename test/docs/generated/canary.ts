import { planCanary } from "../../../src/index.js";
import { table } from "./markdown.js";

const WEIGHTS = [1, 2, 5, 10, 20, 25, 50, 75, 90, 99];

/** What ten replicas make of a weight, without and with more pods. */
export function weightTable(): string {
  const cells = (weight: number, maxPods?: number) => {
    const { stable, canary, achieved } = planCanary({ replicas: 10, weight, maxPods });
    return [`${stable} + ${canary}`, `${Number(achieved.toFixed(1))} %`];
  };
  const head = ["weight", "stable + canary", "achieved", "with `maxPods: 50`", "achieved"];
  return table(
    head,
    WEIGHTS.map((weight) => [`${weight}`, ...cells(weight), ...cells(weight, 50)]),
  );
}
