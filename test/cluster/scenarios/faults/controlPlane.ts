import type { ControlPlane } from "../../boot/controlPlane.js";
import { answers, EtcdRelay } from "../../boot/etcdRelay.js";
import { endpointsFollow } from "../../cluster/endpointController.js";
import { sleep } from "../../commands.js";
import type { Scenario, Step } from "../scenario.js";
import { type Fault, release, walk } from "./walk.js";

/** Milliseconds without an API server. */
const OUTAGE = 20_000;

/**
 * The API server is killed in the middle of the `up`. If that fails, the next one must not. It runs when the endpoint
 * controller follows the cluster again.
 */
export function apiServerKilled({ apiServer }: ControlPlane, after: number): Fault {
  return {
    title: `API server killed for 20 s after write ${after}`,
    up: "may fail",
    during: {
      after,
      happens: async ({ cluster }) => {
        await apiServer.kill();
        await sleep(OUTAGE);
        apiServer.start();
        await answers(cluster);
        await endpointsFollow(cluster);
      },
    },
  };
}

/** The controllers and the scheduler end in the middle of the `up`, and start again at once. */
export function controllersRestarted(parts: ControlPlane, how: "stop" | "kill", after: number): Fault {
  const title = `controllers ${how === "stop" ? "restarted" : "killed"} after write ${after}`;
  return { title, during: { after, happens: () => restart(parts, how) } };
}

/** Every message to and from etcd arrives later from the middle of the `up` on, until its end. */
export function etcdSlowed(relay: EtcdRelay, milliseconds: number, after: number): Fault {
  return {
    title: `etcd ${milliseconds} ms away after write ${after}`,
    during: { after, happens: async () => relay.setDelay(milliseconds) },
    after: async () => {
      relay.setDelay(0);
      return [];
    },
  };
}

/** The scenario with a relay between the API server and etcd. */
export function withRelay(parts: ControlPlane, of: (relay: EtcdRelay) => Scenario): Scenario {
  const relay = new EtcdRelay();
  return { ...of(relay), before: ({ cluster }) => relay.begin(parts, cluster), end: () => relay.end() };
}

/** Pods that have begun to end serve until every node has heard of it, which is after the outage. */
export function apiServerKills(parts: ControlPlane): Scenario {
  const drainSeconds = 60;
  const kills = [1, 2, 3, 4].map((after) => apiServerKilled(parts, after));
  return { ...walk(kills, { drainSeconds }), settle: drainSeconds };
}

export const controllerRestarts = (parts: ControlPlane): Scenario =>
  walk([1, 2, 3, 4].map((after) => controllersRestarted(parts, after % 2 === 1 ? "stop" : "kill", after)));

export const slowEtcd = (parts: ControlPlane): Scenario =>
  withRelay(parts, (relay) =>
    walk([100, 250, 500, 1000].map((milliseconds, index) => etcdSlowed(relay, milliseconds, index + 1))),
  );

/** Nothing changes between two releases, whatever restarts: no controller remembers a hold. */
export function controllersInHold(parts: ControlPlane): Scenario {
  const restarted = (how: "stop" | "kill", index: number): Step => ({
    instead: () => restart(parts, how),
    changes: release(index).map((change) => ({
      ...change,
      title: `${change.title}, then controllers ${how === "stop" ? "restarted" : "killed"}`,
    })),
  });
  return {
    ...walk([]),
    steps: [0, 1, 2, 3].flatMap((index) => [
      { changes: release(index) },
      restarted("stop", index),
      restarted("kill", index),
    ]),
  };
}

async function restart({ controllerManager, scheduler }: ControlPlane, how: "stop" | "kill"): Promise<void> {
  await Promise.all([controllerManager[how](), scheduler[how]()]);
  controllerManager.start();
  scheduler.start();
}
