import type { ReleaseCommand } from "../../release/options.js";
import type { StatusCommand } from "../../status/options.js";
import { Failure, isSystemError } from "../failure.js";
import type { Terminal } from "../screen/terminal.js";
import { proseWidth, wrapHanging } from "../screen/wrap.js";
import { type Command, parseCommand } from "./command.js";
import type { ProgramRunner } from "./preview.js";

/** Runs a command line to its end and resolves with the exit code: 0, that of a release, or that of the Failure it reported. */
export async function run(
  argv: readonly string[],
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
  runProgram?: ProgramRunner,
): Promise<number> {
  try {
    const request = parseCommand(argv, proseWidth(terminal.width));
    if (request.name === "print") terminal.print(request.text);
    else if (request.name === "release")
      return await runRelease(request.command, terminal, environment, runProgram);
    else if (request.name === "status") await runStatus(request, terminal, environment, runProgram);
    else await runCommand(request, terminal, environment, runProgram);
    return 0;
  } catch (error) {
    // A stack trace helps with mistakes of this package, not with a full disk or a missing permission.
    const known = error instanceof Failure || isSystemError(error);
    terminal.printError(`error: ${known ? error.message : ((error as Error)?.stack ?? String(error))}`);
    return error instanceof Failure ? error.code : 1;
  }
}

async function runStatus(
  command: StatusCommand,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
  runProgram: ProgramRunner | undefined,
): Promise<void> {
  const { showStatus } = await import("../../status/show.js");
  const { planReader } = await import("./plan.js");
  const plan = planReader(command, environment, terminal, runProgram);
  return showStatus(command, { terminal, environment, plan });
}

async function runRelease(
  command: ReleaseCommand,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
  runProgram: ProgramRunner | undefined,
): Promise<number> {
  const { release } = await import("../../release/release.js");
  const { releaseOutside } = await import("./releaseProgram.js");
  return release(command, releaseOutside(terminal, environment, runProgram));
}

async function runCommand(
  command: Command,
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
  runProgram: ProgramRunner | undefined,
): Promise<void> {
  // Load these only here, so that --help and errors in the command line are instant.
  const { findTarget } = await import("./target.js");
  const { offlinePreview } = await import("./preview.js");
  const { findPulumi, pulumiUp } = await import("./pulumi.js");
  const { FORMATS } = await import("./formats.js");
  const target = findTarget(command);
  const pulumi = findPulumi(environment);
  if (command.name === "up" && pulumi && !command.offline) {
    return pulumiUp(pulumi, command, target, environment, terminal);
  }
  if (command.kubeconfig) {
    throw new Failure(
      "--kubeconfig needs the Pulumi CLI, and there is no pulumi on PATH (get it: pulumi.com/docs/install)",
    );
  }
  if (!FORMATS[command.format].resultOnly) {
    const banner = `offline preview of stack ${target.stack}, nothing is applied: ${reason(command, pulumi)}`;
    terminal.print(...wrapHanging(banner, terminal.width, 2));
  }
  return offlinePreview(command, target, environment, terminal, runProgram);
}

/** The reason for the offline preview, and how to get the other one. */
function reason(command: Command, pulumi: string | undefined): string {
  if (pulumi === undefined) return "no pulumi on PATH (get it: pulumi.com/docs/install)";
  if (command.name === "preview") return "up runs the pulumi on PATH";
  return "without --offline, up runs the pulumi on PATH";
}
