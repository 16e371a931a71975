import { spawn } from "node:child_process";
import type { EvidenceQuestion, Period, StepWindow } from "../driver/ports.js";
import type { Counts, Window } from "../judgement/counts.js";
import { oneLine } from "../outside/oneLine.js";
import { signalGroup } from "../outside/signalGroup.js";
import type { IndicatorSpec } from "../spec/spec.js";
import { windowsIn } from "./probe.js";

export type CommandSpec = Extract<IndicatorSpec, { readonly source: "command" }>;

/** Counts of a window, or why there are none. */
type Counted = Window | { readonly problem: string };

/** Runs the command for a time. Never rejects. */
export type RunCommand = (
  from: number,
  until: number,
  question: Pick<EvidenceQuestion, "stable" | "canary">,
) => Promise<Counted>;

export interface CommandOptions {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stopped: AbortSignal;
}

/** Processes at the same time. */
const AT_ONCE = 4;
/** Bytes of output. */
const MOST_OUTPUT = 1024 * 1024;

/** The windows of one indicator, which stay in memory. */
export interface CommandWindows {
  read(
    question: EvidenceQuestion,
    now: number,
  ): Promise<{ windows: StepWindow[]; problem: string | undefined }>;
}

/**
 * Counts with a command, run once for each window: RELEASE_FROM and RELEASE_UNTIL are its times, and what it prints are the
 * counts of exactly this time. So nothing has to be kept, and a driver on another machine gets the same windows.
 */
export function openCommand(spec: Pick<CommandSpec, "window" | "lag">, run: RunCommand): CommandWindows {
  const known = new Map<string, Window>();
  return {
    read: async (question, now) => {
      const wanted = question.periods.flatMap((period) => settledWindows(period, spec, now));
      const missing = wanted.filter((one) => !known.has(keyOf(one)));
      const problem = await eachOf(missing, async (one) => {
        const counted = await run(one.from, one.until, question);
        if ("problem" in counted) return counted.problem;
        known.set(keyOf(one), counted);
        return undefined;
      });
      const windows: StepWindow[] = [];
      for (const one of wanted) {
        const counts = known.get(keyOf(one));
        if (!counts) break; // the ones after it would leave a hole
        windows.push({ ...one, ...counts });
      }
      return { windows, problem };
    },
  };
}

type Times = Pick<StepWindow, "step" | "from" | "until">;

function settledWindows(
  { step, from, until }: Period,
  { window, lag }: Pick<CommandSpec, "window" | "lag">,
  now: number,
): Times[] {
  return windowsIn(from, until, 1000 * window)
    .filter((one) => one.until + 1000 * lag <= now)
    .map((one) => ({ step, ...one }));
}

const keyOf = ({ step, from, until }: Times) => `${step} ${from} ${until}`;

/** Runs the task for each, a few at a time, until one has a problem. */
async function eachOf<T>(
  items: readonly T[],
  task: (item: T) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const problems = await Promise.all(items.slice(at, at + AT_ONCE).map(task));
    const problem = problems.find((one) => one !== undefined);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Runs the command in a shell, in the project's folder. */
export function commandRunner({ command, timeout }: CommandSpec, options: CommandOptions): RunCommand {
  return async (from, until, { stable, canary }) => {
    const { problem, output } = await execute(command, 1000 * timeout, {
      ...options,
      environment: {
        ...options.environment,
        RELEASE_FROM: new Date(from).toISOString(),
        RELEASE_UNTIL: new Date(until).toISOString(),
        RELEASE_STABLE: stable.name,
        RELEASE_CANARY: canary.name,
        RELEASE_STABLE_VERSION: stable.version,
        RELEASE_CANARY_VERSION: canary.version,
      },
    });
    return problem === undefined ? countsIn(output) : { problem: `command: ${problem}` };
  };
}

interface Executed {
  readonly output: string;
  readonly problem: string | undefined;
}

function execute(
  command: string,
  timeout: number,
  { cwd, environment, stopped }: CommandOptions,
): Promise<Executed> {
  return new Promise((resolve) => {
    // A group of its own, so that what the shell has started ends with it.
    const child = spawn(command, {
      cwd,
      env: environment,
      shell: true,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, errors] = ["", ""];
    let reason: string | undefined;
    const finish = (problem: string | undefined) => {
      clearTimeout(timer);
      stopped.removeEventListener("abort", stop);
      resolve({ output, problem: reason ?? problem });
    };
    const end = (why: string) => {
      reason ??= why;
      signalGroup(child.pid, "SIGKILL");
      // A process that has left the group may keep the output open.
      setTimeout(() => finish(undefined), 1000).unref();
    };
    const stop = () => end("was stopped");
    const timer = setTimeout(
      () => end(`did not end within ${timeout / 1000} s; raise its timeout, or make it faster`),
      timeout,
    );
    if (stopped.aborted) stop();
    stopped.addEventListener("abort", stop, { once: true });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.length > MOST_OUTPUT) end("prints more than 1 MiB; it must print one JSON object");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-2000);
    });
    child.on("error", (error) => finish(`cannot be started: ${error.message}`));
    child.on("close", (code, signal) => {
      const lastLine = oneLine(errors.trim().split("\n").at(-1) ?? "");
      const ended = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
      finish(code === 0 ? undefined : `${ended}${lastLine && `: ${lastLine}`}; run it by hand to see why`);
    });
  });
}

const EXAMPLE = '{"canary": {"bad": 1, "total": 90}, "stable": {"bad": 4, "total": 810}}';

/** The counts that a command has printed. */
export function countsIn(output: string): Counted {
  const shown = oneLine(output, 80) || "nothing";
  let printed: unknown;
  try {
    printed = JSON.parse(output);
  } catch {
    return { problem: `command: printed ${shown}, which is not JSON; print ${EXAMPLE}` };
  }
  const { canary, stable } = (printed ?? {}) as { canary?: unknown; stable?: unknown };
  const problems = [...problemsOf("canary", canary), ...problemsOf("stable", stable)];
  if (problems.length > 0)
    return { problem: `command: printed ${shown}: ${problems.join(", ")}; print ${EXAMPLE}` };
  return { canary: countsOf(canary as Counts), stable: countsOf(stable as Counts) };
}

function problemsOf(side: string, counts: unknown): string[] {
  const { bad, total } = (counts ?? {}) as { bad?: unknown; total?: unknown };
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  const wrong = Object.entries({ bad, total })
    .filter(([, value]) => !isCount(value))
    .map(
      ([name, value]) =>
        `${side}.${name} ${value === undefined ? "is missing" : "must be a whole number, 0 or more"}`,
    );
  if (wrong.length > 0) return wrong;
  return (bad as number) > (total as number) ? [`${side}.bad is more than ${side}.total`] : [];
}

const countsOf = ({ bad, total }: Counts): Counts => ({ bad, total });
