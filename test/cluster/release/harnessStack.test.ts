import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { harnessStack } from "./harnessStack.js";
import { StackFiles } from "./history.js";
import type { Released } from "./program.js";

const web: Released = { kind: "canary", name: "web", replicas: 2 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harness-stack-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () =>
  harnessStack({ released: web, place: { by: "direct", folder, kubeconfig: "none", namespace: "default" } });
/** A process that has ended. */
const ended = () => spawnSync(process.execPath, ["--version"]).pid;

describe("harnessStack", () => {
  it("changes and removes keys of the config together", async () => {
    const stack = open();
    stack.configure({ canaryWeight: "10", stableVersion: "good1", canaryVersion: "good2" });
    stack.configure({ canaryWeight: "0", canaryVersion: undefined });
    expect((await open().read()).config).toEqual({ canaryWeight: "0", stableVersion: "good1" });
  });

  it("has no component before its first update", async () => {
    expect(await open().read()).toEqual({
      ...{ config: {}, updates: [], component: undefined, busy: false, interrupted: false },
    });
  });

  it("keeps updates that failed, the newest first", async () => {
    const stack = open();
    for (const message of ["one", "two"])
      await expect(
        stack.up({ stableVersion: "good1" }, message, new AbortController().signal),
      ).rejects.toMatchObject({
        ...{ name: "UpFailed", reason: "failed" },
      });
    const { updates, component, interrupted } = await stack.read();
    expect(updates).toMatchObject([
      { version: 2, message: "two", succeeded: false, config: { stableVersion: "good1" } },
      { version: 1, message: "one", succeeded: false },
    ]);
    expect(component?.sides.stable.version).toBe("good1");
    expect(interrupted).toBe(false);
  });

  it("is interrupted once the process of an update is gone, and has no entry of it", async () => {
    const config = { stableVersion: "good1" };
    new StackFiles(folder).begin({ pid: ended(), message: "killed", started: 1, config });
    expect(await open().read()).toMatchObject({ busy: false, interrupted: true, updates: [] });
  });

  it("refuses an update while another one runs, and one that was stopped before", async () => {
    const config = { stableVersion: "good1" };
    new StackFiles(folder).begin({ pid: process.pid, message: "runs", started: 1, config });
    const stack = open();
    expect(await stack.read()).toMatchObject({ busy: true, interrupted: false });
    const going = new AbortController().signal;
    await expect(stack.up({ canaryWeight: "5" }, "second", going)).rejects.toMatchObject({
      reason: "conflict",
    });
    expect((await stack.read()).config).toEqual({});
    await expect(stack.up({}, "second", AbortSignal.abort())).rejects.toMatchObject({ reason: "stopped" });
  });
});
