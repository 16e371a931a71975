import { existsSync, statSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import type { StatusCommand } from "../../status/options.js";
import type { FailedPlan, Plan } from "../../status/planned.js";
import { type ProgramResult, runProgram } from "../engine/run.js";
import { Failure, messageOf } from "../failure.js";
import { chooseStack, findProject, type Project, readConfig, stackFilePath } from "../project/project.js";
import { makeReport } from "../report/report.js";
import type { Terminal } from "../screen/terminal.js";
import type { ProgramRunner } from "./preview.js";

/** Seconds after which a program that still runs is stopped. */
const TIMEOUT = 120;

/**
 * Runs the program of the project offline, for what it asks of the cluster: again only if the stack's file has changed.
 * Undefined without a project, unless the command line names one: a Failure then names the mistake.
 */
export function planReader(
  command: StatusCommand,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
  runner: ProgramRunner = runProgram,
): () => Promise<Plan | undefined> {
  let known: { readonly changed: number; readonly plan: Plan } | undefined;
  return async () => {
    const found = targetOf(command);
    if (!found || "failure" in found) return found;
    const { project, stack } = found;
    const changed = changeTime(stackFilePath(project, stack));
    if (known?.changed !== changed) {
      const done = terminal.progress("the program is running,");
      const plan = await planOf(project, stack, environment, runner).finally(done);
      known = { changed, plan };
    }
    return known.plan;
  };
}

/** What the program plans for: a project and its stack. The cluster is shown also where they cannot be read. */
function targetOf(command: StatusCommand): { project: Project; stack: string } | FailedPlan | undefined {
  const { stack } = command;
  const project = projectOf(command);
  if (!project || "failure" in project) return project;
  try {
    return { project, stack: chooseStack(project, stack) };
  } catch (error) {
    if (!(error instanceof Failure) || stack !== undefined) throw error;
    return { stack, failure: error.message };
  }
}

function projectOf({ cwd, stack }: StatusCommand): Project | FailedPlan | undefined {
  try {
    return findProject(cwd ?? ".");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code !== 2) return { stack, failure: error.message };
    if (cwd !== undefined || stack !== undefined) throw error;
    return undefined;
  }
}

async function planOf(
  project: Project,
  stack: string,
  environment: NodeJS.ProcessEnv,
  runner: ProgramRunner,
): Promise<Plan> {
  try {
    const config = readConfig(project, stack, { overrides: new Map(), environment });
    const program = await runner(project, stack, config, {
      typeCheck: false,
      timeout: TIMEOUT,
      environment,
      onOutput: () => undefined, // what a program prints is not part of a status
    });
    if (!program.succeeded) return { stack, failure: errorOf(program) };
    const { monitor } = program;
    const report = makeReport({
      project: project.name,
      stack,
      monitor,
      showSecrets: false,
      previous: undefined,
    });
    return { stack, report };
  } catch (error) {
    // Everything else is the program's: the cluster is shown without it.
    if (error instanceof Failure && /^stopped by SIG/.test(error.message)) throw error;
    return { stack, failure: messageOf(error) };
  }
}

/** The first error of a program. Its preview shows all of them, and where they come from. */
export function errorOf({ monitor, exitCode }: ProgramResult): string {
  const error = monitor.messages.find(({ severity }) => severity === "error");
  const none = `it ended with exit code ${exitCode ?? "none"}`;
  return error === undefined ? none : stripVTControlCharacters(error.text).trim();
}

function changeTime(file: string): number {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}
