import { describe, expect, it } from "vitest";
import type { LiveDeployment, LivePod, LiveReplicaSet } from "../../../src/cluster/objects.js";
import type { ClusterReader } from "../../../src/cluster/reader.js";
import { ReadError } from "../../../src/cluster/reader.js";
import { readRollout } from "../../../src/cluster/rollout.js";
import { notReadyLines } from "../../../src/cluster/rolloutText.js";
import {
  backingOff,
  crashing,
  deployment,
  event,
  older,
  pod,
  pulling,
  READY,
  replicaSets,
  unschedulable,
} from "./liveObjects.js";

const PULL =
  "ErrImagePull example.invalid/nope:v9: failed to do request: " +
  'Head "https://example.invalid/v2/nope/manifests/v9": dial tcp: lookup example.invalid on 10.96.0.10:53: no such host';

/** A cluster with one Deployment. Remembers what was read. */
function cluster(
  live: LiveDeployment | undefined,
  sets: LiveReplicaSet[],
  pods: LivePod[],
  events: object = {},
) {
  const paths: string[] = [];
  const reader: ClusterReader = {
    describe: "test",
    defaultNamespace: async () => "default",
    get: async (path) => {
      paths.push(decodeURIComponent(path));
      if (path.includes("/deployments/")) return live;
      if (path.includes("/replicasets?")) return { items: sets };
      if (path.includes("/pods?")) return { items: pods };
      if (events instanceof Error) throw events;
      return { items: [events] };
    },
  };
  return { reader, paths };
}

async function lines(...live: Parameters<typeof cluster>): Promise<string[]> {
  const rollout = await readRollout(cluster(...live).reader, "default", "shop-green");
  return rollout ? notReadyLines(rollout) : ["no Deployment"];
}

describe("what keeps a Deployment from being ready", () => {
  it("is nothing where all pods are ready, and nothing is said of a Deployment that does not exist", async () => {
    expect(await lines(deployment(2), replicaSets(2), [pod("a", READY), pod("b", READY)])).toEqual([]);
    expect(await lines(undefined, [], [])).toEqual(["no Deployment"]);
  });

  it("is one line for pods with one reason, whether they pull or wait", async () => {
    const pods = [pod("a", READY), pulling("green-b"), backingOff("green-c"), pulling("green-d")];
    expect(await lines(deployment(4), replicaSets(4), pods)).toEqual([
      `3 of 4 pods of Deployment shop-green are not ready: ${PULL} (pod green-b and 2 more)`,
    ]);
    expect(await lines(deployment(1), replicaSets(1), [pulling("green-b")])).toEqual([
      `the pod of Deployment shop-green is not ready: ${PULL} (pod green-b)`,
    ]);
  });

  it("is a line for each of several reasons, the most frequent first, and the number of pods is no reason", async () => {
    const pods = [unschedulable("green-a"), crashing("green-b"), { ...crashing("green-c") }, pod("d", READY)];
    expect(await lines(deployment(4), replicaSets(4), pods)).toEqual([
      "3 of 4 pods of Deployment shop-green are not ready:",
      "  2: CrashLoopBackOff: Error: exit code 1, 4 restarts (pod green-b and 1 more)",
      "  1: Unschedulable: 0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available. (pod green-a)",
    ]);
  });

  it("is the quota that keeps pods from being created", async () => {
    const message =
      'pods "shop-green-7d9f-x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2';
    const failure = { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message };
    const live = deployment(4, { conditions: [failure] });
    expect(await lines(live, replicaSets(4), [pod("a", READY), pod("b", READY)])).toEqual([
      `2 of 4 pods of Deployment shop-green are not ready: FailedCreate: ${message}`,
    ]);
  });

  it("is counted among the new pods of a rolling update, and the pods before are named as what serves", async () => {
    const pods = [pulling("new"), older(pod("o1", READY)), older(pod("o2", READY))];
    const conditions = [
      {
        type: "Progressing",
        status: "False",
        reason: "ProgressDeadlineExceeded",
        message: 'ReplicaSet "shop-green-uid-new" has timed out progressing.',
      },
    ];
    expect(await lines(deployment(2, { conditions }), replicaSets(1, 2), pods)).toEqual([
      `the new pod of Deployment shop-green is not ready: ${PULL} (pod new)`,
      "  2 pods of the version before are ready",
      '  Kubernetes reports ProgressDeadlineExceeded: ReplicaSet "shop-green-uid-new" has timed out progressing.',
    ]);
  });

  it("is a pod that does not end, a pause, or a controller that does not run", async () => {
    const stuck = older(pod("o1", READY));
    const ending = { ...stuck, metadata: { ...stuck.metadata, deletionTimestamp: "2020-01-01T00:00:00Z" } };
    const [first, second] = await lines(deployment(1), replicaSets(1), [pod("a", READY), ending]);
    expect(first).toBe("Deployment shop-green: all pods of its last version are ready");
    expect(second).toMatch(/^ {2}1: Terminating: should have ended \d+ s ago \(pod o1\)$/);
    const paused = { ...deployment(1), spec: { ...deployment(1).spec, paused: true } };
    expect(await lines(paused, [], [])).toEqual([
      "the pod of Deployment shop-green is not ready: not created",
      "  the Deployment is paused, so its rollout does not go on",
    ]);
    expect(await lines(deployment(1, { observedGeneration: 1 }), [], [])).toEqual([
      "Deployment shop-green: the cluster has not begun the rollout; its Deployment controller may be down",
    ]);
  });

  it("leaves out pods that Kubernetes has replaced, and those of another owner", async () => {
    const evicted = pulling("gone");
    const failed = { ...evicted, status: { ...evicted.status, phase: "Failed", reason: "Evicted" } };
    const foreign = {
      ...pulling("other"),
      metadata: { name: "other", ownerReferences: [{ uid: "uid-job" }] },
    };
    expect(await lines(deployment(1), replicaSets(1), [pod("a", READY), failed, foreign])).toEqual([]);
  });
});

describe("reading a rollout", () => {
  it("reads the Deployment, lists by its selector, and reads events only of pods that need them", async () => {
    const running = { ready: false, started: true, state: { running: {} } };
    const probe = event("Unhealthy", "Readiness probe failed: connection refused");
    const pods = [pod("a", READY), unschedulable("green-b"), pod("c", running)];
    const { reader, paths } = cluster(deployment(3), replicaSets(3), pods, probe);
    const rollout = await readRollout(reader, "default", "shop-green");
    expect(rollout?.current.pods[2]?.reason?.message).toBe("Readiness probe failed: connection refused");
    expect(paths).toEqual([
      "/apis/apps/v1/namespaces/default/deployments/shop-green",
      "/apis/apps/v1/namespaces/default/replicasets?labelSelector=app=shop,color=green",
      "/api/v1/namespaces/default/pods?labelSelector=app=shop,color=green",
      "/api/v1/namespaces/default/events?fieldSelector=involvedObject.kind=Pod,involvedObject.name=c",
    ]);
  });

  it("goes on without events that the user may not read", async () => {
    const running = { ready: false, started: true, state: { running: {} } };
    const forbidden = new ReadError('events is forbidden: User "jane" cannot list resource "events"', 403);
    expect(await lines(deployment(1), replicaSets(1), [pod("green-a", running)], forbidden)).toEqual([
      "the pod of Deployment shop-green is not ready: Unhealthy: the readiness probe has not succeeded yet (pod green-a)",
    ]);
  });
});
