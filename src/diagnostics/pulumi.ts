import { log, type Resource, RunError } from "@pulumi/pulumi";
import { problemList } from "./format.js";
import { type Problems, type Refusal, refusalText } from "./problems.js";

/** Refusal of a component's arguments. Pulumi prints the message alone, without a stack. */
export class ArgumentError extends RunError {
  /** The component: `CanaryDeployment "myapp"`. */
  readonly subject: string;
  /** The refused arguments, sorted by path. */
  readonly refusals: readonly Refusal[];

  constructor(subject: string, refusals: readonly Refusal[]) {
    super(problemList(`${subject} cannot be planned`, refusals.map(refusalText)));
    this.name = "ArgumentError";
    this.subject = subject;
    this.refusals = refusals;
  }

  /** The refused arguments as the message lists them. */
  get problems(): readonly string[] {
    return this.refusals.map(refusalText);
  }
}

/** Throws one error with all refusals, if there are any. */
export function throwIfRefused(problems: Problems): void {
  if (problems.refused) throw new ArgumentError(problems.subject, problems.refusals);
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
