import type { ComponentKind } from "../../src/contract/names.js";

/** A program with one component, as plain data: a record contains it, and later versions run it again. */
export interface Program {
  /** Name of the program and of its component. */
  readonly name: string;
  readonly component: ComponentKind;
  readonly args: object;
  /** The objects in the cluster that the component reads, as `planStack` takes them. */
  readonly reads?: Readonly<Record<string, object>>;
}

/** A program for each of the arguments, which are given by name. */
export function programsOf<Args extends object>(
  component: ComponentKind,
  argsByName: Readonly<Record<string, Args>>,
): Program[] {
  return Object.entries(argsByName).map(([name, args]) => ({ name, component, args }));
}
