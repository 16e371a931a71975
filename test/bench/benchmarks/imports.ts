import { createRequire } from "node:module";
import { join } from "node:path";
import type { Line } from "../line.js";
import { compare, type Pair, pairsOf, runWorker } from "../pairs.js";
import { ENTRY, ROOT } from "../paths.js";

/** The SDKs and the package, against the SDKs alone. One process measures both, because two differ by more than the package takes. */
export async function imports(pairs: (full: number) => number): Promise<readonly Line[]> {
  const sdks = JSON.stringify(sdkModules());
  const measured = pairsOf(pairs(41), () => runWorker<Pair>("import", sdks, ENTRY));
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
