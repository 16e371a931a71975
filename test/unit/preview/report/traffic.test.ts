import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../src/preview/engine/resources.js";
import { Secret, unknown } from "../../../../src/preview/engine/values.js";
import { trafficRows } from "../../../../src/preview/report/traffic.js";
import { headline } from "../../../../src/preview/screen/headline.js";

const component = (kind: string, outputs: object | undefined) =>
  ({
    urn: `urn:pulumi:s::p::x:${kind}::n`,
    type: `pulumi-kubernetes-traffic:index:${kind}`,
    name: "n",
    outputs,
  }) as PlannedResource;
const facts = (kind: string, outputs: object | undefined) =>
  trafficRows([component(kind, outputs)]).map((row) => headline(row, { objects: [] } as never));

describe("trafficRows", () => {
  it("puts canaries first, then blue-green services, then kube-proxy", () => {
    const kinds = ["KubeProxyConfig", "BlueGreenService", "CanaryDeployment"];
    expect(trafficRows(kinds.map((kind) => component(kind, {}))).map((row) => row.component)).toEqual(
      kinds.reverse(),
    );
  });

  it("ignores other components, also of this package", () => {
    expect(
      trafficRows([component("Other", {}), { ...component("x", {}), type: "other:index:CanaryDeployment" }]),
    ).toEqual([]);
  });
});

describe("headline", () => {
  it.each<[string, object, string[]]>([
    [
      "CanaryDeployment",
      { stableVersion: "v1", plan: { weight: 2, achieved: 25, stable: 3, canary: 1, peakPods: 4 } },
      ["weight 2 % → 25.0 %", "stable v1: 3 pods, canary: 1 pod", "peak 4"],
    ],
    [
      "CanaryDeployment",
      { stableVersion: "v1", plan: { weight: 0, stable: 3 } },
      ["weight 0 %", "stable v1: 3 pods"],
    ],
    [
      "BlueGreenService",
      {
        activeColor: "blue",
        colors: { blue: { replicas: 2 }, green: { replicas: 0 }, red: { replicas: 1 } },
      },
      ["live blue", "standby green: 0 pods", "standby red: 1 pod, back in one flip"],
    ],
    [
      "CanaryDeployment",
      {
        canaryVersion: "v2",
        plan: {
          weight: 10,
          achieved: 100 / 11,
          stable: 10,
          canary: 1,
          bounds: { stable: { min: 10, max: 40 }, canary: { min: 1, max: 4 } },
          achievedRange: { least: 100 / 41, most: 400 / 14 },
        },
      },
      ["weight 10 % → 9.1 % (2.4 to 28.6 %)", "stable: 10 to 40 pods, canary v2: 1 to 4 pods"],
    ],
    [
      "CanaryDeployment",
      {
        plan: {
          weight: 0,
          achieved: 0,
          stable: 2,
          canary: 0,
          bounds: { stable: { min: 2, max: 9 }, canary: { min: 1, max: 1 } },
          achievedRange: { least: 0, most: 0 },
        },
      },
      ["weight 0 % → 0.0 %", "stable: 2 to 9 pods, canary: 1 pod"],
    ],
    [
      "BlueGreenService",
      {
        activeColor: "blue",
        colors: { blue: { replicas: 2, maxReplicas: 9 }, green: { replicas: 1, maxReplicas: 1 } },
      },
      ["live blue, 2 to 9 pods", "standby green: 1 pod, back in one flip"],
    ],
    ["KubeProxyConfig", { mode: "iptables" }, ["iptables"]],
    ["KubeProxyConfig", { mode: "ipvs", scheduler: "lc" }, ["ipvs, scheduler lc"]],
  ])("of a %s with %j", (kind, outputs, want) => {
    expect(facts(kind, outputs)).toEqual([want]);
  });

  it.each(["CanaryDeployment", "BlueGreenService", "KubeProxyConfig"])(
    "leaves out the missing outputs of a %s",
    (kind) => {
      const odd = { plan: unknown, activeColor: new Secret("hush"), colors: 3, mode: unknown };
      expect([facts(kind, undefined), facts(kind, odd)].flat(2).join()).not.toMatch(/hush|undefined|NaN/);
    },
  );
});
