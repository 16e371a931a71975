import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runOf, scenarioOf } from "./examples.js";
import { writeSum } from "./pages.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pages-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function resultIn(name: string, content: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe("writeSum", () => {
  it("writes the sum, a page for each run and its plots", () => {
    const course = { samples: [[1, 50, 0] as const], changes: [] };
    const results = [scenarioOf(0, { course }), scenarioOf(7, { scenario: "controls", loses: true, course })];
    const files = [
      resultIn("nodes.json", runOf({ results, nodes: 3 })),
      resultIn("ipvs.json", runOf({ results: [scenarioOf(0)] })),
    ];
    const page = join(folder, "proof.md");
    const pages = ["proof.md", "proof-nodes.md", "proof-ipvs.md"];
    expect(writeSum(page, files)).toEqual(pages.map((name) => join(folder, name)));
    expect(readdirSync(folder).filter((name) => name.endsWith(".svg"))).toEqual([
      "proof-nodes-control.svg",
      "proof-nodes-course.svg",
    ]);
    expect(readFileSync(page, "utf8")).toContain("[nodes](proof-nodes.md)");
    expect(readFileSync(join(folder, "proof-nodes.md"), "utf8")).toContain("](proof-nodes-course.svg)");
  });

  it("refuses what is not a result, or a newer one", () => {
    const page = join(folder, "proof.md");
    expect(() => writeSum(page, [resultIn("skipped.json", { skipped: "no root" })])).toThrow(
      "skipped.json is not the result of a run",
    );
    expect(() => writeSum(page, [resultIn("new.json", { ...runOf(), format: 2 })])).toThrow(
      "new.json has format 2, newer than 1",
    );
  });
});
