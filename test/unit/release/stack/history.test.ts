import { describe, expect, it } from "vitest";
import { type HistoryEntry, updatesOf } from "../../../../src/release/stack/history.js";
import { keysOf } from "../../../../src/release/stack/keys.js";
import { isWhole } from "../../../../src/release/stack/pages.js";
import { lostCreations, type StackExport, wasInterrupted } from "../../../../src/release/stack/state.js";
import { blueGreenSpec, canarySpec } from "./spec.js";

const keys = keysOf(canarySpec, "shop");

/** An entry as `pulumi stack history --json` of a backend without Pulumi Cloud prints it. */
function entry(change: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    version: 0,
    kind: "update",
    result: "succeeded",
    message: "weight 2 → 10",
    startTime: "2026-11-26T01:53:36.000Z",
    endTime: "2026-11-26T01:53:44.000Z",
    config: {
      "shop:canaryWeight": { value: "10", secret: false },
      "shop:password": { secret: true },
      "kubernetes:context": { value: "dev", secret: false },
    },
    resourceChanges: { same: 7 },
    ...change,
  };
}

describe("the updates of a history", () => {
  it("have their config without secrets, and count seconds where the backend counts nothing", () => {
    expect(updatesOf([entry()], keys)).toEqual([
      {
        version: Date.parse("2026-11-26T01:53:36Z") / 1000,
        succeeded: true,
        message: "weight 2 → 10",
        started: Date.parse("2026-11-26T01:53:36Z"),
        ended: Date.parse("2026-11-26T01:53:44Z"),
        config: { canaryWeight: "10", "kubernetes:context": "dev" },
        changed: false,
      },
    ]);
  });

  it("have the number that Pulumi Cloud gives them", () => {
    expect(updatesOf([entry({ version: 12 })], keys)).toMatchObject([{ version: 12 }]);
  });

  it.each([
    [{ same: 7, read: 1 }, false],
    [{ same: 7, update: 1 }, true],
    [{ delete: 2 }, true],
    [{ create: 0, same: 1 }, false],
    [undefined, false],
  ])("with the operations %j have changed something: %s", (resourceChanges, changed) => {
    const { resourceChanges: _, ...rest } = entry();
    expect(updatesOf([resourceChanges ? { ...rest, resourceChanges } : rest], keys)).toMatchObject([
      { changed },
    ]);
  });

  it("are no refreshes, imports or renames, and none that still runs", () => {
    const kinds = ["refresh", "import", "resource-import", "rename", "preview"].map((kind) =>
      entry({ kind }),
    );
    const running = entry({ result: "in-progress" });
    expect(updatesOf([running, ...kinds, entry({ message: "one" })], keys)).toMatchObject([
      { message: "one" },
    ]);
  });

  it("end at a destroy that succeeded", () => {
    const history = [
      entry({ message: "new" }),
      entry({ kind: "destroy", result: "failed" }),
      entry({ message: "half gone", result: "failed" }),
      entry({ kind: "destroy" }),
      entry({ message: "old" }),
    ];
    expect(updatesOf(history, keys)).toMatchObject([
      { message: "new", succeeded: true },
      { message: "half gone", succeeded: false },
    ]);
  });

  it("survive an entry of an old CLI, without a message, an end, config or changes", () => {
    const { kind, result, startTime } = entry();
    expect(updatesOf([{ kind, result, startTime }], keys)).toEqual([
      {
        version: Date.parse(startTime) / 1000,
        succeeded: true,
        message: "",
        started: Date.parse(startTime),
        ended: Date.parse(startTime),
        config: {},
        changed: false,
      },
    ]);
  });
});

