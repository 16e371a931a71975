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
  readonly remedy?: string | undefined;
}

/** A finding as one line: where, what is wrong, and what to do. `masked` hides the value. */
export function findingText(finding: Finding, masked = false): string {
  const remedy = finding.remedy ? `; ${finding.remedy}` : "";
  return `${finding.path}: ${statement(finding, masked)}${remedy}`;
}

function statement(finding: Finding, masked: boolean): string {
  if (!("value" in finding)) return finding.problem;
  if (finding.value === undefined) return "is missing";
  return `${masked ? "[secret]" : quote(finding.value)} ${finding.problem}`;
}

/** How a finding that refuses nothing is shown. */
export type Level = "warn" | "info";

/**
 * Collects everything that is wrong with the arguments of one component, so that a user reads it all at once,
 * and the warnings that are shown on the component's row.
 */
export class Problems {
  readonly #refused: Finding[] = [];
  readonly #said = new Map<string, Level>();
  readonly #origin: { problems: Problems; secret: boolean } | undefined;
  #listener: ((text: string, level: Level) => void) | undefined;

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

  /** Whether anything was refused. */
  get refused(): boolean {
    return this.#refused.length > 0;
  }

  /** Passes the warnings and notes to `listener`: those found so far, and each that is still to come. */
  listen(listener: (text: string, level: Level) => void): void {
    this.#listener = listener;
    for (const [text, level] of this.#said) listener(text, level);
  }

  /** A collector for values that are known later: it refuses on its own, masks a secret, and warns where this one does. */
  later(secret: boolean): Problems {
    return new Problems(this.subject, { problems: this.#root, secret });
  }

  #text(finding: Finding): string {
    return findingText(finding, this.masked);
  }

  get #root(): Problems {
    return this.#origin?.problems ?? this;
  }

  #saidAs(level: Level): string[] {
    return [...this.#said].filter(([, as]) => as === level).map(([text]) => text);
  }

  #say(text: string, level: Level): void {
    if (this.#said.has(text)) return;
    this.#said.set(text, level);
    this.#listener?.(text, level);
  }
}
