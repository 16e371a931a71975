import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");

/** Every page that people read, as a path from the root of the repository. */
export const pages: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...markdownIn("docs"),
  ...["examples", ...directoriesIn("examples")].flatMap(markdownIn),
];

/** The text of a page. */
export function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
}

/** The fenced blocks of a page. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm)].map((block) => ({
    language: block[1] ?? "",
    code: block[2] ?? "",
    line: markdown.slice(0, block.index).split("\n").length + 1,
  }));
}

/** A page without its code, in which a `#` or a `]` means something else. */
export function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, "");
}

function directoriesIn(directory: string): string[] {
  const entries = readdirSync(join(root, directory), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${directory}/${name}`);
}

function markdownIn(directory: string): string[] {
  const files = readdirSync(join(root, directory), { withFileTypes: true });
  return files
    .filter((file) => file.isFile() && file.name.endsWith(".md"))
    .map((file) => `${directory}/${file.name}`)
    .sort();
}
