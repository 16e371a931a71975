import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { read, root } from "./pages.js";

/** Texts of Pulumi, Kubernetes, Node and yarn, which nothing here can check. */
const OTHERS = [
  "Missing required configuration variable",
  'Unknown file extension ".ts"',
  'The engine "node" is incompatible with this module',
  "timed out waiting for the condition",
  "already exists",
  "resource 'kube-system/kube-proxy' does not exist",
  "Apply failed with 1 conflict",
];

test("a heading that is a text of this library has it as the source does", () => {
  const page = read("docs/troubleshooting.md");
  const quoted = [...page.matchAll(/^### `(.*)`$/gm)].map(([, text]) => text as string);
  const ours = quoted.filter((text) => !OTHERS.includes(text));
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const sources = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(root, "src", file), "utf8"));
  const missing = ours.flatMap((text) =>
    text.split("…").filter((part) => !sources.some((source) => source.includes(part.trim()))),
  );
  expect(ours.length).toBeGreaterThan(2);
  expect(missing).toEqual([]);
});
