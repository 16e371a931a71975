import { quote } from "./format.js";

/** One problem with the arguments of a component, or one fact worth knowing about them. */
export interface Finding {
  /** The path that the user typed: `canary.version`, `template.spec.containers[0].image`. */
  readonly path: string;
  /** The value at the path; absent where the field itself is the problem. Undefined becomes "is missing". */
  readonly value?: unknown;
  /** The problem. Continues the sentence that starts with the value. */
  readonly problem: string;
  /** The allowed values, or what to do. */
  readonly remedy?: string | undefined;
}

/** A finding as one line: path, problem and remedy. `masked` hides the value. */
export function findingText(finding: Finding, masked = false): string {
  return refusalText({ path: finding.path, reason: reasonOf(finding, masked) });
}

/** A refusal as one line. */
export function refusalText({ path, reason }: Refusal): string {
  return `${path}: ${reason}`;
}

function reasonOf(finding: Finding, masked: boolean): string {
  const remedy = finding.remedy ? `; ${finding.remedy}` : "";
  return `${statement(finding, masked)}${remedy}`;
}

function statement(finding: Finding, masked: boolean): string {
  if (!("value" in finding)) return finding.problem;
  if (finding.value === undefined) return "is missing";
  return `${masked ? "[secret]" : quote(finding.value)} ${finding.problem}`;
}

/** A refused argument. */
export interface Refusal {
  /** The path that the user typed: `canary.version`, `template.spec.containers[0].image`. */
  readonly path: string;
  /** The value, the problem and what to do: `120 is not in range; give a whole number from 1 to 100`. Masks a secret. */
  readonly reason: string;
}

/** How a finding that does not refuse the arguments is shown. */
export type Level = "warn" | "info";

/** Each refusal once, by path. */
export function sortedRefusals(refusals: readonly Refusal[]): Refusal[] {
  const unique = new Map(refusals.map((refusal) => [refusalText(refusal), refusal]));
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * Collects all problems with the arguments of one component, so that a user sees them together, and the warnings that are
 * shown on the component.
 */
export class Problems {
  readonly #refused: Finding[] = [];
  readonly #messages = new Map<string, Level>();
  readonly #origin: { problems: Problems; secret: boolean } | undefined;
  #listener: ((text: string, level: Level) => void) | undefined;

  /** `subject` names the component in messages: `CanaryDeployment "myapp"`. */
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

  /** Adds something the user should know although the arguments are accepted. Shown once, however often it is added. */
  warn(finding: Finding): void {
    this.#root.#add(this.#text(finding), "warn");
  }

  /** Adds information that requires no action. Shown once, like a warning. */
  inform(finding: Finding): void {
    this.#root.#add(this.#text(finding), "info");
  }

  /** Whether a secret is checked. A message then contains neither the value nor anything derived from it. */
  get masked(): boolean {
    return this.#origin?.secret ?? false;
  }

  /** The refusals, sorted by path, so that two runs print the same text. */
  get refusals(): Refusal[] {
    const all = this.#refused.map((finding) => ({
      path: finding.path,
      reason: reasonOf(finding, this.masked),
    }));
    return sortedRefusals(all);
  }

  /** The refusals as lines, in the same order. */
  get lines(): string[] {
    return this.refusals.map(refusalText);
  }

  /** The warnings as lines, in the order in which they were added. */
  get warnings(): string[] {
    return this.#messagesOf("warn");
  }

  /** The information as lines, in the order in which it was added. */
  get notes(): string[] {
    return this.#messagesOf("info");
  }

  /** Whether anything was refused. */
  get refused(): boolean {
    return this.#refused.length > 0;
  }

  /** Passes the warnings and notes to `listener`: the present ones now, and each later one when it is added. */
  listen(listener: (text: string, level: Level) => void): void {
    this.#listener = listener;
    for (const [text, level] of this.#messages) listener(text, level);
  }

  /** A collector for the value of an Output: it refuses on its own, masks a secret, and passes warnings to this one. */
  later(secret: boolean): Problems {
    return new Problems(this.subject, { problems: this.#root, secret });
  }

  #text(finding: Finding): string {
    return findingText(finding, this.masked);
  }

  get #root(): Problems {
    return this.#origin?.problems ?? this;
  }

  #messagesOf(level: Level): string[] {
    return [...this.#messages].filter(([, as]) => as === level).map(([text]) => text);
  }

  #add(text: string, level: Level): void {
    if (this.#messages.has(text)) return;
    this.#messages.set(text, level);
    this.#listener?.(text, level);
  }
}
