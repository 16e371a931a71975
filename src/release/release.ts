import { resolve } from "node:path";
import { Failure } from "../preview/failure.js";
import type { Report } from "../preview/index.js";
import type { Terminal } from "../preview/screen/terminal.js";
import { Frames, untilSignal } from "../preview/screen/watch.js";
import { playDemo } from "./demo/demo.js";
import { decide } from "./driver/decide.js";
import { factsOf, look } from "./driver/look.js";
import type { ReleaseStatus } from "./driver/model.js";
import type { ConfigChanges, Ports } from "./driver/ports.js";
import { rejudged } from "./driver/rejudge.js";
import { EXIT_CODES, type Outcome, runRelease, stepRelease } from "./driver/run.js";
import { statusOf } from "./driver/status.js";
import { openPorts } from "./openPorts.js";
import type { Common, Format, ReleaseCommand } from "./options.js";
import { plannedComponent } from "./plannedComponent.js";
import { planRelease } from "./planRelease.js";
import { openJournal, readRecorded, writePage } from "./recorded.js";
import { readReleaseSpec } from "./spec/readReleaseSpec.js";
import type { ReleaseSpec } from "./spec/spec.js";
import { openStack } from "./stack/openStack.js";
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

/** Seconds between two looks of --watch at most. */
const LONGEST_PAUSE = 15;

type Driven = ReleaseCommand & { readonly name: "run" | "step" | "abort" };

/** Runs a command of `release`, and resolves with its exit code. Throws a Failure for what a person must repair. */
export async function release(command: ReleaseCommand, outside: ReleaseEnvironment): Promise<number> {
  const { terminal } = outside;
  switch (command.name) {
    case "print":
      terminal.print(command.text);
      return 0;
    case "replay":
      terminal.print(...replayText(rejudged(readRecorded(command.file)), terminal));
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

/** The project of a command line, and its release file. A path of the command line starts where the command does. */
function find(command: Common, outside: ReleaseEnvironment): Omit<Opened, "ports"> {
  const target = outside.target(command);
  const file = command.file === undefined ? undefined : resolve(command.file);
  return { target, spec: readReleaseSpec(file, { cwd: target.root, project: target.project }) };
}

function open(command: Common, outside: ReleaseEnvironment, once: boolean): Opened {
  const { environment, terminal } = outside;
  const { target, spec } = find(command, outside);
  const { root, stack: name } = target;
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
  const { target, spec } = find(command, outside);
  const done = terminal.progress("the program is planned for each step,");
  const plan = await planRelease(spec, target.stack, {
    ...{ rate: command.rate, errors: command.errors, cwd: target.root },
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
  const { html, watch, format } = command;
  const { spec, ports } = open(command, outside, false);
  const { stopped, release: restore } = untilSignal();
  const frames = new Frames(terminal);
  const memory = { checks: new Map() };
  try {
    for (;;) {
      const seen = await look(spec, ports, memory);
      const { name } = ports.stack;
      const action = decide(factsOf(spec, seen, memory));
      const status = statusOf(spec, name, seen, action);
      if (html !== undefined) writePage(html, status, watch);
      if (watch && format !== "json") frames.show(linesOf(status, format, terminal));
      else terminal.print(...linesOf(status, format, terminal));
      if (watch) await ports.clock.sleep(1000 * Math.min(spec.evidence.window, LONGEST_PAUSE), stopped);
      if (!watch || stopped.aborted) return 0;
    }
  } finally {
    restore();
    await ports.evidence.close?.();
  }
}

async function drive(command: Driven, outside: ReleaseEnvironment): Promise<number> {
  const { terminal } = outside;
  const { spec, ports } = open(command, outside, command.name === "step");
  const format = command.name === "step" ? command.format : "text";
  const view = viewOf(terminal, format === "text");
  const file = command.name === "run" ? command.journal : undefined;
  const record = file === undefined ? undefined : openJournal(file, view.note);
  const call = command.name === "step" ? stepRelease : runRelease;
  const { stopped, release: restore } = untilSignal();
  try {
    const outcome = await call(spec, ports, {
      ...(command.name === "abort" ? { abort: true } : command),
      stopped,
      onStatus: (status) => {
        view.status(status);
        record?.(status);
      },
      onNote: view.note,
    });
    if (format !== "text") terminal.print(...linesOf(outcome.status, format, terminal));
    report(outcome, terminal, format);
    return EXIT_CODES[outcome.as];
  } finally {
    restore();
    await ports.evidence.close?.();
  }
}

function linesOf(status: ReleaseStatus, format: Format, terminal: Terminal): readonly string[] {
  if (format === "text") return screenText(status, terminal);
  return [format === "json" ? JSON.stringify(status) : releaseMarkdown(status)];
}

/** The last line: how it ended, and what to do. */
function report({ as, why }: Outcome, terminal: Terminal, format: Format): void {
  const line = `${WORDS[as]}: ${why}`;
  if (as === "failed" || as === "stopped") throw new Failure(line);
  if (format === "text") terminal.print(line);
}

const WORDS: Readonly<Record<Outcome["as"], string>> = {
  promoted: "promoted",
  rolledBack: "rolled back",
  idle: "nothing to release",
  held: "held",
  waiting: "waiting",
  stopped: "stopped",
  failed: "failed",
};
