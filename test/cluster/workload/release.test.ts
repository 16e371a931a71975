import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UpFailed } from "../../../src/release/driver/ports.js";
import { needsCommand, skipReason } from "../../support/needs.js";
import { realProject, until } from "../../unit/release/stack/realStack.js";
import { killTree } from "../killTree.js";
import { needsApiServer } from "../needs.js";
import { type Cluster, startCluster } from "./controllers.js";

const missing = skipReason(
  "the stack of a release on a real API server",
  needsCommand("pulumi"),
  ...needsApiServer("kube-controller-manager"),
);

const DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

let cluster: Cluster;
beforeAll(async () => {
  if (!missing) cluster = await startCluster();
});
afterAll(async () => cluster?.stop());

const going = () => new AbortController().signal;

describe.skipIf(missing !== undefined)("the stack of a release on a real API server", () => {
  test("shows why a step failed, goes back, and goes on after a kill that the state knows nothing of", async () => {
    const project = realProject(cluster.kubeconfig);
    const stack = project.open();
    await stack.up({ canaryVersion: undefined }, "first", going());
    expect((await stack.read()).component).toMatchObject({
      namespace: "default",
      sides: { canary: undefined },
    });

    const error = await stack
      .up({ canaryVersion: "broken", canaryWeight: "25" }, "weight 0 → 25", going())
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UpFailed);
    expect((error as UpFailed).message).toContain("The pod of Deployment myapp-canary is not ready: Pending");
    expect(await stack.read()).toMatchObject({
      interrupted: false,
      component: { share: { weight: 25 }, sides: { canary: { version: "broken", pods: 1 } } },
      updates: [{ succeeded: false }, { succeeded: true }],
    });
    await stack.up({ canaryVersion: undefined, canaryWeight: "0" }, "back", going());
    expect(await cluster.endpoints("myapp")).toHaveLength(3);
    expect(await cluster.read(`${DEPLOYMENTS}/myapp-canary`)).toBeUndefined();

    const killed = stack
      .up({ canaryVersion: "v2", canaryWeight: "25" }, "killed", going())
      .catch((reason: unknown) => reason);
    await until(async () => (await cluster.read(`${DEPLOYMENTS}/myapp-canary`)) !== undefined);
    killTree(project.holder());
    expect(await killed).toMatchObject({ reason: "failed" });
    expect(await stack.read()).toMatchObject({ interrupted: true, busy: false });
    await stack.up({}, "the same again", going());
    expect(await stack.read()).toMatchObject({
      interrupted: false,
      updates: [{ message: "the same again" }, {}, {}, {}],
    });
    expect(await cluster.endpoints("myapp")).toHaveLength(4);
  });
});
