import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findPulumi } from "../../src/preview/cli/pulumi.js";
import { type Compared, compare, inPairs, runWorker, type Taken } from "./pairs.js";
import { recordComponents } from "./resources.js";

const ROOT = resolve(__dirname, "../..");
const ENTRY = join(ROOT, "dist/index.js");

/** A line of the table. */
export interface Line {
  readonly what: string;
  readonly unit: "ms" | "MB" | "kB";
  readonly by: "ratio" | "difference";
  readonly goal: number;
  readonly compared: Compared;
}

/** A benchmark, or why it cannot run here. */
export interface Benchmark {
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
  { name: "offline", title: "the offline preview, against pulumi preview", run: offline },
];

/** Two kinds of components in turn. A program without them registers the same resources, with the same inputs and order. */
async function previews(pairs: (full: number) => number): Promise<readonly Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "resources.json");
  writeFileSync(file, JSON.stringify(await recordComponents()));
  const lines: Line[] = [];
  try {
    for (const [number, count] of [
      [1, 15],
      [50, 9],
      [500, 5],
    ] as const) {
      const run = (what: string) => () => runWorker("preview", what, String(number), file);
      const measured = inPairs(pairs(count), run("component"), run("raw"));
      const what = number === 1 ? "1 component" : `${number} components`;
      lines.push({
        what: `preview of ${what}`,
        unit: "ms",
        by: "ratio",
        goal: 1.02,
        compared: compare(measured, "ms"),
      });
      if (number > 1)
        lines.push({
          what: `memory for ${what}`,
          unit: "kB",
          by: "ratio",
          goal: 1.05,
          compared: compare(measured, "bytes"),
        });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return lines;
}

async function imports(pairs: (full: number) => number): Promise<readonly Line[]> {
  const run = (modules: readonly string[]) => () => runWorker("import", JSON.stringify(modules));
  const measured = inPairs(pairs(15), run([ENTRY]), run(sdkModules()));
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

/** The command against the Pulumi CLI, each with the provider that renders YAML. */
async function offline(pairs: (full: number) => number): Promise<readonly Line[] | string> {
  const pulumi = findPulumi(process.env);
  if (!pulumi) return "skipped: no pulumi on PATH";
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const lines: Line[] = [];
    for (const [number, count, goal] of [
      [1, 5, 0.6],
      [50, 3, 0.5],
    ] as const) {
      const project = projectOf(join(folder, String(number)), number);
      const env = {
        ...process.env,
        ...{
          PULUMI_BACKEND_URL: `file://${folder}`,
          PULUMI_HOME: join(folder, "home"),
          PULUMI_CONFIG_PASSPHRASE: "",
        },
        ...{ PULUMI_SKIP_UPDATE_CHECK: "true", KUBECONFIG: "" },
      };
      const quiet = { cwd: project, env, stdio: "pipe" } as const;
      execFileSync(pulumi, ["stack", "init", "bench", "--non-interactive"], quiet);
      execFileSync(
        pulumi,
        ["config", "set", "kubernetes:renderYamlToDirectory", join(project, "rendered")],
        quiet,
      );
      const command = [join(ROOT, "dist/preview/cli/main.js"), "preview", "--stack", "bench", "--no-write"];
      const measured = inPairs(
        pairs(count),
        () => timed(() => execFileSync(process.execPath, command, quiet)),
        () => timed(() => execFileSync(pulumi, ["preview", "--non-interactive"], quiet)),
      );
      const what = number === 1 ? "1 component" : `${number} components`;
      lines.push({
        what: `offline preview of ${what}`,
        unit: "ms",
        by: "ratio",
        goal,
        compared: compare(measured, "ms"),
      });
    }
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A project with this many components. */
function projectOf(folder: string, number: number): string {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    JSON.stringify({ name: `bench-${number}`, runtime: { name: "nodejs", options: { typescript: false } } }),
  );
  cpSync(join(__dirname, "workers/program.cjs"), join(folder, "index.js"));
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ library: ENTRY, number }));
  return folder;
}

function timed(run: () => void): Taken {
  const began = performance.now();
  run();
  return { ms: performance.now() - began, bytes: 0 };
}
