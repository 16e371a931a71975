import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { PulumiStack } from "../../cluster/drive/cli.js";
import type { Lack } from "../../support/needs.js";
import { needsCommand } from "../../support/needs.js";

/** A language whose example is run. */
export interface Language {
  /** Its folder in `examples/languages`. */
  readonly name: string;
  readonly lacks: readonly (Lack | undefined)[];
}

export const LANGUAGES: readonly Language[] = [
  { name: "yaml", lacks: [needsCommand("pulumi-language-yaml")] },
  { name: "python", lacks: [needsCommand("pulumi-language-python"), needsCommand("python3")] },
  { name: "java", lacks: [needsCommand("pulumi-language-java"), needsCommand("mvn")] },
  { name: "go", lacks: [needsCommand("pulumi-language-go"), needsCommand("go")] },
];

/** A step of `pulumi preview`. */
interface Step {
  readonly op: string;
  readonly urn: string;
  readonly newState?: { readonly inputs?: object; readonly provider?: string };
}

/** The folders and the commands that all programs share. */
export interface Place {
  readonly pulumi: string;
  /** An empty folder. */
  readonly folder: string;
  /** PULUMI_HOME. */
  readonly home: string;
  /** What `pulumi package add` gets. */
  readonly plugin: string;
}

/** A program in another language with the package, and its stack. */
export class LanguageProgram {
  readonly stack: PulumiStack;

  private constructor(stack: PulumiStack) {
    this.stack = stack;
  }

  /** Copies the program in `source`, adds the package, and makes a stack that renders YAML instead of using a cluster. */
  static async create({ pulumi, folder, home, plugin }: Place, source: string): Promise<LanguageProgram> {
    const project = join(folder, "project");
    mkdirSync(project, { recursive: true });
    cpSync(source, project, { recursive: true });
    const env = { PULUMI_HOME: home };
    const stack = new PulumiStack({ pulumi, project, state: folder, kubeconfig: "", env });
    await stack.init();
    await stack.mustRun("package", "add", plugin);
    const rendered = join(folder, "rendered");
    await stack.mustRun("config", "set", "kubernetes:renderYamlToDirectory", rendered, "--stack", "test");
    return new LanguageProgram(stack);
  }

  /** What `up` would do. */
  async preview(): Promise<Step[]> {
    const output = await this.stack.mustRun("preview", "--json", "--stack", "test");
    return (JSON.parse(output) as { steps: Step[] }).steps;
  }

  async configure(key: string, value: string): Promise<void> {
    await this.stack.mustRun("config", "set", key, value, "--stack", "test");
  }
}
