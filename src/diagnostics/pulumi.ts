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

/** Throws one error with all refusals, if there are any. */
export function throwIfRefused(problems: Problems): void {
  if (problems.refused) throw new ArgumentError(problems.subject, problems.lines);
}

/** Returns the checked arguments, or throws one error with all refusals. */
export function accepted<T>(problems: Problems, checked: T | undefined): T {
  throwIfRefused(problems);
  if (checked === undefined)
    throw new Error(`${problems.subject}: a check gives no result and refuses nothing`);
  return checked;
}

/** Shows the warnings and notes on `resource`: the present ones now, and each later one when it is added. */
export function showOn(resource: Resource, problems: Problems): void {
  problems.listen((text, level) => {
    // The promise only confirms that the engine received the message. A lost message must not end the program.
    log[level](text, resource).catch(() => undefined);
  });
}
