import { blueGreen, canary, V1, V2 } from "../apps.js";
import { releases } from "../releases.js";
import type { Change, Scenario, Step } from "../scenario.js";
import { atLocalPods, atNodes } from "./apps.js";

/** The walk of every release, from clients that call every node. With two pods on three nodes, one node has none. */
export function nodePorts(rounds: number): Scenario {
  return outside(releases(rounds), atNodes);
}

/** The apps of a scenario in another form, under load at the ports of every node. */
function outside(scenario: Scenario, form: (change: Change) => Change): Scenario {
  const first = scenario.first.map((app) => form({ title: "", app, share: {}, fewest: 0 }).app);
  const steps = scenario.steps.map((step) => ({ ...step, changes: step.changes.map(form) }));
  return { ...scenario, through: "node ports", first, steps };
}

const PODS = 3;

const flips = (active: "blue" | "green"): Change[] => [
  blueGreen("shop", "flip", { active, replicas: PODS }),
  blueGreen("store", "flip, standby 0", { active, replicas: PODS, standbyReplicas: 0 }),
];
const web = (title: string, weight: number) => canary("web", title, { weight, replicas: PODS });
const again = (title: string, weight: number) =>
  canary("web", title, { weight, replicas: PODS, stable: V2, canary: V1 });

/** Half of the connections of the only node with a canary pod, of three nodes. */
const OF_ONE_NODE = 100 / 2 / 3;

/** Releases with `externalTrafficPolicy: Local`: every node has a pod of each color and of the stable side. */
export const localPods: Scenario = outside(
  {
    first: [...flips("blue"), web("", 0)].map(({ app }) => app),
    steps: [
      {
        changes: [
          ...flips("green"),
          {
            ...web("weight 0 → 25, on one node", 25),
            share: { [V1.says]: 100 - OF_ONE_NODE, [V2.says]: OF_ONE_NODE },
          },
        ],
      },
      { changes: [...flips("blue"), web("weight 25 → 50", 50)] },
      { changes: [...flips("green"), web("weight 50 → 100", 100)] },
      { changes: [...flips("blue"), again("promote", 0)] },
      { changes: [...flips("green"), again("weight 0 → 50", 50)] },
      { changes: [...flips("blue"), again("abort from 50", 0)] },
    ],
  },
  atLocalPods,
);

/** Two flips with each policy, and a weight. */
export const nodePortsInShort: Scenario = {
  through: "node ports",
  first: inShort("blue", 0).changes.map(({ app }) => app),
  steps: [inShort("green", 50), inShort("blue", 0)],
};

function inShort(active: "blue" | "green", weight: number): Step {
  const near = { active, replicas: PODS, standbyReplicas: 0 };
  return {
    changes: [
      atNodes(blueGreen("shop", "flip", { active })),
      atNodes(canary("web", weight > 0 ? "weight 0 → 50" : "abort from 50", { weight })),
      atLocalPods(blueGreen("near", "flip, Local", { ...near, standbyReplicas: undefined })),
      atLocalPods(blueGreen("gone", "flip, Local, standby 0", near)),
    ],
  };
}
