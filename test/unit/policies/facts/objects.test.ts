import { describe, expect, it } from "vitest";
import { labelFacts, matches, objectOf } from "../../../../src/policies/facts/objects.js";
import { Unknown } from "../../../../src/policies/facts/unknown.js";

const unknown = new Unknown(new Error("known after the update"));

describe("objectOf", () => {
  const resource = { type: "kubernetes:apps/v1:Deployment", name: "web", urn: "urn", props: {} };

  it("reads kind, name and namespace, with Pulumi's name and the default namespace where there is none", () => {
    expect(objectOf(resource)).toMatchObject({
      apiVersion: "apps/v1",
      kind: "Deployment",
      name: "web",
      namespace: "default",
      title: 'Deployment "web"',
    });
    const metadata = { name: "own", namespace: "shop", annotations: { a: 1 } };
    expect(objectOf({ ...resource, props: { metadata } })).toMatchObject({
      name: "own",
      namespace: "shop",
      annotations: { a: "1" },
    });
  });

  it("finds no object in what is not of Kubernetes", () => {
    expect(objectOf({ ...resource, type: "random:index:Id" })).toBeUndefined();
  });
});

describe("matches", () => {
  it.each([
    ["all pairs", { app: "web" }, { app: "web", track: "canary" }, true],
    ["another value", { app: "web" }, { app: "api" }, false],
    ["a missing label", { app: "web", track: "stable" }, { app: "web" }, false],
    ["an empty selector, which selects nothing in a Service", {}, { app: "web" }, false],
    [
      "a known difference next to an unknown value",
      { app: "web", a: unknown },
      { app: "api", a: "1" },
      false,
    ],
  ])("judges %s", (_, selector, labels, expected) => {
    expect(matches(selector, labels)).toBe(expected);
  });

  it.each([
    ["the selector", unknown, { app: "web" }],
    ["the labels", { app: "web" }, unknown],
    ["one value of the selector", { app: unknown }, { app: "web" }],
    ["one label that the selector names", { app: "web" }, { app: unknown }],
  ])("throws where %s is unknown and decides it", (_, selector, labels) => {
    expect(() => matches(selector, labels)).toThrow("known after the update");
  });
});

describe("labelFacts", () => {
  it("keeps an unknown value and finds no labels in anything else than a map", () => {
    expect(labelFacts({ a: unknown, b: 2 })).toEqual({ a: unknown, b: "2" });
    expect(labelFacts(unknown)).toBe(unknown);
    expect(labelFacts(["a"])).toEqual({});
  });
});