describe("a history is read back to the start of the release", () => {
  const canary = (...weights: (number | undefined)[]) =>
    isWhole(
      updatesOf(
        weights.map((weight) =>
          entry({ config: weight === undefined ? {} : { "shop:canaryWeight": { value: String(weight) } } }),
        ),
        keys,
      ),
      canarySpec,
    );

  it.each([
    [[25, 10, 2, 0], true],
    [[25, 10, 2], false],
    [[0, 25, 10, 2, 0], true],
    [[0, 0, 0], false],
    [[0, 25, 10, undefined], true],
    [[], false],
  ])("of a canary: weights %j: %s", (weights, whole) => expect(canary(...weights)).toBe(whole));

  it("of a blue-green release: with the updates before the flip", () => {
    const blueGreen = (...colors: string[]) => {
      const shop = keysOf(blueGreenSpec, "shop");
      const history = colors.map((value) => entry({ config: { "shop:color": { value } } }));
      return isWhole(updatesOf(history, shop), blueGreenSpec);
    };
    expect(blueGreen("green", ...Array(20).fill("blue"))).toBe(true);
    expect(blueGreen("green", "blue", "blue")).toBe(false);
    expect(blueGreen(...Array(40).fill("blue"))).toBe(false);
  });
});

describe("a killed update", () => {
  const state = (time: string, pending = 0) => ({
    deployment: { manifest: { time }, resources: [], pending_operations: Array(pending).fill({}) },
  });

  it("has a state that is newer than the history", () => {
    expect(wasInterrupted(state("2026-11-26T01:53:45.100Z"), entry())).toBe(true);
  });

  it.each([
    ["the last update wrote the state within its last second", "2026-11-26T01:53:44.999Z"],
    ["the last update changed nothing", "2026-11-26T01:50:00.000Z"],
  ])("is not seen where %s", (_, time) => {
    expect(wasInterrupted(state(time), entry())).toBe(false);
  });

  it("is not seen in what Pulumi keeps of an earlier one: a pending creation", () => {
    expect(wasInterrupted(state("2026-11-26T01:53:44.900Z", 1), entry())).toBe(false);
  });

  it("is seen in a failed update with operations that did not end, as after two interrupts", () => {
    expect(wasInterrupted(state("2026-11-26T01:53:43.000Z", 1), entry({ result: "failed" }))).toBe(true);
    expect(wasInterrupted(state("2026-11-26T01:53:43.000Z"), entry({ result: "failed" }))).toBe(false);
  });

  it("is not guessed from two clocks with Pulumi Cloud", () => {
    expect(wasInterrupted(state("2026-11-26T01:59:00.000Z"), entry({ version: 3 }))).toBe(false);
  });

  it("is seen before there is a history, by resources or operations", () => {
    const time = "2026-11-26T01:53:44.900Z";
    expect(wasInterrupted(state(time), undefined)).toBe(false);
    expect(wasInterrupted({}, undefined)).toBe(false);
    expect(wasInterrupted(state(time, 1), undefined)).toBe(true);
    const resource = {
      urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
      type: "pulumi:pulumi:Stack",
    };
    expect(wasInterrupted({ deployment: { resources: [resource] } }, undefined)).toBe(true);
  });
});

describe("objects that a killed update left behind", () => {
  const component = "urn:pulumi:dev::shop::pulumi-kubernetes-traffic:index:CanaryDeployment::myapp";
  const urn = (name: string) => `${component}$kubernetes:apps/v1:Deployment::${name}`;
  const pending = (change: object = {}, type = "creating") => ({
    type,
    resource: {
      urn: urn("myapp-canary"),
      type: "kubernetes:apps/v1:Deployment",
      parent: component,
      ...change,
    },
  });
  const lost = (deployment: NonNullable<StackExport["deployment"]>) =>
    lostCreations({ deployment }, (parent) => parent === component);

  it("are those whose creation did not end", () => {
    expect(lost({ pending_operations: [pending()] })).toEqual([urn("myapp-canary")]);
    expect(lostCreations({}, () => true)).toEqual([]);
  });

  it("are not those that the state has: Pulumi keeps the operation after a later update created them", () => {
    const resources = [{ urn: urn("myapp-canary"), type: "kubernetes:apps/v1:Deployment" }];
    expect(lost({ resources, pending_operations: [pending()] })).toEqual([]);
  });

  it("are no updates and deletions, and nothing of another component, another provider or none", () => {
    const others = [
      pending({}, "updating"),
      pending({}, "deleting"),
      pending({ parent: `${component}2` }),
      pending({ parent: undefined }),
      pending({ type: "aws:s3:Bucket" }),
    ];
    expect(lost({ pending_operations: others })).toEqual([]);
  });
});
