import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runWorker } from "./pairs.js";
import { recordComponents } from "./resources.js";

it("plans as many resources without components as with them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "resources.json");
  writeFileSync(file, JSON.stringify(await recordComponents()));
  const [component, raw] = ["component", "raw"].map((what) => runWorker("preview", what, "2", file));
  expect(component?.resources).toBeGreaterThan(10);
  expect(raw?.resources).toBe(component?.resources);
});
