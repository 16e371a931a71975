import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** How a command of the Pulumi CLI ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Both streams, in the order they were printed. */
  readonly output: string;
}

export interface StackPlace {
  /** The CLI. */
  readonly pulumi: string;
  /** The folder of Pulumi.yaml. */
  readonly project: string;
  /** A folder for the state, the plugins and the configuration. */
  readonly state: string;
  readonly kubeconfig: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of the CLI. */
export function environmentOf({ state, kubeconfig, env }: StackPlace): NodeJS.ProcessEnv {
  return {
    ...process.env,
    KUBECONFIG: kubeconfig,
    NO_COLOR: "1",
    PULUMI_BACKEND_URL: `file://${join(state, "backend")}`,
    PULUMI_HOME: join(state, "home"),
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...env,
  };
}

/** The writes that `pulumi up` has begun. */
export function writesIn(output: string): number {
  return output.match(/kubernetes:\S+ \S+ (updating|creating|deleting) \(0s\)/g)?.length ?? 0;
}

/** What a command printed; throws that when it has failed. */
export function outputOf(args: readonly string[], { code, signal, output }: Ended): string {
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code ?? signal}:\n${output}`);
  return output;
}

/** The stack `test` of a project, driven by the real Pulumi CLI, with a backend and a home of its own. */
export class PulumiStack {
  readonly #place: StackPlace;

  constructor(place: StackPlace) {
    this.#place = place;
  }

  async init(): Promise<void> {
    mkdirSync(join(this.#place.state, "backend"), { recursive: true });
    await this.mustRun("stack", "init", "test");
  }

  /** Runs a command to its end, whatever that is. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** Runs a command; rejects with what it printed when it fails. */
  async mustRun(...args: string[]): Promise<string> {
    return outputOf(args, await this.run(args));
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
    const { pulumi, project } = this.#place;
    const child = spawn(pulumi, [...args, "--non-interactive"], {
      cwd: project,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...environmentOf(this.#place), ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output += text;
      });
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, output }));
    });
    return { child, ended };
  }
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}
