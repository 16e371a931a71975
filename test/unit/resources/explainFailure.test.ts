import { describe, expect, it } from "vitest";
import { podState } from "../../../src/cluster/pods.js";
import { type Rollout, rolloutOf } from "../../../src/cluster/rollout.js";
import { explainFailure } from "../../../src/resources/explainFailure.js";
import { failureText, unreadText } from "../../../src/resources/failureText.js";
import type { StepFailure } from "../../../src/resources/stepFailure.js";
import { deployment, pod, READY, replicaSets, unschedulable } from "../cluster/liveObjects.js";

const FAILURE: StepFailure = {
  deployments: ["shop-green"],
  service: "shop",
  sides: [
    { name: "blue", selector: { color: "blue" }, wayBack: "Back to blue." },
    { name: "green", selector: { color: "green" } },
  ],
  remedies: ["Repair green."],
  partlyReady: "Lower replicas.",
  wayBack: "Back to the color before.",
};

const rollout = (...pods: Parameters<typeof podState>[0][]): Rollout =>
  rolloutOf(deployment(2), replicaSets(2), pods, (one) => podState(one));
const ready = (color: string, version?: string) => ({
  color,
  ...(version !== undefined && { "app.kubernetes.io/version": version }),
});

const WAITS =
  "Unschedulable: 0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available.";

describe("the text of a failed step", () => {
  it("names how to go on with the pods that are ready, and the way back from the color that serves", () => {
    const rollouts = [rollout(pod("green-a", READY), unschedulable("green-b"))];
    expect(failureText(FAILURE, { rollouts, readyPods: [ready("blue", "v1"), ready("blue", "v1")] })).toBe(
      `1 of 2 pods of Deployment shop-green is not ready: ${WAITS} (pod green-b)
Service shop sends all connections to 2 ready pods of blue (v1).
Repair green.
Lower replicas.
Back to blue.`,
    );
  });

  it("counts the ready pods of each side and version, those of an adopted Deployment and others included", () => {
    const rollouts = [rollout(unschedulable("green-a"), unschedulable("green-b"))];
    const readyPods = [
      { app: "shop" },
      ready("green"),
      ready("blue", "v2"),
      ready("blue", "v1"),
      ready("blue", "v1"),
    ];
    expect(failureText({ ...FAILURE, traffic: "The route did not change." }, { rollouts, readyPods })).toBe(
      `2 of 2 pods of Deployment shop-green are not ready: ${WAITS} (pod green-a and 1 more)
Service shop sends connections to 2 ready pods of blue (v1), 1 ready pod of blue (v2), 1 ready pod of green and 1 ready pod of another owner.
The route did not change.
Repair green.
Back to the color before.`,
    );
  });

  it("says where connections go if no pod is behind the Service, or there is no Service", () => {
    const facts = { rollouts: [undefined], readyPods: [] };
    expect(failureText(FAILURE, facts).split("\n")[0]).toBe(
      "Service shop has no ready pods, so every connection is refused.",
    );
    expect(failureText(FAILURE, { ...facts, readyPods: undefined }).split("\n")[0]).toBe(
      "Service shop does not exist yet.",
    );
  });

  it("names the command for each Deployment where nothing can be read", () => {
    const text = unreadText({ ...FAILURE, deployments: ["shop-blue", "shop-green"] }, "pods is forbidden");
    expect(text).toBe(
      `The state of the pods of Deployment shop-blue and Deployment shop-green is unknown: pods is forbidden.
Run kubectl describe deployment shop-blue, and kubectl describe pod for its pods.
Repair green.
Back to the color before.`,
    );
  });
});

it("an explanation ends in time, also if the cluster, the login or the provider never answers", async () => {
  const never = new Promise<never>(() => {});
  const address = async () => ({ rendersYaml: false });
  const open = () => never;
  const step = { address, namespace: "default" };
  expect(await explainFailure(FAILURE, step, { timeout: 20, open })).toMatch(
    /^The state of the pods of Deployment shop-green is unknown: the cluster did not answer within 0.02 s\.\n/,
  );
  const hanging = { address: () => never, namespace: "default" };
  expect(await explainFailure(FAILURE, hanging, { timeout: 20, open })).toMatch(
    /did not answer within 0.02 s/,
  );
});
