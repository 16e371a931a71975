import type { PlannedOptions, PlannedResource } from "../../src/preview/index.js";
import { planStack, Secret } from "../../src/testing/index.js";
import type { Program } from "./program.js";

/** A resource that a program registers, as the state of its stack has it. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string | undefined;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Without `version`, which is that of another package. */
  readonly options: Omit<PlannedOptions, "version">;
  /** What a component registers. */
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
}

/** The components of a version of the package. */
export type Library = Readonly<Record<Program["component"], new (name: string, args: never) => object>>;

/** The project and the stack of every record. URNs contain their names. */
export const STACK = { project: "upgrade", stack: "test" };

/** What the program registers during `up` with this version of the package, as plain data. */
export async function replay(program: Program, library: Library): Promise<RecordedResource[]> {
  const { component, name, args, reads } = program;
  const plan = await planStack({ ...STACK, preview: false, reads }, () => {
    new library[component](name, structuredClone(args) as never);
  });
  const registered = plan.resources.filter(({ read }) => !read).map(recorded);
  return JSON.parse(JSON.stringify(registered, inClear)) as RecordedResource[];
}

/** The secrets of the programs are no secrets, and masked ones could not be compared. */
function inClear(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Secret ? original.value : value;
}

function recorded(resource: PlannedResource): RecordedResource {
  const { urn, type, name, parent, custom, inputs, outputs } = resource;
  const { version: _, ...options } = resource.options;
  return { urn, type, name, parent, custom, inputs: inputs as RecordedResource["inputs"], options, outputs };
}
