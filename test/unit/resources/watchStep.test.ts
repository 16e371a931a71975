import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LivePod } from "../../../src/cluster/objects.js";
import type { ClusterReader } from "../../../src/cluster/reader.js";
import type { StepFailure } from "../../../src/resources/stepFailure.js";
import { type PendingStep, watchStep } from "../../../src/resources/watchStep.js";
import {
  CREATING,
  crashing,
  deployment,
  pod,
  pulling,
  replicaSets,
  unschedulable,
} from "../cluster/liveObjects.js";

const PACE = { first: 15_000, every: 10_000 };
const FAILURE: StepFailure = { deployments: ["shop-green"], service: "shop", sides: [], remedies: [] };
const WAITS = "up waits until the timeout of 60 s. Ctrl-C ends it now, and connections stay where they are.";
const UNSCHEDULABLE = `Deployment shop-green: Unschedulable: 0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available.\n${WAITS}`;
const CRASHING = `Deployment shop-green: CrashLoopBackOff: Error: exit code 1, 4 restarts\n${WAITS}`;

let warnings: string[];
let reads: number;
let pods: LivePod[];

beforeEach(() => {
  vi.useFakeTimers();
  warnings = [];
  reads = 0;
  pods = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const reader: ClusterReader = {
  describe: "test",
  defaultNamespace: async () => "default",
  get: async (path) => {
    reads += path.includes("/deployments/") ? 1 : 0;
    if (path.includes("/deployments/")) return deployment(2);
    return { items: path.includes("/replicasets") ? replicaSets(2) : path.includes("/pods") ? pods : [] };
  },
};

const step = (change: Partial<PendingStep> = {}): PendingStep => ({
  failure: FAILURE,
  begun: Promise.resolve(),
  ended: new Promise(() => {}),
  timeout: 60,
  open: async () => ({ reader, namespace: "default" }),
  warn: (text) => warnings.push(text),
  warned: new Set(),
  ...change,
});

it("warns once for each reason while the step is pending, and not of pods that only start", async () => {
  watchStep(step(), PACE);
  pods = [unschedulable("a"), pod("b", CREATING)];
  await vi.advanceTimersByTimeAsync(14_999);
  expect([reads, warnings]).toEqual([0, []]);
  await vi.advanceTimersByTimeAsync(1);
  expect(warnings).toEqual([UNSCHEDULABLE]);
  pods = [unschedulable("a"), crashing("b")];
  await vi.advanceTimersByTimeAsync(20_000);
  expect([reads, warnings]).toEqual([3, [UNSCHEDULABLE, CRASHING]]);
});

it("reads nothing after the step, also if it ended while the cluster was read", async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  pods = [pulling("a")];
  const open = async () => {
    end();
    return { reader, namespace: "default" };
  };
  watchStep(step({ ended, open }), PACE);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([reads, warnings]).toEqual([1, []]);
  expect(vi.getTimerCount()).toBe(0);
});

it("begins when all that the step waits for is done, and ends with the timeout or by hand", async () => {
  pods = [pulling("a")];
  watchStep(step({ begun: new Promise(() => {}) }), PACE);
  const stop = watchStep(step(), PACE);
  await vi.advanceTimersByTimeAsync(15_000);
  stop();
  expect([reads, vi.getTimerCount()]).toEqual([1, 0]);
  watchStep(step(), PACE);
  await vi.advanceTimersByTimeAsync(600_000);
  expect([reads, vi.getTimerCount()]).toEqual([6, 0]);
});

it("is silent and over where the cluster cannot be read, and where there is none", async () => {
  watchStep(step({ open: async () => Promise.reject(new Error("no kubeconfig")) }), PACE);
  watchStep(step({ open: async () => undefined }), PACE);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([warnings, vi.getTimerCount()]).toEqual([[], 0]);
});

it("names what another step of the component has named only there", async () => {
  const warned = new Set<string>();
  pods = [unschedulable("a")];
  watchStep(step({ warned }), PACE);
  watchStep(step({ warned }), PACE);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(warnings).toEqual([UNSCHEDULABLE]);
});

it("keeps no program alive", async () => {
  vi.useRealTimers();
  const keeping = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
  const before = keeping();
  const stop = watchStep(step(), PACE);
  await new Promise((resolve) => setImmediate(resolve));
  expect(keeping()).toBe(before);
  stop();
});
