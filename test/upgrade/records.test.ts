import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { COMPONENT_TYPES } from "../../src/contract/names.js";
import { programs } from "./programs/all.js";
import { addRelease, readRelease, releasesIn } from "./records.js";

const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "records-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const recorded = (name: string) => ({
  program: { name, component: "CanaryDeployment" as const, args: {} },
  resources: [],
});

test("a record is read as it was written, and releases stay in the order in which they were recorded", () => {
  const folder = temporaryFolder();
  expect(releasesIn(folder)).toEqual([]);
  addRelease(folder, "0.9.0", [recorded("b"), recorded("a")]);
  addRelease(folder, "0.10.0", []);
  expect(releasesIn(folder)).toEqual(["0.9.0", "0.10.0"]);
  expect(readRelease(folder, "0.9.0")).toEqual([recorded("a"), recorded("b")]);
});

test("a recorded release is not recorded again", () => {
  const folder = temporaryFolder();
  addRelease(folder, "1.0.0", [recorded("a")]);
  expect(() => addRelease(folder, "1.0.0", [recorded("b")])).toThrow(
    "1.0.0 is recorded, and a record never changes: it is the state of those who use 1.0.0. Give the next version its number first (npm version).",
  );
  expect(readRelease(folder, "1.0.0")).toEqual([recorded("a")]);
});

test("the programs have every component, and each has a name of its own", () => {
  expect(new Set(programs.map(({ component }) => component))).toEqual(new Set(Object.keys(COMPONENT_TYPES)));
  expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length);
});
