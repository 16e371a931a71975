import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { planStack } from "../../src/testing/index.js";
import { runWorker } from "./pairs.js";
import { WORKERS } from "./paths.js";
import { recordComponents, withRecorded } from "./resources.js";

const { register } = createRequire(__filename)(join(WORKERS, "register.cjs")) as {
  register(what: string, number: number, recorded: unknown): void;
};

it("plans the same resources without components as with them", async () => {
  const recorded = JSON.parse(JSON.stringify(await recordComponents())) as unknown;
  const planned = async (what: string) => {
    const { resources } = await planStack({}, () => register(what, 2, recorded));
    return [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  };
  const components = await planned("component");
  expect(components.length).toBeGreaterThan(10);
  expect(await planned("raw")).toEqual(components);
});

it("plans as many resources in the worker without components as with them", async () => {
  const plan = (file: string) => ["component", "raw"].map((what) => runWorker("preview", what, "2", file));
  const [component, raw] = await withRecorded(plan);
  expect(component?.resources).toBeGreaterThan(10);
  expect(raw?.resources).toBe(component?.resources);
});
