import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { changesPage, differencesOf, type Upgrade, upgrades } from "./changes.js";
import { EXPLANATIONS } from "./explanations.js";
import { brokenPromises, REMEDY } from "./promises.js";
import { RECORDED } from "./records.js";

let all: readonly Upgrade[];
beforeAll(async () => {
  all = await upgrades();
});

test("an upgrade from a recorded release replaces nothing, restarts no pod and moves no connection", () => {
  const broken = all.flatMap(({ release, programs }) =>
    programs.flatMap(({ program, ...changes }) =>
      brokenPromises(changes).map((line) => `${program}, since ${release}: ${line}`),
    ),
  );
  expect(broken, REMEDY).toEqual([]);
});

test("everything else that an upgrade changes is explained to users once, and no explanation is left over", () => {
  const found = all.flatMap(({ programs }) => programs.flatMap(differencesOf));
  const differences = new Map(found.map((difference) => [difference.join(": "), difference]));
  const explained = [...differences].map(([title, [kind, path]]) => ({
    difference: title,
    by: EXPLANATIONS.filter(({ matches }) => matches(kind, path)).map(({ change }) => change),
  }));
  const wrong = explained.filter(({ by }) => by.length !== 1);
  expect(wrong, "add one explanation to test/upgrade/explanations.ts, then run `npm run docs:text`").toEqual(
    [],
  );
  const used = new Set(explained.flatMap(({ by }) => by));
  expect(EXPLANATIONS.filter(({ change }) => !used.has(change))).toEqual([]);
});

test("changes.md lists every change; record a wanted one with `npx vitest run test/upgrade -u`", async () => {
  await expect(changesPage(all)).toMatchFileSnapshot(join(RECORDED, "changes.md"));
});
