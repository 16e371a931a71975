import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Failure, messageOf } from "../preview/failure.js";
import type { Report } from "../preview/index.js";
import type { Terminal } from "../preview/screen/terminal.js";
import { Frames, untilSignal } from "../preview/screen/watch.js";
import { playDemo } from "./demo/demo.js";
import { decide } from "./driver/decide.js";
import { factsOf, look } from "./driver/look.js";
import type { ReleaseStatus } from "./driver/model.js";
import type { ConfigChanges, Ports } from "./driver/ports.js";
import { rejudged } from "./driver/rejudge.js";
import { type DriverOptions, EXIT_CODES, type Outcome, runRelease, stepRelease } from "./driver/run.js";
import { statusOf } from "./driver/status.js";
import { openPorts } from "./openPorts.js";
import type { Common, Format, ReleaseCommand } from "./options.js";
import { plannedComponent } from "./plannedComponent.js";
import { planRelease } from "./planRelease.js";
import { readReleaseSpec } from "./spec/readReleaseSpec.js";
import type { ReleaseSpec } from "./spec/spec.js";
import { openStack } from "./stack/openStack.js";
import { releasePage } from "./view/html.js";
import { screenText, viewOf } from "./view/live.js";
import { releaseMarkdown } from "./view/markdown.js";
import { planMarkdown } from "./view/planMarkdown.js";
import { planText } from "./view/planText.js";
import { replayText } from "./view/replay.js";

/** What the command needs from outside. */
export interface ReleaseEnvironment {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  /** The project and stack of a command line. Throws a Failure if there is none. */
  readonly target: (command: Common) => ReleaseTarget;
  /** Runs the program offline with other config values. Rejects with a Failure. */
  readonly plan: (target: ReleaseTarget, changes: ConfigChanges) => Promise<Report>;
  /** Opens everything outside of the driver. Default: for real. */
  readonly open?: ((command: Common, target: ReleaseTarget, spec: ReleaseSpec) => Ports) | undefined;
}

export interface ReleaseTarget {
  readonly root: string;
  readonly project: string;
  readonly stack: string;
}

type Driven = ReleaseCommand & { readonly name: "run" | "step" | "abort" };

/** Runs a command of `release`, and resolves with its exit code. Throws a Failure for what a person must repair. */
export async function release(command: ReleaseCommand, outside: ReleaseEnvironment): Promise<number> {
  const { terminal } = outside;
  switch (command.name) {
    case "print":
      terminal.print(command.text);
      return 0;
    case "replay":
      terminal.print(...replayText(rejudged(readStatus(command.file)), terminal));
      return 0;
    case "demo":
      return playDemo(command, terminal);
    case "plan":
      return showPlan(command, outside);
    case "status":
      return showStatus(command, outside);
    default:
      return drive(command, outside);
  }
}

interface Opened {
  readonly target: ReleaseTarget;
  readonly spec: ReleaseSpec;
  readonly ports: Ports;
}

function open(command: Common, outside: ReleaseEnvironment, once: boolean): Opened {
  const { environment, terminal } = outside;
  const target = outside.target(command);
  const { root, project, stack: name } = target;
  const file = command.file === undefined ? undefined : resolve(command.file);
  const spec = readReleaseSpec(file, { cwd: root, project });
  if (outside.open) return { target, spec, ports: outside.open(command, target, spec) };
  const onOutput = (text: string) => terminal.forward("stderr", Buffer.from(text));
  const onScreen = terminal.screen() !== undefined;
  const own = openStack({ root, stack: name, spec, environment, onOutput: onScreen ? undefined : onOutput });
  const plan = async (changes: ConfigChanges) => plannedComponent(await outside.plan(target, changes), spec);
  const stack = { ...own, plan };
  return { target, spec, ports: openPorts(command, { stack, root, environment, once }) };
}

