import { blueGreen, canary, hold, V1, V2 } from "./apps.js";
import type { Scenario, Step } from "./scenario.js";

/** The walk of every release: all apps take a step in each `up`. */
export function releases(rounds: number): Scenario {
  const first = [
    blueGreen("shop", "", { active: "blue" }),
    blueGreen("store", "", { active: "blue", standbyReplicas: 0 }),
    canary("web", "", { weight: 0 }),
    hold("held", "", { weight: 0, pods: 0 }),
  ];
  return {
    first: first.map(({ app }) => app),
    steps: Array.from({ length: rounds }, (_, index) => round(index % 2 === 1)).flat(),
  };
}

/** Seven steps; the second round starts from what the first has promoted. */
function round(odd: boolean): Step[] {
  const [a, b] = odd ? [V2, V1] : [V1, V2];
  const forth = odd ? "blue" : "green";
  const back = odd ? "green" : "blue";
  const web = (title: string, weight: number) => canary("web", title, { weight, stable: a, canary: b });
  const held = (title: string, weight: number, pods: number) =>
    hold("held", title, { weight, pods, stable: a, canary: b });
  const again = (title: string, weight: number) => canary("web", title, { weight, stable: b, canary: a });
  const heldAgain = (title: string, weight: number, pods: number) =>
    hold("held", title, { weight, pods, stable: b, canary: a });
  const flip = (color: "blue" | "green", replicas = 2) => [
    blueGreen("shop", replicas === 2 ? "flip" : "flip and scale to 3", { active: color, replicas }),
    blueGreen("store", "flip, standby 0", { active: color, standbyReplicas: 0 }),
  ];
  return [
    { changes: [...flip(forth), web("weight 0 → 2", 2), held("hold at 25", 25, 1)] },
    {
      instead: (hand) => hand.deletePod("held", b.image),
      changes: [held("canary pod deleted while held", 25, 1)],
    },
    { changes: [...flip(back), web("weight 2 → 10", 10), held("step to 40", 40, 2)] },
    { changes: [...flip(forth), web("weight 10 → 50", 50), held("resume", 100, 0)] },
    { changes: [...flip(back), web("weight 50 → 100", 100)] },
    { changes: [...flip(forth, 3), again("promote", 0), heldAgain("promote, hold at 25", 25, 1)] },
    { changes: [...flip(back), again("weight 0 → 75", 75), heldAgain("step to 40", 40, 2)] },
    { changes: [...flip(forth), again("abort from 75", 0), heldAgain("undo", 0, 0)] },
  ];
}
