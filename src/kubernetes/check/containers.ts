import { type Input, type Output, output, unsecret } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { isRecord } from "../../diagnostics/checks.js";
import { isOutputOrPromise, mapInput } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";

/** A pod template as the user wrote it. Nothing in it needs to be valid. */
export interface GivenTemplate {
  /** Where the user wrote it: `template` or `canary.template`. */
  readonly path: string;
  readonly template: unknown;
}

/**
 * Reads each container that runs as long as its pod: the app containers, and the sidecars among the init containers. The
 * result is plain where everything that is read is plain, so an Output in another field of the template delays nothing.
 */
export function readContainers<T>(
  template: unknown,
  read: (container: Record<string, unknown>) => Input<T>,
): Input<T[]> {
  return mapInput(readSpec(template), (spec) =>
    mapInput(listOf(field(spec, "containers")), (app) =>
      mapInput(listOf(field(spec, "initContainers")), (init) =>
        together([...records(app), ...records(init).filter(maySidecar)].map(read)),
      ),
    ),
  );
}

/** Reads the spec of a pod template. */
export function readSpec(template: unknown): Input<unknown> {
  return mapInput(template as Input<unknown>, (given) => field(given, "spec") as Input<unknown>);
}

/** A value without Outputs in it: the value itself, or an Output of all of it. */
export function settled(value: unknown): Input<unknown> {
  return hasOutput(value) ? output(value) : value;
}

/** A list of Inputs as one: plain where all are. */
export function together<T>(inputs: readonly Input<T>[]): Input<T[]> {
  return inputs.some(isOutputOrPromise)
    ? (output([...inputs]) as Output<unknown> as Output<T[]>)
    : (inputs as T[]);
}

/**
 * Checks `value` by facts that may become known later, and returns it. It becomes an Output only where a fact is one, and
 * is no secret because of that.
 */
export function checkBy<T, F>(
  value: Input<T>,
  facts: Input<F>,
  problems: Problems,
  check: (facts: F, problems: Problems) => void,
): Input<T> {
  const checked = checkInput(facts, problems, (known, problems) => {
    check(known, problems);
    return value;
  });
  return isOutputOrPromise(facts) && !isOutputOrPromise(value) ? unsecret(checked as Output<T>) : checked;
}

/** The value of a field, or undefined where the value is no record. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

/** The records in what should be a list of them. */
export function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A list whose items are known together. Other Outputs in the items stay. */
function listOf(value: unknown): Input<unknown> {
  return Array.isArray(value) && value.some(isOutputOrPromise) ? output(value) : value;
}

/** Whether a container is a sidecar, or may turn out to be one. */
function maySidecar({ restartPolicy }: Record<string, unknown>): boolean {
  return restartPolicy === "Always" || isOutputOrPromise(restartPolicy);
}

function hasOutput(value: unknown): boolean {
  if (isOutputOrPromise(value)) return true;
  if (Array.isArray(value)) return value.some(hasOutput);
  return isRecord(value) && Object.values(value).some(hasOutput);
}
