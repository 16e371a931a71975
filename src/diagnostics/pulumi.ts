import { log, type Resource, RunError } from "@pulumi/pulumi";
import { problemList } from "./format.js";
import type { Problems } from "./problems.js";

/** Refusal of a component's arguments. Pulumi prints the message alone, without a stack. */
export class ArgumentError extends RunError {
  /** The refused arguments, sorted by path. */
  readonly problems: readonly string[];

  constructor(subject: string, problems: readonly string[]) {
    super(problemList(`${subject} cannot be planned`, problems));
    this.name = "ArgumentError";
    this.problems = problems;
  }
}

/** Throws one error with every refusal; does nothing when there is none. */
export function throwIfRefused(problems: Problems): void {
  if (problems.refused) throw new ArgumentError(problems.subject, problems.lines);
}

/** The checked arguments. Throws one error with every refusal when something is refused. */
export function accepted<T>(problems: Problems, checked: T | undefined): T {
  throwIfRefused(problems);
  if (checked === undefined)
    throw new Error(`${problems.subject}: a check gives no result and refuses nothing`);
  return checked;
}

/** Shows the warnings and notes on `resource`, those found so far and those still to come. */
export function showOn(resource: Resource, problems: Problems): void {
  problems.listen((text, level) => {
    // The returned promise only reports that the engine has the message; a lost message must not end the program.
    log[level](text, resource).catch(() => undefined);
  });
}
