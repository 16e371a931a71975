import { blueGreen, canary, hold, V1, V2 } from "../apps.js";
import type { Change, Scenario, Step } from "../scenario.js";

/** What goes wrong in one release, and what becomes of its `up`. */
export interface Fault extends Omit<Step, "changes"> {
  /** How the titles of the changes name it. */
  readonly title: string;
  /** The pods that each side may lack meanwhile, because something else than the release ends them. Default 0. */
  readonly missing?: number;
}

/** What all apps of a walk have in common. */
export interface Common {
  readonly drainSeconds?: number;
}

/** A walk of releases with one fault in each. */
export function walk(faults: readonly Fault[], common: Common = {}): Scenario {
  return {
    first: [
      blueGreen("store", "", { active: "blue", standbyReplicas: 0, ...common }).app,
      canary("web", "", { weight: 0, ...common }).app,
      hold("held", "", { weight: 0, pods: 0, ...common }).app,
    ],
    steps: faults.map(({ title, missing = 0, ...step }, index) => ({
      ...step,
      changes: release(index, common).map((change) => ({
        ...change,
        title: `${change.title}, ${title}`,
        fewest: change.fewest - missing,
      })),
    })),
  };
}

/** One release of an endless walk: a flip forth or back, and the next step of a canary and of a hold. */
export function release(index: number, common: Common = {}): readonly Change[] {
  const odd = Math.floor(index / 4) % 2 === 1;
  const [stable, next] = odd ? [V2, V1] : [V1, V2];
  const step = index % 4;
  const promoted = { stable: next, canary: stable, weight: 0 };
  const web = ["weight 0 → 10", "weight 10 → 50", "weight 50 → 100"][step] ?? "promote";
  const held = ["hold at 25", "step to 40", "resume"][step] ?? "promote";
  return [
    blueGreen("store", "flip, standby 0", {
      ...common,
      active: index % 2 === 0 ? "green" : "blue",
      standbyReplicas: 0,
    }),
    canary("web", web, {
      ...common,
      ...(step === 3 ? promoted : { stable, canary: next, weight: [10, 50, 100][step] as number }),
    }),
    hold("held", held, {
      ...common,
      pods: [1, 2, 0, 0][step] as number,
      ...(step === 3 ? promoted : { stable, canary: next, weight: [25, 40, 100][step] as number }),
    }),
  ];
}
