import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OFFLINE_VARIABLE } from "../../contract/names.js";
import { Failure } from "../failure.js";
import type { Project } from "../project/project.js";
import type { Config } from "../project/stackFile.js";
import { OfflineMonitor } from "./monitor.js";
import { startNode } from "./process.js";
import type { PlannedResource } from "./resources.js";
import { serve } from "./serve.js";

/** Found from src and from dist alike: both are in the package, at the same depth. */
const SOURCE = join(__dirname, "../../../src/preview/engine");
export const PLAIN_ERRORS = join(SOURCE, "plainErrors.cjs");
const SKIP_DEBUGGING = join(SOURCE, "skipDebugging.cjs");

/** How a program is run. */
export interface RunOptions {
  /** Checks TypeScript types first, as the CLI does. Three times slower. */
  readonly typeCheck: boolean;
  /** Seconds after which a program that still runs is stopped. */
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Receives the output of the program as it arrives. */
  readonly onOutput: (stream: "stdout" | "stderr", text: Buffer) => void;
  /** Judges each resource: the policy packs. */
  readonly judge?: Judge | undefined;
}

/** Judges each resource while the program waits. */
export interface Judge {
  /** Rejects when the judge cannot start. The program is then stopped. */
  started(): Promise<void>;
  /** Judges a resource before the program continues. May replace its inputs. */
  registered(resource: PlannedResource, resources: readonly PlannedResource[]): Promise<void>;
}

/** What a program registered, and how it ended. */
export interface ProgramResult {
  readonly monitor: OfflineMonitor;
  /** True when the program exited with 0 and logged no error. */
  readonly succeeded: boolean;
  /** 32 means that the errors are among the messages. Undefined when a signal stopped the program. */
  readonly exitCode: number | undefined;
}

/**
 * Runs a project's program in its own process, started as Pulumi's language host starts it, and records what it
 * registers. The process never outlives this call. Throws a Failure when the program cannot start or takes too long.
 */
export async function runProgram(
  project: Project,
  stack: string,
  config: Config,
  options: RunOptions,
): Promise<ProgramResult> {
  const runner = resolveRunner(project.pwd);
  const { judge } = options;
  let child: ChildProcess | undefined;
  const identity = {
    project: project.name,
    stack,
    organization: "organization",
    preview: true,
    config: config.values,
  };
  const monitor = new OfflineMonitor(identity, {
    // As the engine does. A program that continued would only report canceled calls.
    onRefused: () => child?.kill("SIGKILL"),
    onRegister: async (resource, resources) => judge?.registered(resource, resources),
  });
  const served = await serve(monitor);
  const program = startNode(programArguments(project, stack, served.address, runner), {
    cwd: project.pwd,
    env: programEnvironment(project, config, options),
  });
  child = program;
  program.stdout?.on("data", (text: Buffer) => options.onOutput("stdout", text));
  program.stderr?.on("data", (text: Buffer) => options.onOutput("stderr", text));
  const closed = new Promise((resolve) => program.once("close", resolve).once("error", resolve));
  try {
    const exit = exitOf(program, options.timeout);
    const exitCode = await (judge ? Promise.race([exit, failureOf(judge)]) : exit);
    const failed = exitCode !== 0 || monitor.messages.some((message) => message.severity === "error");
    return { monitor, succeeded: !failed, exitCode };
  } finally {
    program.kill("SIGKILL");
    await closed;
    monitor.close();
    served.close();
  }
}

/** Rejects when the judge cannot start; otherwise never settles. The program then has no reason to continue. */
function failureOf(judge: Judge): Promise<never> {
  return judge.started().then(() => new Promise<never>(() => undefined));
}

/** The SDK's program runner from the program's own node_modules: the SDK that runs a program must be the one it imports. */
function resolveRunner(directory: string): string {
  try {
    return createRequire(join(directory, "program.js")).resolve("@pulumi/pulumi/cmd/run");
  } catch {
    throw new Failure(
      `@pulumi/pulumi is not installed for the program in ${directory}; run npm install there`,
    );
  }
}

function programArguments(project: Project, stack: string, address: string, runner: string): string[] {
  return [
    ...project.nodeArgs,
    // One argument each: with a separate --require, the SDK would not load TypeScript that is an ES module.
    `--require=${PLAIN_ERRORS}`,
    `--require=${SKIP_DEBUGGING}`,
    runner,
    `--monitor=${address}`,
    `--engine=${address}`,
    "--organization=organization",
    `--project=${project.name}`,
    `--stack=${stack}`,
    `--root-directory=${project.root}`,
    `--pwd=${project.pwd}`,
    "--dry-run",
    project.main,
  ];
}

function programEnvironment(project: Project, config: Config, options: RunOptions): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    // Loading the SDK takes most of the start of a small program. The compile cache saves a third of it.
    NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"),
    ...options.environment,
    [OFFLINE_VARIABLE]: "true",
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(project.typescript),
    PULUMI_NODEJS_TRANSPILE_ONLY: String(!options.typeCheck),
    // The SDK does not pass its own variable on to the loader of ES modules.
    TS_NODE_TRANSPILE_ONLY: String(!options.typeCheck),
  };
  if (project.tsconfig) environment.PULUMI_NODEJS_TSCONFIG_PATH = project.tsconfig;
  // The SDK would make KUBECONFIG an input of every explicit provider, with another value on every machine.
  delete environment.KUBECONFIG;
  return environment;
}

function exitOf(child: ChildProcess, timeout: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => child.kill("SIGKILL");
    const limit = setTimeout(() => {
      reject(
        new Failure(
          `the program did not end within ${timeout} s and was stopped; allow more time with --timeout SECONDS`,
        ),
      );
    }, timeout * 1000);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    const onSignal = (signal: NodeJS.Signals) => {
      stop();
      reject(new Failure(`stopped by ${signal}`));
    };
    for (const signal of signals) process.once(signal, onSignal);
    process.once("exit", stop);
    const settle = (end: () => void) => {
      clearTimeout(limit);
      for (const signal of signals) process.removeListener(signal, onSignal);
      process.removeListener("exit", stop);
      end();
    };
    child.once("error", (error) => settle(() => reject(error)));
    child.once("close", (code) => settle(() => resolve(code ?? undefined)));
  });
}
