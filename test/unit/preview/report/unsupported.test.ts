import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../src/preview/engine/resources.js";
import { unsupportedResources } from "../../../../src/preview/report/unsupported.js";

const component = (type: string, more: Partial<PlannedResource> = {}): PlannedResource => ({
  urn: `urn:pulumi:s::p::${type}::main`,
  type,
  name: "main",
  parent: undefined,
  custom: false,
  remote: true,
  read: false,
  inputs: {},
  outputs: undefined,
  dependencies: [],
  propertyDependencies: {},
  provider: undefined,
  options: {},
  ...more,
});
const lines = (resources: PlannedResource[], ...invokes: string[]) =>
  unsupportedResources(resources, new Set(invokes));

describe("unsupportedResources", () => {
  it("names the package whose plugin builds a component", () => {
    expect(lines([component("awsx:ec2:Vpc")])).toEqual([
      "awsx:ec2:Vpc main: the package awsx builds this component in a plugin, so its resources are not in this preview; pulumi preview shows them",
    ]);
  });

  it("names the Kubernetes provider only for what it expands, and a chart once", () => {
    const chart = component("kubernetes:helm.sh/v3:Chart", { remote: false });
    const expanded =
      "a Helm chart is expanded by the kubernetes provider, so its objects are not in this preview; pulumi preview shows them";
    expect(lines([chart], "kubernetes:helm:template")).toEqual([`Chart main: ${expanded}`]);
    expect(lines([], "kubernetes:helm:template")).toEqual([`kubernetes:helm:template: ${expanded}`]);
    expect(lines([component("test:index:Local", { remote: false })])).toEqual([]);
  });
});
