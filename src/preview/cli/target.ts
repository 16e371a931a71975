import { join, resolve } from "node:path";
import { defaultStack, findProject, type Project } from "../project/project.js";
import type { Command } from "./command.js";

/** The project and stack that a command runs for. */
export interface StackTarget {
  readonly project: Project;
  readonly stack: string;
  /** Directory of the rendered YAML. */
  readonly directory: string;
}

/** Finds the project and stack of a command. Throws a Failure without a project. */
export function findTarget(command: Command): StackTarget {
  const project = findProject(command.cwd);
  const stack = command.stack ?? defaultStack(project);
  const directory =
    command.render === undefined ? join(project.root, "rendered", stack) : resolve(command.render);
  return { project, stack, directory };
}
