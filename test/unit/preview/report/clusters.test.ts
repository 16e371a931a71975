import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../src/preview/engine/resources.js";
import { type Properties, Secret, unknown } from "../../../../src/preview/engine/values.js";
import { clustersOf } from "../../../../src/preview/report/clusters.js";

const urnOf = (name: string, parent = "") => `urn:pulumi:s::p::${parent}pulumi:providers:kubernetes::${name}`;
const provider = (name: string, inputs: Properties, parent?: string) =>
  ({ urn: urnOf(name, parent), type: "pulumi:providers:kubernetes", name, inputs }) as PlannedResource;
const user = ({ urn }: PlannedResource) => ({ provider: `${urn}::id` }) as PlannedResource;

/** The clusters of a resource of each provider, and of one without. */
function clusters(providers: readonly PlannedResource[], defaults: Properties = {}): string[] {
  const clusterOf = clustersOf(providers, defaults);
  return [...providers.map(user), { provider: undefined } as PlannedResource].map(clusterOf);
}

describe("clustersOf", () => {
  it("is the provider's name for each connection, and default without a provider", () => {
    const all = [provider("b", { kubeconfig: "1" }), provider("a", { kubeconfig: "1", context: "x" })];
    expect(clusters(all)).toEqual(["b", "a", "default"]);
  });

  it("is one for two providers that differ only in what is no connection", () => {
    const all = [provider("b", { kubeconfig: "1", namespace: "n" }), provider("a", { kubeconfig: "1" })];
    expect(clusters(all)).toEqual(["a", "a", "default"]);
  });

  it("is the default one for a provider that connects as the configuration does", () => {
    const all = [provider("a", { namespace: "n" }), provider("b", { context: "x" })];
    expect(clusters(all)).toEqual(["default", "b", "default"]);
    expect(clusters(all, { context: "x", namespace: "m" })).toEqual(["a", "default", "default"]);
  });

  it("compares secret connections, and never names them", () => {
    const secret = () => new Secret("hush");
    expect(
      clusters([provider("a", { kubeconfig: secret() }), provider("b", { kubeconfig: "hush" })]),
    ).toEqual(["a", "a", "default"]);
  });

  it("is one for each provider whose connection is unknown", () => {
    const all = [provider("a", { kubeconfig: unknown }), provider("b", { kubeconfig: new Secret(unknown) })];
    expect(clusters(all)).toEqual(["a", "b", "default"]);
  });

  it("has different names for providers of one name, the same in every run", () => {
    const all = [
      provider("k", { kubeconfig: "1" }, "t:t:A$"),
      provider("k", { kubeconfig: "2" }, "t:t:B$"),
      provider("default", { kubeconfig: "3" }),
    ];
    const [one, two, named] = clusters(all);
    expect(one).toBe("k");
    expect(two).toMatch(/^k-[0-9a-f]{8}$/);
    expect(named).toMatch(/^default-[0-9a-f]{8}$/);
    expect(clusters([...all].reverse())).toEqual([named, two, one, "default"]);
  });
});
