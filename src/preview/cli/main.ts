#!/usr/bin/env node
import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { Failure } from "../failure.js";
import { openTerminal, type Terminal } from "../screen/terminal.js";
import { type Command, HELP, parseCommand } from "./command.js";

// Loading gRPC dominates the start; Node keeps its compiled code from the second run on (from Node 22.1).
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();

async function run(command: Command, terminal: Terminal): Promise<void> {
  if (command.name === "help") return terminal.print(HELP);
  if (command.name === "version") return terminal.print(version());
  // Loaded now, so that --help and a typo answer at once.
  const { offlinePreview, targetOf } = await import("./preview.js");
  const { findPulumi, pulumiUp } = await import("./pulumi.js");
  const target = targetOf(command);
  const pulumi = findPulumi(process.env);
  if (command.name === "up" && pulumi && !command.offline) {
    return pulumiUp(pulumi, command, target, process.env, terminal);
  }
  if (command.kubeconfig) {
    throw new Failure(
      "--kubeconfig needs the Pulumi CLI, and there is no pulumi on PATH (get it: pulumi.com/docs/install)",
    );
  }
  if (command.format === "text")
    terminal.print(
      `offline preview of stack ${target.stack}, nothing is applied: ${reason(command, pulumi)}`,
    );
  return offlinePreview(command, target, process.env, terminal);
}

/** Why it is the offline preview that runs, and how to get the other. */
function reason(command: Command, pulumi: string | undefined): string {
  if (pulumi === undefined) return "no pulumi on PATH (get it: pulumi.com/docs/install)";
  if (command.name === "preview") return "up runs the pulumi on PATH";
  return "without --offline, up runs the pulumi on PATH";
}

function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, "..", "..", "..", "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}

async function main(): Promise<void> {
  const terminal = openTerminal();
  try {
    await run(parseCommand(process.argv.slice(2)), terminal);
  } catch (error) {
    const known = error instanceof Failure;
    terminal.complain(`error: ${known ? error.message : ((error as Error)?.stack ?? String(error))}`);
    process.exitCode = known ? error.code : 1;
  }
}

void main();
