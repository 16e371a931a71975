import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const PROGRAM = join(__dirname, "program");

/** What the program of the test is to make. */
export interface App {
  readonly kind: "CanaryDeployment" | "BlueGreenService";
  readonly name: string;
  readonly args: object;
  /** Former identities; `kind` stands for the type token of a component. */
  readonly aliases?: readonly object[];
  /** Content of a ConfigMap `settings` as an Output. */
  readonly late?: string;
}

/** What an update did. */
export interface Update {
  readonly code: number | null;
  readonly output: string;
  /** `3 created`, `1 updated`, … */
  readonly counts: readonly string[];
}

/** A stack with a state file of its own, driven by the real CLI. */
export class Stack {
  readonly #state = mkdtempSync(join(tmpdir(), "workload-live-"));

  constructor(
    readonly pulumi: string,
    readonly kubeconfig: string,
  ) {}

  async init(): Promise<void> {
    mkdirSync(join(this.#state, "backend"));
    await this.#run("stack", "init", "test");
  }

  async up(app: App, environment: Readonly<Record<string, string>> = {}): Promise<Update> {
    await this.#run("config", "set", "app", JSON.stringify(app), ...this.#config);
    const args = ["up", "--yes", "--skip-preview", "--suppress-progress", ...this.#config];
    return this.#spawn(args, environment);
  }

  /** Starts an update and kills it, the providers included, as soon as `when` is true. */
  async killedUp(app: App, when: () => Promise<boolean>): Promise<void> {
    await this.#run("config", "set", "app", JSON.stringify(app), ...this.#config);
    const args = ["up", "--yes", "--skip-preview", "--suppress-progress", ...this.#config];
    const { child, ended } = this.#start(args, {});
    while (child.exitCode === null && !(await when())) await setTimeout(20);
    process.kill(-(child.pid as number), "SIGKILL");
    const { code } = await ended;
    if (code !== null) throw new Error("the update had ended before it was killed");
    await this.#run("cancel", "--yes", "--stack", "test"); // lets go of its lock
  }

  async destroy(): Promise<void> {
    await this.#run("destroy", "--yes", "--skip-preview", ...this.#config);
    rmSync(this.#state, { recursive: true, force: true });
    rmSync(join(PROGRAM, "Pulumi.test.yaml"), { force: true }); // where stack init keeps the salt of the passphrase
  }

  get #config(): string[] {
    return ["--stack", "test", "--config-file", join(this.#state, "config.yaml")];
  }

  async #run(...args: string[]): Promise<void> {
    const { code, output } = await this.#spawn(args, {});
    if (code !== 0) throw new Error(output);
  }

  #spawn(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Update> {
    return this.#start(args, environment).ended;
  }

  #start(args: readonly string[], environment: Readonly<Record<string, string>>) {
    const env = {
      ...process.env,
      KUBECONFIG: this.kubeconfig,
      PULUMI_BACKEND_URL: `file://${join(this.#state, "backend")}`,
      PULUMI_HOME: join(this.#state, "home"),
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...environment,
    };
    // A group of its own, so that a kill takes the providers along.
    const child = spawn(this.pulumi, [...args, "--non-interactive"], { cwd: PROGRAM, env, detached: true });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output += text;
      });
    const ended = new Promise<Update>((resolve) =>
      child.on("close", (code) => {
        const counts = output.split("\n").flatMap((line) => /^ {4}\S+ (\d+ \w+)$/.exec(line)?.[1] ?? []);
        resolve({ code, output, counts });
      }),
    );
    return { child, ended };
  }
}
