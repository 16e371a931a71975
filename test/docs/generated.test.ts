import { join } from "node:path";
import { expect, test } from "vitest";
import { REGIONS } from "./generated/regions.js";
import { pages, read, root } from "./pages.js";

const REGION = /(<!-- generated:([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;
const names = (page: string) => [...read(page).matchAll(REGION)].map(([, , name]) => name as string);

test.each(pages.filter((page) => names(page).length > 0))(
  "%s is what `npm run docs` writes",
  async (page) => {
    const made = names(page).map(
      async (name) => [name, (await REGIONS[name]?.()) ?? "no such region"] as const,
    );
    const written = new Map(await Promise.all(made));
    const current = read(page).replace(
      REGION,
      (_, begin, name, end) => `${begin}\n${written.get(name)}\n\n${end}`,
    );
    await expect(current).toMatchFileSnapshot(join(root, page));
  },
);

test("every region is on a page, and every page names regions that exist", () => {
  const used = new Set(pages.flatMap(names));
  expect([...used].sort()).toEqual(Object.keys(REGIONS).sort());
});

test("a region that is opened is closed", () => {
  for (const page of pages) {
    const opened = read(page).split("<!-- generated:").length - 1;
    expect({ page, regions: names(page).length }).toEqual({ page, regions: opened });
  }
});
