import { createRequire } from "node:module";
import { join } from "node:path";
import type { Line } from "../line.js";
import { compare, inPairs, runWorker } from "../pairs.js";
import { ENTRY, ROOT } from "../paths.js";

export async function imports(pairs: (full: number) => number): Promise<readonly Line[]> {
  const run = (modules: readonly string[]) => () => runWorker("import", JSON.stringify(modules));
  const measured = inPairs(pairs(41), run([ENTRY]), run(sdkModules()));
  return [
    {
      what: "time of the import",
      unit: "ms",
      by: "difference",
      goal: 30,
      compared: compare(measured, "ms", "difference"),
    },
    {
      what: "memory of the import",
      unit: "MB",
      by: "difference",
      goal: 3,
      compared: compare(measured, "bytes", "difference"),
    },
  ];
}

/** The modules of the SDKs that the package itself imports. */
function sdkModules(): string[] {
  const require = createRequire(ENTRY);
  const own = (file: string) => file.startsWith(join(ROOT, "dist"));
  require(ENTRY);
  const loaded = Object.values(require.cache).flatMap((module) =>
    module && own(module.filename) ? module.children : [],
  );
  const files = loaded
    .map(({ filename }) => filename)
    .filter((file) => file.includes("/node_modules/@pulumi/"));
  return [...new Set(files)];
}
