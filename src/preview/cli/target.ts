import { join, resolve } from "node:path";
import { chooseStack, findProject, type Project } from "../project/project.js";
import type { Command } from "./command.js";

/** The project and stack that a command runs for. */
export interface StackTarget {
  readonly project: Project;
  readonly stack: string;
  /** Directory of the rendered YAML. */
  readonly directory: string;
}

/** Finds the project and stack of a command. Throws a Failure without a project, or without a file of the stack. */
export function findTarget(command: Command): StackTarget {
  const project = findProject(command.cwd);
  // A file of --config-file may configure any stack.
  const stack = command.stack && command.configFile ? command.stack : chooseStack(project, command.stack);
  const directory =
    command.render === undefined ? join(project.root, "rendered", stack) : resolve(command.render);
  return { project, stack, directory };
}
