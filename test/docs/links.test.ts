import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { pages, read, root, withoutCode } from "./pages.js";

/** The targets of links and pictures on a page that are inside this repository. */
function linksOf(page: string): string[] {
  const text = withoutCode(read(page));
  const inText = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string);
  const inHtml = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target as string);
  return [...inText, ...inHtml].filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a page's headings, as code hosts make them. */
function anchorsOf(page: string): Set<string> {
  const headings = [...withoutCode(read(page)).matchAll(/^#+ +(.*)$/gm)].map(
    ([, heading]) => heading as string,
  );
  const seen = new Map<string, number>();
  return new Set(
    headings.map((heading) => {
      const words = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "");
      const slug = words.replace(/\s/g, "-");
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

describe.each(pages)("%s", (page) => {
  test("names files and folders that exist", () => {
    const paths = read(page).match(/(?<=`)(?:src|test|examples|docs)\/[\w./-]+(?=`)/g) ?? [];
    const missing = paths.filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  test("links to files that exist", () => {
    const files = linksOf(page).map((target) => target.split("#")[0] as string);
    expect(files.filter((file) => !existsSync(join(root, dirname(page), file)))).toEqual([]);
  });

  test("links to headings that exist", () => {
    const missing = linksOf(page).filter((target) => {
      const [file = "", anchor] = target.split("#");
      if (anchor === undefined || (file !== "" && !file.endsWith(".md"))) return false;
      const other = file === "" ? page : normalize(join(dirname(page), file));
      return pages.includes(other) && !anchorsOf(other).has(anchor);
    });
    expect(missing).toEqual([]);
  });
});

test("every page of docs is linked from the index", () => {
  const linked = linksOf("docs/README.md").map((target) => `docs/${target.split("#")[0]}`);
  const others = pages.filter((page) => page.startsWith("docs/") && page !== "docs/README.md");
  expect(others.filter((page) => !linked.includes(page))).toEqual([]);
});
