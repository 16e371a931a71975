import type { Bench } from "../../scenarios/bench.js";
import type { Named } from "../../scenarios/scenario.js";
import { changes, type Group, type Place } from "../entry.js";

const NODE_DIES: Named = {
  name: "node dies",
  shows:
    "a node loses its network and its daemons in the middle of a release: only connections to its own pods are lost",
};

export const faults: Group = {
  name: "faults",
  title: "Faults in a release",
  entries: [
    changes(
      {
        name: "failed standby",
        shows:
          "a flip to a standby without pods fails and changes nothing; a side with 3 of 4 pods gets the traffic at once",
        ...{ minutes: 2.5, short: "first" },
      },
      async () => (await import("../../scenarios/standby.js")).failedStandby,
    ),
    changes(
      {
        name: "broken image",
        shows:
          "the new side never gets ready: up fails, the old side serves; the same up with a good image converges",
        ...{ minutes: 1.5, short: "first", foreign: true },
      },
      async () => (await import("../../scenarios/accidents.js")).brokenImage,
    ),
    changes(
      { name: "killed", shows: "up is killed between its writes and run again", minutes: 2.5 },
      async () => (await import("../../scenarios/accidents.js")).killed,
    ),
    changes(
      {
        name: "fault of each kind",
        shows: "faults of six kinds, each in the middle of a release",
        minutes: 4,
        needs: { modes: "node" },
        short: "first",
      },
      async (place) => (await import("../../scenarios/faults/oneOfEach.js")).oneOfEach(partsOf(place)),
    ),
    changes(
      {
        name: "registry hangs",
        shows:
          "a registry accepts connections and never answers: up fails and names the image, the old side serves",
        minutes: 1.5,
        needs: { modes: "node" },
        short: "first",
      },
      async () => (await import("../../scenarios/faults/hangingRegistry.js")).hangingRegistry,
    ),
    changes(
      {
        name: "kube-proxy restarted",
        shows: "every kube-proxy is restarted or killed in the middle of a release",
        minutes: 2.5,
        needs: { modes: "node" },
      },
      async (place) =>
        (await import("../../scenarios/faults/kubeProxy.js")).proxyRestarts(partsOf(place).proxy),
    ),
    changes(
      {
        name: "API server killed",
        shows: "the API server is killed for 20 s in the middle of a release, and pods drain for longer",
        minutes: 9,
        needs: { modes: "node" },
      },
      async (place) =>
        (await import("../../scenarios/faults/controlPlane.js")).apiServerKills(partsOf(place)),
    ),
    changes(
      {
        name: "managers restarted",
        shows: "controller-manager and scheduler are restarted or killed in the middle of a release",
        minutes: 2.5,
        needs: { modes: "node" },
      },
      async (place) =>
        (await import("../../scenarios/faults/controlPlane.js")).controllerRestarts(partsOf(place)),
    ),
    changes(
      {
        name: "managers restarted in a hold",
        shows: "controller-manager and scheduler are restarted or killed between releases",
        minutes: 4,
        needs: { modes: "node" },
      },
      async (place) =>
        (await import("../../scenarios/faults/controlPlane.js")).controllersInHold(partsOf(place)),
    ),
    changes(
      {
        name: "etcd slowed",
        shows: "every message to and from etcd takes longer from the middle of a release on",
        minutes: 3.5,
        needs: { modes: "node" },
      },
      async (place) => (await import("../../scenarios/faults/controlPlane.js")).slowEtcd(partsOf(place)),
    ),
    changes(
      {
        name: "pods evicted",
        shows: "all pods are evicted in the middle of a release; budgets hold back all but one of a side",
        minutes: 3,
        needs: { modes: "node" },
      },
      async () => (await import("../../scenarios/faults/evictions.js")).evictions,
    ),
    changes(
      {
        name: "node drained",
        shows: "a node is drained in the middle of a release; budgets hold back all but one pod of a side",
        minutes: 3,
        needs: { modes: "node", nodes: 3 },
      },
      async (place) => (await import("../../scenarios/faults/drains.js")).drains(partsOf(place).nodes),
    ),
    {
      ...NODE_DIES,
      ...{ minutes: 8, needs: { nodes: 3, modes: "node" } },
      run: async (place) => {
        const { nodeDies } = await import("../../scenarios/faults/nodeDies.js");
        const { bench, mode, findings } = place;
        findings.results.push(await nodeDies({ ...bench, parts: partsOf(place) }, NODE_DIES, mode));
      },
    },
    changes(
      {
        name: "flip killed anywhere",
        shows: "up is killed after each of its writes in turn, and run again",
        minutes: 4,
        needs: { modes: "node" },
      },
      async () => (await import("../../scenarios/faults/kills.js")).killedAnywhere("store", 2),
    ),
    changes(
      {
        name: "canary killed anywhere",
        shows: "up is killed after each of its writes in turn, and run again",
        minutes: 8,
        needs: { modes: "node" },
      },
      async () => (await import("../../scenarios/faults/kills.js")).killedAnywhere("web", 4),
    ),
    changes(
      {
        name: "hold killed anywhere",
        shows: "up is killed after each of its writes in turn, and run again",
        minutes: 6,
        needs: { modes: "node" },
      },
      async () => (await import("../../scenarios/faults/kills.js")).killedAnywhere("held", 4),
    ),
  ],
};

/** The parts of the test's own cluster. */
function partsOf({ bench }: Place): NonNullable<Bench["parts"]> {
  if (!bench.parts) throw new Error("this needs a cluster of the test's own");
  return bench.parts;
}
