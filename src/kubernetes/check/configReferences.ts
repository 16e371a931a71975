import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import { type ConfigKind, type EntryVisitor, mapEntries, type ReferenceField } from "../configReferences.js";

/** The configuration objects that a template may name. */
export interface KnownNames {
  readonly of: (kind: ConfigKind) => readonly string[];
  /** Reports that the template names an object. */
  readonly onUsed: (kind: ConfigKind, name: string) => void;
  /** Reports that a part of the template is an Output, so that the names in it are not known yet. */
  readonly onOutput: () => void;
}

/** Finds the objects that a template names, and warns about a name that looks like a typo of one of them. */
export function checkReferences<T>(
  template: Input<T>,
  path: string,
  names: KnownNames,
  problems: Problems,
): Input<T> {
  return visitorOf(names, problems).other(template, path, undefined) as Input<T>;
}

function visitorOf(names: KnownNames, problems: Problems): EntryVisitor {
  const checked = (input: unknown, check: (value: unknown, problems: Problems) => unknown) => {
    if (isOutputOrPromise(input)) names.onOutput();
    return checkInput(input, problems, check);
  };
  return {
    name: (kind: ConfigKind, input: unknown, path: string) =>
      checked(input, (name, problems) => checkName(kind, name, path, names, problems)),
    other: (input: unknown, path: string, field: ReferenceField | undefined) =>
      checked(input, (value, problems) => mapEntries(value, path, field, visitorOf(names, problems))),
  };
}

function checkName(
  kind: ConfigKind,
  name: unknown,
  path: string,
  names: KnownNames,
  problems: Problems,
): unknown {
  if (typeof name !== "string") return name;
  const known = names.of(kind);
  if (known.includes(name)) {
    names.onUsed(kind, name);
    return name;
  }
  const remedy = didYouMean(name, known);
  const problem = `is not a ${kind} of this app, so the name is not replaced`;
  if (remedy) problems.warn({ path, value: name, problem, remedy });
  return name;
}
