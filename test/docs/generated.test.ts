import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedPages, regionsOn, startsCommand, written } from "./generated/page.js";
import { REGIONS } from "./generated/regions.js";
import { pages, read, root } from "./pages.js";

const fast = generatedPages.filter((page) => !startsCommand(page));

test.each(fast)("%s is what `npm run docs:text` writes", async (page) => {
  await expect(await written(page)).toMatchFileSnapshot(join(root, page));
});

test("every region is on a page, and every page names regions that exist", () => {
  const used = new Set(pages.flatMap(regionsOn));
  expect([...used].sort()).toEqual(Object.keys(REGIONS).sort());
});

test("a region that is opened is closed", () => {
  for (const page of pages) {
    const opened = (read(page).match(/^<!-- generated:/gm) ?? []).length;
    expect({ page, regions: regionsOn(page).length }).toEqual({ page, regions: opened });
  }
});
