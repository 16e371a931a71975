import { log, type Resource, RunError } from "@pulumi/pulumi";
import { quote } from "./format.js";

/** One thing that is wrong, or worth knowing, about the arguments of a component. */
export interface Finding {
  /** Where, as the user typed it: `canary.version`, `template.spec.containers[0].image`. */
  readonly path: string;
  /** What stands there; left out where the field itself is the problem. Undefined reads "is missing". */
  readonly value?: unknown;
  /** What is wrong with it; continues the sentence that the value begins. */
  readonly problem: string;
  /** What is allowed, or what to do. */
  readonly remedy?: string;
}

/** Refusal of a component's arguments. Pulumi prints the message alone, without a stack. */
export class ArgumentError extends RunError {
  /** The refused arguments, sorted by path. */
  readonly problems: readonly string[];

  constructor(subject: string, problems: readonly string[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${subject} cannot be planned, ${count}:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.name = "ArgumentError";
    this.problems = problems;
  }
}

/**
 * Collects everything that is wrong with the arguments of one component, so that a user reads it all at once,
 * and the warnings that are shown on the component's row.
 */
export class Problems {
  readonly #refused: Finding[] = [];
  readonly #said = new Map<string, "warn" | "info">();
  readonly #origin: { problems: Problems; secret: boolean } | undefined;
  #resource: Resource | undefined;

  /** `subject` is how messages name the component: `CanaryDeployment "myapp"`. */
  constructor(
    readonly subject: string,
    origin?: { problems: Problems; secret: boolean },
  ) {
    this.#origin = origin;
  }

  /** Adds a reason to refuse the arguments. */
  refuse(finding: Finding): void {
    this.#refused.push(finding);
  }

  /** Adds something the user should know although the arguments are accepted. Said once, however often it is found. */
  warn(finding: Finding): void {
    this.#root.#say(this.#text(finding), "warn");
  }

  /** Adds something good to know that asks for nothing. Said once, like a warning. */
  inform(finding: Finding): void {
    this.#root.#say(this.#text(finding), "info");
  }

  /** True while a secret is checked: a message then holds neither the value nor anything concluded from it. */
  get masked(): boolean {
    return this.#origin?.secret ?? false;
  }

  /** The refusals as lines, sorted by path so that two runs print the same. */
  get lines(): string[] {
    const sorted = [...this.#refused].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    return [...new Set(sorted.map((finding) => this.#text(finding)))];
  }

  /** The warnings as lines, in the order they were found. */
  get warnings(): string[] {
    return this.#saidAs("warn");
  }

  /** What was good to know, as lines, in the order it was found. */
  get notes(): string[] {
    return this.#saidAs("info");
  }

  /** Throws one error with every refusal; does nothing when there is none. */
  throwIfAny(): void {
    if (this.#refused.length > 0) throw new ArgumentError(this.subject, this.lines);
  }

  /** Shows the warnings and notes on `resource`, those found so far and those still to come. */
  showOn(resource: Resource): void {
    this.#resource = resource;
    for (const [text, level] of this.#said) this.#log(text, level, resource);
  }

  /** A collector for values that are known later: it refuses on its own, masks a secret, and warns where this one does. */
  later(secret: boolean): Problems {
    return new Problems(this.subject, { problems: this.#root, secret });
  }

  #text(finding: Finding): string {
    const remedy = finding.remedy ? `; ${finding.remedy}` : "";
    return `${finding.path}: ${this.#statement(finding)}${remedy}`;
  }

  #statement(finding: Finding): string {
    if (!("value" in finding)) return finding.problem;
    if (finding.value === undefined) return "is missing";
    return `${this.masked ? "[secret]" : quote(finding.value)} ${finding.problem}`;
  }

  get #root(): Problems {
    return this.#origin?.problems ?? this;
  }

  #saidAs(level: "warn" | "info"): string[] {
    return [...this.#said].filter(([, as]) => as === level).map(([text]) => text);
  }

  #say(text: string, level: "warn" | "info"): void {
    if (this.#said.has(text)) return;
    this.#said.set(text, level);
    if (this.#resource) this.#log(text, level, this.#resource);
  }

  #log(text: string, level: "warn" | "info", resource: Resource): void {
    // The returned promise only says that the engine has heard; a lost message must not end the program.
    log[level](text, resource).catch(() => undefined);
  }
}
