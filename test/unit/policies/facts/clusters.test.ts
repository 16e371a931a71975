import { afterEach, describe, expect, it, vi } from "vitest";
import { clusterOf } from "../../../../src/policies/facts/clusters.js";

/** The cluster of a provider with these settings. */
const of = (props: Record<string, unknown>, urn = "urn:provider") => clusterOf({ urn, props });

/** Settings of which one is not known before an update. */
const unknownKubeconfig = {
  get kubeconfig() {
    throw new Error("unknown");
  },
};

afterEach(() => vi.unstubAllEnvs());

describe("clusterOf", () => {
  it("is the current cluster without a provider, and without settings that choose one", () => {
    expect(of({})).toBe(clusterOf(undefined));
    expect(of({ namespace: "shop", kubeconfig: "" })).toBe(clusterOf(undefined));
  });

  it("differs by kubeconfig, context, cluster and the folder of rendered files", () => {
    const settings = ["kubeconfig", "context", "cluster", "renderYamlToDirectory"];
    const keys = settings.flatMap((name) => [of({ [name]: "a" }), of({ [name]: "b" })]);
    expect(new Set([...keys, clusterOf(undefined)]).size).toBe(9);
  });

  it("is the same for two providers with the same settings", () => {
    expect(of({ context: "main", namespace: "a" }, "urn:a")).toBe(of({ context: "main" }, "urn:b"));
  });

  it("is the provider's own while a setting is unknown", () => {
    expect(of(unknownKubeconfig, "urn:a")).toBe("urn:a");
    expect(of(unknownKubeconfig, "urn:b")).toBe("urn:b");
  });

  it("is the current one for the kubeconfig of the environment", () => {
    vi.stubEnv("KUBECONFIG", "/home/me/config");
    expect(of({ kubeconfig: "/home/me/config" })).toBe(clusterOf(undefined));
    expect(of({ kubeconfig: "/home/me/other" })).not.toBe(clusterOf(undefined));
  });
});
