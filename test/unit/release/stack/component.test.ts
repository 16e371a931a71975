import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ComponentQuestion, componentOf } from "../../../../src/release/stack/component.js";
import type { StackExport } from "../../../../src/release/stack/state.js";

/** Exported by the Pulumi CLI 3.260 after an update of these components; only what is read is left. */
const state = JSON.parse(readFileSync(join(__dirname, "components.state.json"), "utf8")) as StackExport;

const OWN = "pulumi-kubernetes-traffic";
const canary = (name: string) => componentOf(state, { name, kind: "canary" });
const blueGreen = (name: string, to?: string) => componentOf(state, { name, kind: "blueGreen", to });

describe("a CanaryDeployment", () => {
  it("has both sides of two Deployments, with the labels that select their pods", () => {
    const labels = (track: string) => ({ [`${OWN}/canary-deployment`]: "shared", [`${OWN}/track`]: track });
    expect(canary("shared")).toEqual({
      kind: "canary",
      name: "shared",
      namespace: "web",
      sides: {
        stable: { name: "stable", version: "v1", pods: 3, labels: labels("stable") },
        canary: { name: "canary", version: "v2", pods: 1, labels: labels("canary") },
      },
      share: { weight: 25, achieved: 25, peakPods: 4 },
      runsWithoutTraffic: false,
    });
  });

  it("has no canary side without a canary, and no namespace that nothing names", () => {
    expect(canary("resting")).toMatchObject({ namespace: undefined, sides: { canary: undefined } });
  });

  it("tells the pods of a held rollout apart by their version, because they have one Deployment", () => {
    const labels = (version: string) => ({
      [`${OWN}/canary-deployment`]: "held",
      [`${OWN}/track`]: "stable",
      "app.kubernetes.io/version": version,
    });
    expect(canary("held")?.sides).toEqual({
      stable: { name: "stable", version: "v1", pods: 3, labels: labels("v1") },
      canary: { name: "canary", version: "v2", pods: 1, labels: labels("v2") },
    });
  });

  it("runs without traffic only where an autoscaler keeps a pod: a route at weight 0 has no canary pod", () => {
    expect(canary("routed")).toMatchObject({
      sides: { canary: { pods: 0 } },
      share: { weight: 0 },
      runsWithoutTraffic: false,
    });
    expect(canary("scaled")).toMatchObject({ share: { weight: 0 }, runsWithoutTraffic: true });
  });

  it("selects the pods of an adopted Deployment by the selector that it has", () => {
    expect(canary("adopted")?.sides.stable.labels).toEqual({ app: "legacy", version: "v1" });
  });
});

describe("a BlueGreenService", () => {
  it("releases the color without traffic of two", () => {
    const labels = (color: string) => ({ [`${OWN}/blue-green-service`]: "shop", [`${OWN}/color`]: color });
    expect(blueGreen("shop")).toEqual({
      kind: "blueGreen",
      name: "shop",
      namespace: undefined,
      sides: {
        stable: { name: "blue", version: "v1", pods: 2, labels: labels("blue") },
        canary: { name: "green", version: "v2", pods: 1, labels: labels("green") },
      },
      colors: [
        { name: "blue", version: "v1", pods: 2, labels: labels("blue") },
        { name: "green", version: "v2", pods: 1, labels: labels("green") },
      ],
      runsWithoutTraffic: true,
    });
  });

  it("has the other color to compare with after the flip to the one that the release names", () => {
    expect(blueGreen("labelled", "green")?.sides).toMatchObject({
      stable: { name: "blue" },
      canary: { name: "green" },
    });
  });

  it("selects by the label that the program chose for colors", () => {
    expect(blueGreen("labelled")?.sides.stable.labels).toMatchObject({ "example.com/color": "green" });
  });

  it("releases the color of the preview Service, of three", () => {
    expect(blueGreen("three")?.sides).toMatchObject({ stable: { name: "blue" }, canary: { name: "green" } });
    expect(blueGreen("three", "red")?.sides).toMatchObject({
      stable: { name: "blue" },
      canary: { name: "red" },
    });
  });

  it("has no color to release where the release names one that the program does not have", () => {
    expect(blueGreen("shop", "pink")?.sides).toMatchObject({
      stable: { name: "blue" },
      canary: undefined,
    });
  });
});

describe("no component", () => {
  const shared: ComponentQuestion = { name: "shared", kind: "canary" };

  it("is found under another name or as another kind", () => {
    expect(componentOf(state, { ...shared, name: "hared" })).toBeUndefined();
    expect(componentOf(state, { ...shared, kind: "blueGreen" })).toBeUndefined();
  });

  it("is found in an empty state", () => {
    expect(componentOf({ deployment: {} }, shared)).toBeUndefined();
    expect(componentOf({ deployment: null }, shared)).toBeUndefined();
    expect(componentOf({}, shared)).toBeUndefined();
  });

  it("is found before its outputs, or when it is only still to be deleted", () => {
    const changed = (change: object): StackExport => ({
      deployment: { resources: (state.deployment?.resources ?? []).map((one) => ({ ...one, ...change })) },
    });
    expect(componentOf(changed({ outputs: {} }), shared)).toBeUndefined();
    expect(componentOf(changed({ outputs: undefined }), shared)).toBeUndefined();
    expect(componentOf(changed({ delete: true }), shared)).toBeUndefined();
  });
});
