import { describe, expect, it } from "vitest";
import { isColorLabel, StackFacts, type StackResource } from "../../../../src/policies/facts/stack.js";

/** A resource of a stack, of a kind of Kubernetes. */
function resource(
  kind: string,
  name: string,
  props: object,
  dependencies: StackResource[] = [],
): StackResource {
  const [type, urn] = [`kubernetes:${kind}`, `urn:${name}`];
  return { type, name, urn, props: props as Record<string, unknown>, dependencies };
}

const deployment = (name: string, labels: object, spec = {}, dependencies: StackResource[] = []) =>
  resource(
    "apps/v1:Deployment",
    name,
    { spec: { template: { metadata: { labels } }, ...spec } },
    dependencies,
  );

const service = (name: string, selector: object) => resource("core/v1:Service", name, { spec: { selector } });

/** Names of what a stack's only Service selects, and of what it could select with another color. */
function namesFor(...resources: StackResource[]) {
  const stack = new StackFacts(resources);
  const [only] = stack.services;
  if (!only) throw new Error("the stack has no Service");
  const names = (workloads: readonly { name: string }[]) => workloads.map(({ name }) => name);
  return { selected: names(stack.selectedBy(only)), alternatives: names(stack.alternativesTo(only)) };
}

describe("StackFacts", () => {
  it("finds the other colors of a Service, and no other app", () => {
    const shop = service("shop", { app: "shop", color: "blue" });
    const blue = deployment("blue", { app: "shop", color: "blue" });
    const green = deployment("green", { app: "shop", color: "green" });
    const other = deployment("other", { app: "other", color: "green" });
    expect(namesFor(shop, blue, green, other)).toEqual({ selected: ["blue"], alternatives: ["green"] });
  });

  it("finds no other colors by a color alone, or by a label that is no color", () => {
    const green = deployment("green", { color: "green" });
    expect(namesFor(service("shop", { color: "blue" }), green).alternatives).toEqual([]);
    const zone = deployment("zone", { app: "shop", zone: "b" });
    expect(namesFor(service("shop", { app: "shop", zone: "a" }), zone).alternatives).toEqual([]);
  });

  it("follows dependencies, also around a circle", () => {
    const a = deployment("a", {});
    const b = deployment("b", {}, {}, [a]);
    const c = deployment("c", {}, {}, [b]);
    (a.dependencies as StackResource[]).push(c);
    const stack = new StackFacts([a, b, c, deployment("d", {})]);
    expect([stack.waitsFor("urn:c", "urn:a"), stack.waitsFor("urn:c", "urn:d")]).toEqual([true, false]);
  });

  it.each([
    ["the autoscaler's fewest pods", 4, { minReplicas: 2 }, 2],
    ["1 where the autoscaler names none", 4, {}, 1],
    ["none where the Deployment has none, which no autoscaler starts", 0, { minReplicas: 2 }, 0],
  ])("counts %s", (_, replicas, autoscaler, pods) => {
    const scaleTargetRef = { kind: "Deployment", name: "web" };
    const scaler = resource("autoscaling/v2:HorizontalPodAutoscaler", "scaler", {
      spec: { scaleTargetRef, ...autoscaler },
    });
    const stack = new StackFacts([deployment("web", {}, { replicas }), scaler]);
    expect(stack.workloads.map((workload) => workload.replicas)).toEqual([pods]);
  });
});

describe("isColorLabel", () => {
  it.each(["color", "colour", "slot", "track", "version", "pulumi-kubernetes-traffic/color"])(
    "knows %s",
    (key) => {
      expect(isColorLabel(key)).toBe(true);
    },
  );

  it.each(["app", "colors", "myversion"])("does not know %s", (key) => {
    expect(isColorLabel(key)).toBe(false);
  });
});
