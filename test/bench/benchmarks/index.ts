import type { Line } from "../line.js";
import { imports } from "./imports.js";
import { cli, offline } from "./offline.js";
import { policies } from "./policies.js";
import { previews } from "./previews.js";

/** A benchmark. It returns its lines, or why it cannot run here. */
interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly run: (pairs: (full: number) => number) => Promise<readonly Line[] | string>;
}

export const BENCHMARKS: readonly Benchmark[] = [
  {
    name: "preview",
    title: "a preview in the process, against the same resources without components",
    run: previews,
  },
  { name: "import", title: "the import, against what it needs of the SDKs", run: imports },
  { name: "policies", title: "the policies, against as many that check nothing", run: policies },
  { name: "offline", title: "the offline preview, against that of the same resources", run: offline },
  { name: "cli", title: "pulumi preview, against the same resources and the offline preview", run: cli },
];
