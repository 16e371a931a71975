import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sleep } from "../commands.js";
import { killTree } from "../killTree.js";
import { type Ended, PulumiStack } from "./cli.js";

const PROGRAM = join(import.meta.dirname, "componentProgram");

/** The component that the program registers. */
export interface App {
  readonly kind: "CanaryDeployment" | "BlueGreenService" | "KubeProxyConfig";
  readonly name: string;
  readonly args: object;
  /** Former identities; `kind` stands for the type token of a component. */
  readonly aliases?: readonly object[];
  /** Content of a ConfigMap `settings` as an Output. */
  readonly late?: string;
}

/** What an update did. */
export interface Update extends Ended {
  /** `3 created`, `1 updated`, … */
  readonly counts: readonly string[];
}

/** A stack that holds one component, driven by the real CLI. */
export class ComponentStack {
  readonly #state = mkdtempSync(join(tmpdir(), "component-stack-"));
  readonly #config = ["--stack", "test", "--config-file", join(this.#state, "config.yaml")];
  readonly #stack: PulumiStack;

  constructor(pulumi: string, kubeconfig: string) {
    this.#stack = new PulumiStack({ pulumi, kubeconfig, project: PROGRAM, state: this.#state });
  }

  init(): Promise<void> {
    return this.#stack.init();
  }

  async up(app: App, environment: Readonly<Record<string, string>> = {}): Promise<Update> {
    await this.#configure(app);
    const ended = await this.#stack.run(this.#up, environment);
    const lines = ended.output.split("\n");
    return { ...ended, counts: lines.flatMap((line) => /^ {4}\S+ (\d+ \w+)$/.exec(line)?.[1] ?? []) };
  }

  async preview(app: App): Promise<Ended> {
    await this.#configure(app);
    return this.#stack.run(["preview", "--suppress-progress", ...this.#config]);
  }

  /** Starts an update and kills it, the providers included, as soon as `when` is true. */
  async killedUp(app: App, when: () => Promise<boolean>): Promise<void> {
    await this.#configure(app);
    const { child, ended } = this.#stack.start(this.#up);
    while (child.exitCode === null && !(await when())) await sleep(20);
    killTree(child.pid as number);
    const { code } = await ended;
    if (code !== null) throw new Error("the update had ended before it was killed");
    await this.#stack.mustRun("cancel", "--yes", "--stack", "test"); // releases its lock
  }

  /** Removes the component from the cluster. */
  async destroy(): Promise<void> {
    await this.#stack.mustRun("destroy", "--yes", "--skip-preview", ...this.#config);
  }

  /** Removes what the stack keeps on this machine. */
  forget(): void {
    rmSync(this.#state, { recursive: true, force: true });
    rmSync(join(PROGRAM, "Pulumi.test.yaml"), { force: true }); // where stack init keeps the salt of the passphrase
  }

  get #up(): string[] {
    return ["up", "--yes", "--skip-preview", "--suppress-progress", ...this.#config];
  }

  async #configure(app: App): Promise<void> {
    await this.#stack.mustRun("config", "set", "app", JSON.stringify(app), ...this.#config);
  }
}
