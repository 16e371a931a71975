import { changes, type Entry, type Group, ownOf } from "../entry.js";

const needs = { nodes: 3, modes: "node" } as const;
const nodePorts = () => import("../../scenarios/nodes/nodePorts.js");

const slowKubeProxy: Entry = {
  name: "slow kube-proxy",
  shows: "what flips lose over the drain, while one kube-proxy hears of changes seconds late",
  ...{ minutes: 8, needs },
  run: async (place) => {
    const { slowProxy } = await import("../../scenarios/nodes/slowProxy.js");
    const { proxy, mode } = ownOf(place);
    place.findings.drains.push(await slowProxy(place.bench, slowKubeProxy, proxy, mode));
  },
};

export const nodes: Group = {
  name: "nodes",
  title: "Several nodes",
  entries: [
    changes(
      {
        name: "node ports in short",
        shows: "flips and a weight, from outside through every node, with both traffic policies",
        ...{ minutes: 1.5, needs },
      },
      async () => (await nodePorts()).nodePortsInShort,
    ),
    changes(
      {
        name: "walk by node ports",
        shows: "the walk of the releases, from outside through every node, also one without a pod of the app",
        ...{ minutes: 4, needs },
      },
      async ({ rounds }) => (await nodePorts()).nodePorts(rounds),
    ),
    changes(
      {
        name: "local pods",
        shows: "flips and weights with externalTrafficPolicy Local and a pod of each color on every node",
        ...{ minutes: 3, needs },
      },
      async () => (await nodePorts()).localPods,
    ),
    slowKubeProxy,
    changes(
      {
        name: "missing color",
        shows:
          "a flip to a color that one node has no pod of, with externalTrafficPolicy Local, which must lose",
        ...{ minutes: 1.5, needs },
      },
      async () => (await import("../../scenarios/nodes/missingColor.js")).missingColor,
    ),
  ],
};