async function showPlan(
  command: ReleaseCommand & { name: "plan" },
  outside: ReleaseEnvironment,
): Promise<number> {
  const { terminal } = outside;
  const target = outside.target(command);
  const { root, project } = target;
  const file = command.file === undefined ? undefined : resolve(command.file);
  const spec = readReleaseSpec(file, { cwd: root, project });
  const done = terminal.progress("the program is planned for each step,");
  const plan = await planRelease(spec, target.stack, {
    ...{ rate: command.rate, errors: command.errors, cwd: root },
    environment: outside.environment,
    program: (changes) => outside.plan(target, changes),
  }).finally(done);
  if (command.format === "json") terminal.print(JSON.stringify(plan, undefined, 2));
  else if (command.format === "markdown") terminal.print(planMarkdown(plan));
  else terminal.print(...planText(plan, terminal));
  return 0;
}

async function showStatus(
  command: ReleaseCommand & { name: "status" },
  outside: ReleaseEnvironment,
): Promise<number> {
  const { terminal } = outside;
  const { spec, ports } = open(command, outside, false);
  const { stopped, release: restore } = untilSignal();
  const frames = new Frames(terminal);
  const memory = { checks: new Map() };
  try {
    for (;;) {
      const seen = await look(spec, ports, memory);
      const status = statusOf(spec, ports.stack.name, seen, decide(factsOf(spec, seen, memory)));
      if (command.html !== undefined) writePage(command.html, status);
      if (!command.watch) {
        printStatus(status, command.format, terminal);
        return 0;
      }
      frames.show(
        command.format === "text" ? screenText(status, terminal) : [formatted(status, command.format)],
      );
      await ports.clock.sleep(1000 * spec.evidence.window, stopped);
      if (stopped.aborted) return 0;
    }
  } finally {
    restore();
    await ports.evidence.close?.();
  }
}

async function drive(command: Driven, outside: ReleaseEnvironment): Promise<number> {
  const { terminal } = outside;
  const { spec, ports } = open(command, outside, command.name !== "run");
  const { stopped, release: restore } = untilSignal();
  const format = command.name === "step" ? command.format : "text";
  const show = viewOf(terminal, format === "text");
  const journal = command.name === "run" ? command.journal : undefined;
  const options: DriverOptions = {
    ...(command.name === "abort" ? { abort: true } : command),
    stopped,
    onStatus: (status) => {
      show.status(status);
      if (journal !== undefined) appendFileSync(journal, `${JSON.stringify(status)}\n`);
    },
    onNote: show.note,
  };
  const call = command.name === "step" ? stepRelease : runRelease;
  try {
    const outcome = await call(spec, ports, options);
    if (format !== "text") terminal.print(formatted(outcome.status, format));
    report(outcome, terminal, format);
    return EXIT_CODES[outcome.as];
  } finally {
    restore();
    await ports.evidence.close?.();
  }
}

function printStatus(status: ReleaseStatus, format: Format, terminal: Terminal): void {
  if (format === "text") terminal.print(...screenText(status, terminal));
  else terminal.print(formatted(status, format));
}

function formatted(status: ReleaseStatus, format: Exclude<Format, "text">): string {
  return format === "json" ? JSON.stringify(status) : releaseMarkdown(status);
}

/** The last line: how it ended, and what to do. */
function report({ as, why }: Outcome, terminal: Terminal, format: Format): void {
  const words = {
    promoted: "promoted",
    rolledBack: "rolled back",
    idle: "nothing to release",
    held: "held",
    waiting: "waiting",
    stopped: "stopped",
    failed: "failed",
  } as const;
  const line = `${words[as]}: ${why}`;
  if (as === "failed" || as === "stopped") throw new Failure(line);
  if (format === "text") terminal.print(line);
}

function readStatus(file: string): ReleaseStatus {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Failure(
      `${file} cannot be read: ${messageOf(error)}; give the output of release status --json`,
    );
  }
  const { component, indicators } = (value ?? {}) as Partial<ReleaseStatus>;
  if (typeof component === "string" && Array.isArray(indicators)) return value as ReleaseStatus;
  throw new Failure(`${file} is no status of a release; give the output of release status --json`);
}

function writePage(file: string, status: ReleaseStatus): void {
  try {
    writeFileSync(file, releasePage(status));
  } catch (error) {
    throw new Failure(`--html ${file} cannot be written: ${messageOf(error)}`);
  }
}
