import { relative } from "node:path";
import { problemList } from "../../diagnostics/format.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import { type ProgramResult, runProgram } from "../engine/run.js";
import { Failure } from "../failure.js";
import { PolicyPacks } from "../packs/packs.js";
import type { PolicyResult } from "../packs/result.js";
import { type Project, readConfig, stackFilePath } from "../project/project.js";
import type { Config } from "../project/stackFile.js";
import { assertRenderable, readRendered, writeRendered } from "../report/renderFolder.js";
import { filesOf, makeReport, type Report } from "../report/report.js";
import { assertSarifFile, writeSarif } from "../report/sarifFile.js";
import { unsupportedResources } from "../report/unsupported.js";
import { policyCounts } from "../screen/policyText.js";
import { errorText } from "../screen/programError.js";
import type { ProgramSource } from "../screen/remedies.js";
import type { Terminal } from "../screen/terminal.js";
import type { Command } from "./command.js";
import { FORMATS } from "./formats.js";
import type { StackTarget } from "./target.js";

// The SDK's exit code when it has explained an error: to Pulumi, or on stderr before the program starts.
const EXPLAINED = 32;

/** Runs a program and records what it registers, as `runProgram` does. */
export type ProgramRunner = typeof runProgram;

/**
 * Runs the program offline, writes its YAML, and shows the differences from the last render. Throws a Failure when the
 * program fails or a policy refuses it. It then writes nothing.
 */
export async function offlinePreview(
  command: Command,
  target: StackTarget,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
  runner: ProgramRunner = runProgram,
): Promise<void> {
  const format = FORMATS[command.format];
  const started = performance.now();
  const { project, stack, directory } = target;
  const config = readConfig(project, stack, {
    overrides: command.config,
    configFile: command.configFile,
    environment,
  });
  const stackFile = displayPath(command.configFile ?? stackFilePath(project, stack));
  warnOfTypos(command, config, project, terminal);
  if (command.write) assertRenderable(directory);
  if (command.sarif) assertSarifFile(command.sarif);
  const previous = readRendered(directory);
  const done = terminal.progress("the program is running,");
  const packs = startPacks(command, target, config, environment, terminal);
  const planned = async () => {
    const program = await runner(project, stack, config, {
      typeCheck: command.typeCheck ?? false,
      timeout: command.timeout,
      environment,
      judge: packs,
      onOutput: (stream, text) => terminal.forward(format.resultOnly ? "stderr" : stream, text),
    });
    if (!program.succeeded) {
      const failure = programFailure(program, { project: project.name, stackFile });
      warnOfNoConfig(failure, config, target, terminal);
      throw failure;
    }
    return { program, policies: await packs?.finish(program.monitor.resources) };
  };
  const { program, policies } = await planned().finally(() => {
    packs?.stop();
    done();
  });

  const report = makeReport({
    project: project.name,
    stack,
    monitor: program.monitor,
    showSecrets: command.showSecrets ?? false,
    policies,
    previous,
  });
  const refusals = refusalsOf(report);
  const write = command.write && refusals.length === 0;
  if (write) writeRendered(directory, filesOf(report));
  // Write SARIF also for a refusal: that is when a code host needs it.
  if (policies && command.sarif) await writeSarif(command.sarif, policies, project);
  const seconds = (performance.now() - started) / 1000;
  const facts = [
    ...(write ? [`rendered to ${displayPath(directory)}`] : []),
    ...(policies ? policyCounts(policies) : []),
    `${seconds.toFixed(1)} s`,
  ];
  terminal.print(...format.preview(report, terminal, facts));
  const warnings = format.warnings(report);
  if (warnings.length > 0) terminal.printError(...warnings);
  if (refusals.length > 0) throw new Failure(refusals.join("\n"));
}

function startPacks(
  { packs, timeout }: Command,
  { project, stack }: StackTarget,
  config: Config,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): PolicyPacks | undefined {
  if (packs.length === 0) return undefined;
  const onOutput = (text: Buffer) => terminal.forward("stderr", text);
  return new PolicyPacks(packs, {
    project: project.name,
    stack,
    config,
    environment,
    timeout,
    onOutput,
  });
}

/** Why nothing is written. */
function refusalsOf({ refusals, policies }: Report): string[] {
  return [
    ...(refusals.length > 0 ? [problemList("the program is refused, nothing is written", refusals)] : []),
    ...(policies !== undefined && policies.failed > 0 ? [refusalText(policies)] : []),
  ];
}

function refusalText({ violations }: PolicyResult): string {
  const count = violations.filter(({ level }) => level === "mandatory").length;
  return `refused by policy: ${count} mandatory ${count === 1 ? "violation" : "violations"}, nothing is written`;
}

/** The errors that the program logged, each once, and what this preview lacks, which may be their cause. */
function programFailure({ monitor, exitCode }: ProgramResult, source: ProgramSource): Failure {
  const errors = monitor.messages
    .filter((message) => message.severity === "error")
    .map((message) => errorText(message.text, source));
  const none =
    exitCode === EXPLAINED
      ? "the program did not start; the lines above explain why"
      : `the program ended with exit code ${exitCode ?? "none"} without reporting an error to Pulumi`;
  const missing = unsupportedResources(monitor.resources, monitor.unsupported);
  return new Failure(
    [...new Set(errors.length > 0 ? errors : [none]), ...missing.map((line) => `note: ${line}`)].join("\n"),
  );
}

/** Explains a missing value by a stack without any. A program that needs none runs, and is not warned about. */
function warnOfNoConfig(failure: Failure, config: Config, target: StackTarget, terminal: Terminal): void {
  if (Object.keys(config.values).length > 0) return;
  if (!failure.message.includes("Missing required configuration variable")) return;
  const file = displayPath(stackFilePath(target.project, target.stack));
  terminal.printError(`warning: stack ${target.stack} has no configuration; it is read from ${file}`);
}

/** A misspelled key sets a value that no program reads. The preview would look as if it had no effect. */
function warnOfTypos(command: Command, config: Config, project: Project, terminal: Terminal): void {
  const local = (key: string) =>
    key.startsWith(`${project.name}:`) ? key.slice(project.name.length + 1) : key;
  const given = new Set([...command.config.keys()].map(local));
  const others = Object.keys(config.values)
    .map(local)
    .filter((key) => !given.has(key));
  for (const key of given) {
    const meant = didYouMean(key, others);
    if (meant) terminal.printError(`warning: --config ${key}: this stack has no such key; ${meant}`);
  }
}

function displayPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") || below === "" ? path : below;
}
