import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { register } from "../../../src/resources/register.js";
import type { ResourceSpec } from "../../../src/resources/resourceSpec.js";
import { planStack } from "../../../src/testing/index.js";

class Parent extends pulumi.ComponentResource {
  constructor(specs: readonly ResourceSpec[], timeout?: number) {
    super("test:index:Parent", "parent");
    register(this, specs, timeout);
  }
}

const configMap: ResourceSpec<"ConfigMap"> = {
  kind: "ConfigMap",
  resource: "settings",
  name: "settings",
  manifest: { data: { a: "1" } },
  dependsOn: [],
};
const account: ResourceSpec<"ServiceAccount"> = {
  kind: "ServiceAccount",
  resource: "account",
  name: "account",
  manifest: (resourceOf) => ({ metadata: { labels: { config: resourceOf(configMap).metadata.name } } }),
  dependsOn: [configMap],
};

describe("register", () => {
  test("makes a manifest from resources registered earlier, and waits for them", async () => {
    const plan = await planStack({}, () => void new Parent([configMap, account]));
    const [map] = plan.kubernetes.filter(({ kind }) => kind === "ConfigMap");
    const { inputs, options } = plan.resource("ServiceAccount");
    expect(inputs.metadata).toMatchObject({ labels: { config: map?.name } });
    expect(options.dependsOn).toEqual([map?.urn]);
  });

  test("gives each spec its own options, and the timeout of all where it has none", async () => {
    const kept = { ...account, dependsOn: [], manifest: {}, retainOnDelete: true, timeout: 20 };
    const plan = await planStack({}, () => void new Parent([configMap, kept], 60));
    expect(plan.resource("ConfigMap").options).toMatchObject({
      customTimeouts: { create: "60s", update: "60s" },
      retainOnDelete: false,
    });
    expect(plan.resource("ServiceAccount").options).toMatchObject({
      customTimeouts: { create: "20s", update: "20s" },
      retainOnDelete: true,
    });
  });

  test("throws for a spec that comes before what it depends on", async () => {
    await expect(planStack({}, () => void new Parent([account, configMap]))).rejects.toThrow(
      "ConfigMap settings is used before it is registered",
    );
  });
});
