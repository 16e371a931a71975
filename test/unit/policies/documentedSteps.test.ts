import { describe, expect, it } from "vitest";
import { policies } from "../../../src/policies/index.js";
import { checkPolicies, planStack } from "../../../src/testing/index.js";
import { adoptedCanary, adoptedShop, canary, kubeProxy, shop } from "./programs/components.js";
import { type Loose, template } from "./programs/objects.js";

/** The mandatory violations of a program at the default levels and limits. */
async function refusals(program: () => unknown) {
  const violations = await checkPolicies(await planStack({}, program), policies);
  return violations.filter(({ level }) => level === "mandatory").map(({ message }) => message);
}

const scaled = (): Loose => ({
  autoscaling: { maxReplicas: 20 },
  template: template({ resources: { requests: { cpu: "100m" } } }),
});
const promoted = { weight: 0, stable: { version: "v2", image: "app:v2" } };
const next = { version: "v3", image: "app:v3" };
const methods = {
  replicas: { method: "replicas" },
  hold: { method: "hold" },
  route: { method: "route", route: { kind: "HTTPRoute", parentRefs: [{ name: "gateway" }] } },
};
const image = "registry.k8s.io/kube-proxy:v1.36.3";
const apiServer = "https://10.0.0.1:6443";
const canarySteps: [string, Loose][] = [
  ["first deployment", { weight: 0, canary: undefined }],
  ["prepare", { weight: 0 }],
  ["begin", { weight: 25 }],
  ["continue by hold", { weight: 40 }],
  ["continue", { weight: 50 }],
  ["finish", { weight: 100 }],
  ["promote", { ...promoted, canary: undefined }],
  ["promote, with the next canary", { ...promoted, canary: next }],
  ["abort", { weight: 0 }],
];

describe("no mandatory policy refuses a documented step of", () => {
  const ofMethods = Object.entries(methods).flatMap(([method, args]) =>
    canarySteps.map(([step, change]) => [`${method}: ${step}`, { ...args, ...change }] as const),
  );

  it.each(ofMethods)("a canary by %s", async (_, change) => {
    expect(await refusals(() => canary(change))).toEqual([]);
  });

  const autoscaled = ofMethods.filter(([name]) => !name.startsWith("hold"));

  it.each(autoscaled)("an autoscaled canary by %s", async (_, change) => {
    expect(await refusals(() => canary({ ...scaled(), ...change }))).toEqual([]);
  });

  const flips = ["blue", "green"].flatMap((activeColor) =>
    (
      [
        ["a full standby", {}],
        ["a smaller standby", { standbyReplicas: 1 }],
        ["no standby", { standbyReplicas: 0 }],
        ["a preview Service", { previewService: true }],
        ["a fast flip", { fastFlip: true }],
        ["a fast flip without a standby", { fastFlip: true, standbyReplicas: 0 }],
        ["a verified standby", { verifyReady: true }],
        ["a route", { route: methods.route.route }],
        ["a route without a standby", { route: methods.route.route, standbyReplicas: 0 }],
        ["autoscaling", scaled()],
        ["more Services", { additionalServices: { dns: { ports: [{ port: 53, protocol: "UDP" }] } } }],
      ] as const
    ).map(([name, change]) => [`${activeColor}, ${name}`, { activeColor, ...change }] as const),
  );

  it.each(flips)("a flip to %s", async (_, change) => {
    expect(await refusals(() => shop(change))).toEqual([]);
  });

  it.each([
    ["adoption", {}],
    ["first canary after it", { weight: 25 }],
    ["end of the first canary", { weight: 100 }],
    ["next version on a new Deployment", { ...promoted, canary: undefined }],
  ])("an adopted canary: %s", async (_, change) => {
    expect(await refusals(() => adoptedCanary(change))).toEqual([]);
  });

  it.each(["blue", "green"])("an adopted color: %s", async (activeColor) => {
    expect(await refusals(() => adoptedShop({ activeColor }))).toEqual([]);
  });

  it.each([
    { mode: "iptables" },
    { mode: "nftables" },
    { mode: "nftables", fallbackMode: "iptables", daemonSet: { image, apiServer } },
    { mode: "ipvs" },
    ...["rr", "wrr", "lc", "wlc"].map((scheduler) => ({ mode: "ipvs", ipvs: { scheduler } })),
  ])("kube-proxy: %o", async (args) => {
    expect(await refusals(() => kubeProxy(args))).toEqual([]);
  });
});
