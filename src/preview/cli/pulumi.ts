import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { Failure } from "../failure.js";
import { stackFilePath } from "../project/project.js";
import { toYaml } from "../report/render.js";
import { assertRenderable, writeRendered } from "../report/renderFolder.js";
import type { Terminal } from "../screen/terminal.js";
import { wrapHanging } from "../screen/wrap.js";
import type { Command } from "./command.js";
import { FORMATS } from "./formats.js";
import {
  hasBackend,
  pulumiEnvironment,
  renderedFiles,
  type StackExport,
  withConfig,
} from "./pulumiEnvironment.js";
import type { StackTarget } from "./target.js";

/** Path of the `pulumi` on PATH, if there is one. */
export function findPulumi(environment: NodeJS.ProcessEnv): string | undefined {
  const names = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
  const directories = (environment.PATH ?? "").split(delimiter).filter((directory) => directory !== "");
  return directories.flatMap((directory) => names.map((name) => join(directory, name))).find(isExecutable);
}

/**
 * Runs the real `pulumi up`. Without --kubeconfig, the Kubernetes provider renders YAML instead of applying it. The files
 * are then copied to the directory of the offline preview, so that one can compare with the other. Pulumi.STACK.yaml
 * never changes: pulumi reads a copy. Throws a Failure when pulumi fails.
 */
export async function pulumiUp(
  pulumi: string,
  command: Command,
  target: StackTarget,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<void> {
  const { project, stack, directory } = target;
  const format = FORMATS[command.format];
  const copies = command.write && !command.kubeconfig;
  if (copies) assertRenderable(directory);
  const temporary = mkdtempSync(join(tmpdir(), "pulumi-kubernetes-traffic-"));
  const variables = pulumiEnvironment(environment, project.root, command.kubeconfig);
  const run = (args: string[], how: Partial<Parameters<typeof runPulumi>[3]> = {}) =>
    runPulumi(pulumi, args, variables, { cwd: project.root, output: "show", ...how });
  const rendered = join(project.root, ".pulumi", "rendered", stack);
  try {
    if (!format.resultOnly) {
      const lines = banner(command, stack, environment);
      terminal.print(...lines.flatMap((line) => wrapHanging(line, terminal.width, 2)));
    }
    if ((await run(["stack", "export", "--stack", stack], { output: "keep" })).code !== 0) {
      // In another directory: here pulumi would rewrite Pulumi.STACK.yaml, without comments and with a salt.
      writeFileSync(join(temporary, "Pulumi.yaml"), toYaml({ name: project.name, runtime: "nodejs" }));
      const made = await run(["stack", "init", stack, "--no-select", "--non-interactive"], {
        cwd: temporary,
        output: "keep",
      });
      if (made.code !== 0)
        throw new Failure(`pulumi could not create the stack ${stack}:\n${made.text.trim()}`);
    }
    const source = command.configFile ?? stackFilePath(project, stack);
    const extra = new Map(command.config);
    if (!command.kubeconfig) extra.set("kubernetes:renderYamlToDirectory", rendered);
    const configFile = join(temporary, `Pulumi.${stack}.yaml`);
    writeFileSync(
      configFile,
      withConfig(existsSync(source) ? readFileSync(source, "utf8") : "", project.name, extra),
      {
        mode: 0o600,
      },
    );
    const { code } = await run(upArguments(command, stack, configFile), { output: format.pulumi.output });
    if (code !== 0) throw new Failure(`pulumi ended with exit code ${code}`);
    if (!copies) return;
    const state = await run(["stack", "export", "--stack", stack], { output: "keep" });
    const files = renderedFiles(rendered, JSON.parse(state.text) as StackExport);
    writeRendered(directory, files);
    terminal.print(...format.rendered(directory, files));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function upArguments(command: Command, stack: string, configFile: string): string[] {
  // --no-write leaves everything unchanged, the state included.
  const args = command.write ? ["up", "--yes"] : ["preview"];
  args.push("--stack", stack, "--config-file", configFile);
  for (const { directory, configuration } of command.packs) {
    args.push("--policy-pack", resolve(directory));
    if (configuration !== undefined) args.push("--policy-pack-config", resolve(configuration));
  }
  // Rendering changes no cluster, so a preview before it is useless, except for policies: they refuse before the update.
  const rendersOnly = command.write && !command.kubeconfig;
  if (rendersOnly && command.packs.length === 0) args.push("--skip-preview");
  args.push(...FORMATS[command.format].pulumi.options);
  if (command.showSecrets) args.push("--show-secrets");
  return args;
}

/** Names this kind of run, and how to get the other one. */
function banner(command: Command, stack: string, environment: NodeJS.ProcessEnv): string[] {
  const what = command.kubeconfig
    ? `applies to the cluster of ${command.kubeconfig}`
    : "renders YAML, no cluster is touched (--kubeconfig FILE applies)";
  const where = hasBackend(environment) ? "in the backend you use" : "in .pulumi of the project";
  return [
    `pulumi ${command.write ? "up" : "preview"} of stack ${stack}: ${what}`,
    `state ${where}; the offline preview instead: --offline`,
  ];
}

/** Runs pulumi to its end. `output` shows its stdout, moves it aside to stderr, or keeps all output as text. */
function runPulumi(
  pulumi: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  how: { cwd: string; output: "show" | "aside" | "keep" },
): Promise<{ code: number; text: string }> {
  const stdout = how.output === "show" ? "inherit" : how.output === "aside" ? 2 : "pipe";
  const stderr = how.output === "keep" ? "pipe" : "inherit";
  const child = spawn(pulumi, args, { cwd: how.cwd, env: environment, stdio: ["ignore", stdout, stderr] });
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    if (how.output === "keep") text += chunk;
  });
  // A terminal sends Ctrl-C to pulumi too. Wait for pulumi to end its work first.
  const wait = () => undefined;
  process.on("SIGINT", wait);
  return new Promise((done, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      process.removeListener("SIGINT", wait);
      done({ code: code ?? 1, text });
    });
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
