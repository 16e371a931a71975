import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPulumi } from "../../../src/preview/cli/pulumi.js";
import type { Line } from "../line.js";
import { compare, inPairs, type Taken } from "../pairs.js";
import { ENTRY, ROOT, WORKERS } from "../paths.js";

/** The command against the Pulumi CLI, each with the provider that renders YAML. */
export async function offline(pairs: (full: number) => number): Promise<readonly Line[] | string> {
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
  cpSync(join(WORKERS, "program.cjs"), join(folder, "index.js"));
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ library: ENTRY, number }));
  return folder;
}

function timed(run: () => void): Taken {
  const began = performance.now();
  run();
  return { ms: performance.now() - began, bytes: 0 };
}
