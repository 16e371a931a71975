import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../src/preview/engine/resources.js";
import { objectsInOrder, resourcesInOrder } from "../../../../src/preview/report/order.js";

const resource = (name: string, more: Partial<PlannedResource> = {}): PlannedResource => ({
  urn: name,
  type: "kubernetes:core/v1:ConfigMap",
  name,
  parent: undefined,
  custom: true,
  remote: false,
  read: false,
  inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name } },
  outputs: undefined,
  dependencies: [],
  propertyDependencies: {},
  provider: undefined,
  options: {},
  ...more,
});
const component = (name: string, more: Partial<PlannedResource> = {}) =>
  resource(name, { type: "test:index:C", custom: false, inputs: {}, ...more });
const ordered = (...resources: PlannedResource[]) =>
  objectsInOrder(resources).map(({ name, waitsFor }) => [name, ...waitsFor].join(" < "));

describe("objectsInOrder", () => {
  it("does not depend on the order of registration", () => {
    const all = [resource("c"), resource("a", { dependencies: ["b"] }), resource("b")];
    const want = ["b", "a < b", "c"];
    expect(ordered(...all)).toEqual(want);
    expect(ordered(...all.reverse())).toEqual(want);
  });

  it("counts a component as all its descendants", () => {
    const objects = [
      resource("a", { dependencies: ["box"] }),
      component("box"),
      component("inner", { parent: "box" }),
      resource("x", { parent: "box" }),
      resource("y", { parent: "inner" }),
    ];
    expect(ordered(...objects)).toEqual(["x", "y", "a < x < y"]);
  });

  it("follows dependencies through resources that are no objects", () => {
    const pet = resource("pet", {
      type: "random:index/randomPet:RandomPet",
      inputs: {},
      dependencies: ["z"],
    });
    expect(ordered(resource("a", { dependencies: ["pet"] }), pet, resource("z"))).toEqual(["z", "a < z"]);
  });

  it("leaves out an object that another dependency already waits for", () => {
    const objects = [
      resource("a", { dependencies: ["b", "c"] }),
      resource("b", { dependencies: ["c"] }),
      resource("c"),
    ];
    expect(ordered(...objects)).toEqual(["c", "b < c", "a < b"]);
  });

  it("puts namespaces first and resource definitions second", () => {
    const kind = (name: string, value: string) =>
      resource(name, { inputs: { apiVersion: "v1", kind: value, metadata: { name } } });
    expect(ordered(resource("a"), kind("y", "CustomResourceDefinition"), kind("z", "Namespace"))).toEqual([
      "z",
      "y",
      "a",
    ]);
  });

  it("leaves out resources that are only read, and keeps objects with an unknown name", () => {
    const nameless = resource("n", { inputs: { apiVersion: "v1", kind: "ConfigMap" } });
    expect(
      objectsInOrder([resource("r", { read: true }), nameless]).map(({ urn, name }) => [urn, name]),
    ).toEqual([["n", undefined]]);
  });
});

describe("resourcesInOrder", () => {
  it("places a resource that is no object before the first one that needs it, or else last", () => {
    const other = (name: string, dependencies: string[] = []) =>
      resource(name, { type: "random:index/randomPet:RandomPet", inputs: {}, dependencies });
    const all = [
      component("a-component"),
      other("a-unused"),
      resource("a", { dependencies: ["z"], provider: "provider::id" }),
      resource("z", { dependencies: ["pet"] }),
      other("pet", ["seed"]),
      other("seed"),
      other("provider", ["z"]),
    ];
    const want = ["seed", "pet", "z", "provider", "a", "a-component", "a-unused"];
    expect(resourcesInOrder(all, objectsInOrder(all)).map(({ name }) => name)).toEqual(want);
    expect(resourcesInOrder(all.reverse(), objectsInOrder(all)).map(({ name }) => name)).toEqual(want);
  });
});
