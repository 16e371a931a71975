import { describe, expect, it } from "vitest";
import type { LiveEvent, LivePod } from "../../../src/cluster/objects.js";
import { needsEvents, podState } from "../../../src/cluster/pods.js";
import { reasonText } from "../../../src/cluster/reason.js";
import {
  BROKEN_IMAGE,
  backingOff,
  CREATING,
  crashing,
  event,
  pod,
  pulling,
  READY,
  unschedulable,
  waiting,
} from "./liveObjects.js";

const NOW = Date.parse("2026-11-25T10:05:00Z");
const reason = (of: LivePod, events: LiveEvent[] = []) => {
  const state = podState(of, events, NOW);
  return state.reason && reasonText(state.reason);
};

describe("the reason of a pod that is not ready", () => {
  const CAUSE =
    'failed to do request: Head "https://example.invalid/v2/nope/manifests/v9": dial tcp: lookup example.invalid on 10.96.0.10:53: no such host';

  it("is none for a ready pod", () => {
    expect(podState(pod("a", READY))).toEqual({
      name: "a",
      ready: true,
      ending: false,
      restarts: 0,
      node: "node-1",
      reason: undefined,
    });
  });

  it("is the image and the last cause, at a pull and between two pulls alike", () => {
    expect(reason(pulling("a"))).toBe(`ErrImagePull ${BROKEN_IMAGE}: ${CAUSE}`);
    expect(reason(backingOff("a"))).toBe(`ErrImagePull ${BROKEN_IMAGE}: ${CAUSE}`);
  });

  it("is the cause in an event where an older kubelet reports the back-off alone", () => {
    const bare = pod(
      "a",
      waiting("ImagePullBackOff", `Back-off pulling image "${BROKEN_IMAGE}"`),
      BROKEN_IMAGE,
    );
    const events = [
      event(
        "Failed",
        `Failed to pull image "${BROKEN_IMAGE}": rpc error: code = NotFound desc = manifest unknown`,
      ),
      event("Failed", "Error: ImagePullBackOff", "2026-11-25T10:01:00Z"),
    ];
    expect(reason(bare)).toBe(`ErrImagePull ${BROKEN_IMAGE}`);
    expect(reason(bare, events)).toBe(`ErrImagePull ${BROKEN_IMAGE}: manifest unknown`);
    expect(needsEvents(bare)).toBe(true);
  });

  it("is the image's name where it is not one", () => {
    const message =
      'Failed to apply default image tag "A B": couldn\'t parse image name "A B": invalid reference format';
    expect(reason(pod("a", waiting("InvalidImageName", message), "A B"))).toBe(
      `InvalidImageName A B: ${message}`,
    );
  });

  it("is the scheduler's sentence", () => {
    expect(reason(unschedulable("a"))).toBe(
      "Unschedulable: 0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available.",
    );
    expect(needsEvents(unschedulable("a"))).toBe(false);
  });

  it("is how the container ended last, in a crash loop and between two restarts", () => {
    expect(reason(crashing("a"))).toBe("CrashLoopBackOff: Error: exit code 1, 4 restarts");
    expect(reason(crashing("a", { exitCode: 137, reason: "OOMKilled" }))).toBe(
      "CrashLoopBackOff: OOMKilled: exit code 137, 4 restarts",
    );
    expect(reason(crashing("a", { exitCode: 139, signal: 11, reason: "Error" }))).toBe(
      "CrashLoopBackOff: Error: signal 11, 4 restarts",
    );
    const ended = { state: { terminated: { exitCode: 2, reason: "Error", message: "no DATABASE_URL\n" } } };
    expect(reason(pod("a", { ready: false, restartCount: 1, ...ended }))).toBe(
      "Error: exit code 2, 1 restart: no DATABASE_URL",
    );
  });

  it("is the missing part of the configuration", () => {
    expect(reason(pod("a", waiting("CreateContainerConfigError", 'configmap "shop" not found')))).toBe(
      'CreateContainerConfigError: configmap "shop" not found',
    );
  });

  it("is the event of a volume or a sandbox while the container is created", () => {
    expect(reason(pod("a", CREATING))).toBe("ContainerCreating");
    const mount = event("FailedMount", 'MountVolume.SetUp failed for volume "tls" : secret "tls" not found');
    expect(reason(pod("a", CREATING), [mount])).toBe(
      'FailedMount: MountVolume.SetUp failed for volume "tls" : secret "tls" not found',
    );
  });

  it("is the image while its pull does not end, as of a registry that does not answer", () => {
    const image = "example.com/shop:v2";
    const begun = event("Pulling", `Pulling image "${image}"`);
    const ended = event("Pulled", `Successfully pulled image "${image}" in 2s`, "2026-11-25T10:01:00Z");
    const other = event("Pulling", 'Pulling image "example.com/shop:v20"');
    expect(reason(pod("a", CREATING), [begun])).toBe(`ContainerCreating: Pulling image "${image}"`);
    expect(reason(pod("a", CREATING), [begun, ended])).toBe("ContainerCreating");
    expect(reason(pod("a", CREATING), [other])).toBe("ContainerCreating");
  });

  it("is the newest answer of the probe that fails", () => {
    const running = { ready: false, started: true, state: { running: {} } };
    const events = [
      event(
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "2026-11-25T10:04:00Z",
      ),
      event("Unhealthy", "Readiness probe failed: connection refused", "2026-11-25T10:01:00Z"),
      event("Unhealthy", "Liveness probe failed: timeout", "2026-11-25T10:04:30Z"),
    ];
    expect(reason(pod("a", running), events)).toBe(
      "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503",
    );
    expect(reason(pod("a", running))).toBe("Unhealthy: the readiness probe has not succeeded yet");
    expect(reason(pod("a", { ...running, started: false }), events)).toBe(
      "Unhealthy: the startup probe has not succeeded yet",
    );
    const restarted = {
      ...running,
      restartCount: 2,
      lastState: { terminated: { exitCode: 1, reason: "Error" } },
    };
    expect(reason(pod("a", restarted))).toBe(
      "Unhealthy: the readiness probe has not succeeded yet; before, it ended: Error: exit code 1, 2 restarts",
    );
  });

  it("is the init container or the sidecar that holds up the others", () => {
    const withInit = (status: object, restartPolicy?: string): LivePod => {
      const base = pod("a", waiting("PodInitializing"));
      const init = { name: "setup", image: BROKEN_IMAGE, ...(restartPolicy && { restartPolicy }) };
      return {
        ...base,
        spec: { ...base.spec, initContainers: [init] },
        status: { ...base.status, initContainerStatuses: [{ name: "setup", ...status }] },
      };
    };
    expect(reason(withInit(waiting("ErrImagePull", "not found")))).toBe(
      `init container setup: ErrImagePull ${BROKEN_IMAGE}: not found`,
    );
    expect(reason(withInit({ state: { running: {} } }))).toBe(
      "init container setup: Running: it has not ended yet",
    );
    const sidecar = { ready: false, started: false, state: { running: {} } };
    expect(reason(withInit(sidecar, "Always"))).toBe(
      "sidecar setup: Unhealthy: the startup probe has not succeeded yet",
    );
    const done = { ready: true, state: { terminated: { exitCode: 0 } } };
    expect(reason(withInit(done))).toBe("PodInitializing");
  });

  it("names the container among several, the one that fails before those that start", () => {
    const base = pod("a", CREATING);
    const two: LivePod = {
      ...base,
      spec: {
        ...base.spec,
        containers: [
          { name: "shop", image: "a" },
          { name: "proxy", image: "b" },
        ],
      },
      status: {
        ...base.status,
        containerStatuses: [
          { name: "shop", ...CREATING },
          { name: "proxy", ...waiting("CreateContainerError", "no command specified") },
        ],
      },
    };
    expect(reason(two)).toBe("container proxy: CreateContainerError: no command specified");
  });

  it("is the other controller's sentence where a readiness gate is closed", () => {
    const base = pod("a", READY);
    const message = 'corresponding condition of pod readiness gate "example.com/lb" does not exist.';
    const gated = { type: "Ready", status: "False", reason: "ReadinessGatesNotReady", message };
    const closed = { ...base, status: { ...base.status, conditions: [gated] } };
    expect(reason(closed)).toBe(`ReadinessGatesNotReady: ${message}`);
  });

  it("is the node that does not answer, also for a pod that cannot end there", () => {
    const base = pod("a", READY);
    const conditions = [{ type: "Ready", status: "False" }];
    const lost = { ...base, status: { ...base.status, conditions } };
    const events = [event("NodeNotReady", "Node is not ready")];
    expect(reason(lost, events)).toBe("NodeNotReady: node node-1 does not answer");
    const ending = { ...lost, metadata: { ...lost.metadata, deletionTimestamp: "2026-11-25T10:03:00Z" } };
    expect(reason(ending, events)).toBe("Terminating: node node-1 does not answer");
    expect(reason(ending)).toBe("Terminating: should have ended 120 s ago");
    const soon = { ...lost, metadata: { ...lost.metadata, deletionTimestamp: "2026-11-25T10:05:10Z" } };
    expect(podState(soon, [], NOW)).toMatchObject({ ending: true, ready: false, reason: undefined });
  });

  it("is why the kubelet gave the pod up", () => {
    const base = pod("a", CREATING);
    const status = {
      ...base.status,
      phase: "Failed",
      reason: "Evicted",
      message: "The node was low on resource: memory.",
    };
    expect(reason({ ...base, status })).toBe("Evicted: The node was low on resource: memory.");
  });
});

it("a pod without any status has its phase, or nothing, as the reason", () => {
  expect(reason({ metadata: { name: "a" } })).toBe("Unknown");
  expect(reason({ metadata: { name: "a" }, status: { phase: "Pending" } })).toBe("Pending");
});

it("a long message keeps its start and its end, in one line", () => {
  const message = `0/99 nodes are available:\n${"x".repeat(400)} and the cause`;
  const base = unschedulable("a");
  const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }];
  const text = reason({ ...base, status: { ...base.status, conditions } }) ?? "";
  expect(text).toMatch(/^Unschedulable: 0\/99 nodes are available: x+ … x+ and the cause$/);
  expect(text.length).toBe("Unschedulable: ".length + 240);
});
