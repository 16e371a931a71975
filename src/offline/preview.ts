import { join, relative, resolve } from "node:path";
import { didYouMean } from "../problems/nearest.js";
import type { Command } from "./cli.js";
import type { Config } from "./config.js";
import { Failure } from "./failures.js";
import { defaultStack, findProject, type Project, readConfig } from "./project.js";
import { readRendered, toYaml, writeRendered } from "./render.js";
import { filesOf, makeReport, type Report } from "./report.js";
import type { PlannedMessage } from "./resources.js";
import { runProgram } from "./run.js";
import type { Terminal } from "./terminal.js";
import { countText, errorText, reportText } from "./text.js";

/** A project and the stack of it that a command is about. */
export interface Target {
  readonly project: Project;
  readonly stack: string;
  /** Where its YAML goes. */
  readonly directory: string;
}

/** Finds what a command is about. Throws a Failure when there is no such project. */
export function targetOf(command: Command): Target {
  const project = findProject(command.directory);
  const stack = command.stack ?? defaultStack(project);
  const directory =
    command.render === undefined ? join(project.root, "rendered", stack) : resolve(command.render);
  return { project, stack, directory };
}

/**
 * Runs the program offline, writes its YAML, and shows what is different from the last render. Throws a Failure when
 * the program is refused or fails; nothing is written then.
 */
export async function offlinePreview(
  command: Command,
  target: Target,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<void> {
  const started = performance.now();
  const { project, stack, directory } = target;
  const config = readConfig(project, stack, {
    overrides: command.config,
    configFile: command.configFile,
    environment,
  });
  warnOfSlips(command, config, project, terminal);
  const previous = readRendered(directory);
  const done = terminal.progress("the program is running,");
  const ran = await runProgram(project, stack, config, {
    typeCheck: command.typeCheck,
    timeout: command.timeout,
    environment,
    // With --json and --yaml, stdout belongs to the result alone.
    onOutput: (stream, text) => terminal.pass(command.format === "text" ? stream : "stderr", text),
  }).finally(done);
  if (!ran.succeeded) throw programFailure(ran.monitor.messages, ran.exitCode);

  const report = makeReport({
    project: project.name,
    stack,
    monitor: ran.monitor,
    showSecrets: command.showSecrets,
    previous,
  });
  if (command.write) writeRendered(directory, filesOf(report));
  const seconds = (performance.now() - started) / 1000;
  show(report, command, terminal, [
    command.write && `rendered to ${shownPath(directory)}`,
    `${seconds.toFixed(1)} s`,
  ]);
}

function show(report: Report, command: Command, terminal: Terminal, rest: (string | false)[]): void {
  if (command.format === "json") terminal.print(JSON.stringify(report, undefined, 2));
  else if (command.format === "yaml") {
    terminal.print(report.objects.map((object) => toYaml(object.document).trimEnd()).join("\n---\n"));
  } else {
    const summary = [countText(report), ...rest.filter((part) => part !== false)].join(" · ");
    terminal.print("", ...reportText(report, terminal), "", summary);
  }
}

/** The errors that the program logged, each once; the runner has printed what it could not log. */
function programFailure(messages: readonly PlannedMessage[], exitCode: number | undefined): Failure {
  const errors = messages
    .filter((message) => message.severity === "error")
    .map((message) => errorText(message.text));
  if (errors.length > 0) return new Failure([...new Set(errors)].join("\n"));
  return new Failure(
    `the program ended with exit code ${exitCode ?? "none"} and said nothing to Pulumi about it`,
  );
}

/** A misspelt --config would set a value that nothing reads, and the preview would look as if it had no effect. */
function warnOfSlips(command: Command, config: Config, project: Project, terminal: Terminal): void {
  const local = (key: string) =>
    key.startsWith(`${project.name}:`) ? key.slice(project.name.length + 1) : key;
  const given = new Set([...command.config.keys()].map(local));
  const others = Object.keys(config.values)
    .map(local)
    .filter((key) => !given.has(key));
  for (const key of given) {
    const meant = didYouMean(key, others);
    if (meant) terminal.complain(`warning: --config ${key} is no key of this stack so far; ${meant}`);
  }
}

function shownPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") || below === "" ? path : below;
}
