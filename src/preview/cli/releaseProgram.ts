import type { Common } from "../../release/options.js";
import type { ReleaseEnvironment, ReleaseTarget } from "../../release/release.js";
import { runProgram } from "../engine/run.js";
import { Failure } from "../failure.js";
import { chooseStack, findProject, readConfig } from "../project/project.js";
import { makeReport } from "../report/report.js";
import type { Terminal } from "../screen/terminal.js";
import { errorOf } from "./plan.js";
import type { ProgramRunner } from "./preview.js";

/** Seconds after which a program that still runs is stopped. */
const TIMEOUT = 120;

/** What `release` needs of the preview: the project of a command line, and runs of its program with other config values. */
export function releaseOutside(
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
  runner: ProgramRunner = runProgram,
): ReleaseEnvironment {
  return {
    terminal,
    environment,
    target: targetOf,
    plan: async ({ root, stack }, changes) => {
      const project = findProject(root);
      const overrides = new Map(Object.entries(changes).filter(isSet));
      const config = readConfig(project, stack, { overrides, environment });
      const program = await runner(project, stack, config, {
        ...{ typeCheck: false, timeout: TIMEOUT, environment },
        onOutput: () => undefined, // what a program prints is not part of a plan
      });
      if (!program.succeeded) throw new Failure(`the program cannot be planned: ${errorOf(program)}`);
      const { monitor } = program;
      return makeReport({ project: project.name, stack, monitor, showSecrets: false, previous: undefined });
    },
  };
}

function targetOf({ cwd, stack }: Common): ReleaseTarget {
  const project = findProject(cwd);
  return { root: project.root, project: project.name, stack: chooseStack(project, stack) };
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}
