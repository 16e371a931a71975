import { spawn } from "node:child_process";

/** Runs a command to its end; rejects with what it printed when it fails. */
export function run(
  command: string,
  args: readonly string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    input?: string;
    timeout?: number;
    /** Called with all that it has printed to its standard output so far, whenever it prints more. */
    onOutput?: (output: string) => void;
  } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      timeout: options.timeout,
      killSignal: "SIGKILL",
    });
    let out = "";
    let all = "";
    child.stdout?.on("data", (data) => {
      out += data;
      all += data;
      options.onOutput?.(out);
    });
    child.stderr?.on("data", (data) => {
      all += data;
    });
    child.stdin?.end(options.input);
    child.on("error", (error) => reject(new Error(`${command} cannot be started`, { cause: error })));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(out);
      else
        reject(
          new CommandFailed(
            `${command} ${args.join(" ")} ended with ${code ?? signal}:\n${tail(all)}`,
            signal,
          ),
        );
    });
  });
}

/** The arguments with which Node runs a TypeScript module, with the loader of this process. */
export function moduleArguments(module: string, ...args: string[]): string[] {
  return [...process.execArgv, module, ...args];
}

/** A command that ended with a code other than 0, or by a signal. */
export class CommandFailed extends Error {
  readonly signal: NodeJS.Signals | null;
  constructor(message: string, signal: NodeJS.Signals | null) {
    super(message);
    this.signal = signal;
  }
}

/** Retries a step of the setup. Assertions are never retried. */
export async function eventually<T>(what: string, seconds: number, attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`, { cause });
      await sleep(250);
    }
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function tail(text: string): string {
  return text.trim().split("\n").slice(-30).join("\n");
}
