// Which pages the site has, and in which order. Both are those of docs/README.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

/** The text of a page in docs. */
export function readDoc(name) {
  return readFileSync(join(ROOT, "docs", name), "utf8");
}

/** The sections of docs/README.md, with the titles of their pages. */
export function sections() {
  const [, ...parts] = readDoc("README.md").split(/^## /m);
  return parts.map((part) => ({
    text: part.slice(0, part.indexOf("\n")),
    items: pagesIn(part).map((name) => ({ text: titleOf(name), link: `/${name.replace(/\.md$/, "")}` })),
  }));
}

/** The pages in the first column of a table. */
function pagesIn(part) {
  const rows = part.split("\n").filter((line) => line.startsWith("| ["));
  return rows.flatMap((row) => [...row.split("|")[1].matchAll(/\]\(([^)]+\.md)\)/g)].map(([, name]) => name));
}

/** Its heading. Pages of one heading are told apart by their names. */
function titleOf(name) {
  const title = /^# (.+)$/m.exec(readDoc(name))?.[1] ?? name;
  return name.startsWith("proof-") ? `Run ${name.replace(/^proof-|\.md$/g, "")}` : title;
}
