import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Taken } from "../pairs.js";
import { ROOT, WORKERS } from "../paths.js";
import { withRecorded } from "../resources.js";

/** A project of Pulumi with a program of its own, and its previews. */
export interface BenchProject {
  /** The preview of the command. */
  offline(): Taken;
  /** `pulumi preview` with the Kubernetes provider that renders YAML. The first call creates the stack. */
  byPulumi(pulumi: string): Taken;
}

/** Gives `use` a function that makes projects, and removes them at its end. */
export function withProjects<T>(
  use: (project: (number: number, what: "component" | "raw") => BenchProject) => T,
): Promise<T> {
  return withRecorded((recorded) =>
    use((number, what) => projectIn(dirname(recorded), { what, number, recorded })),
  );
}

function projectIn(
  parent: string,
  program: { readonly what: string; readonly number: number; readonly recorded: string },
): BenchProject {
  const name = `${program.what}-${program.number}`;
  const folder = join(parent, name);
  mkdirSync(folder);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name, runtime }));
  cpSync(join(WORKERS, "program.cjs"), join(folder, "index.js"));
  const settings = { worker: join(WORKERS, "register.cjs"), ...program };
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${parent}`,
    PULUMI_HOME: join(parent, "home"),
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    KUBECONFIG: "",
  };
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder, env, stdio: "pipe" });
  let hasStack = false;
  const createStack = (pulumi: string) => {
    run(pulumi, "stack", "init", "bench", "--non-interactive");
    run(pulumi, "config", "set", "kubernetes:renderYamlToDirectory", join(folder, "rendered"));
    hasStack = true;
  };
  const command = join(ROOT, "dist/preview/cli/main.js");
  return {
    offline: () => timed(() => run(process.execPath, command, "preview", "--stack", "bench", "--no-write")),
    byPulumi: (pulumi) => {
      if (!hasStack) createStack(pulumi);
      return timed(() => run(pulumi, "preview", "--non-interactive"));
    },
  };
}

function timed(run: () => void): Taken {
  const began = performance.now();
  run();
  return { ms: performance.now() - began, bytes: 0 };
}
