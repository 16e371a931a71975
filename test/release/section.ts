/** A part of the benchmark: cases that do not depend on each other, and the tables of their results. */
export interface Section {
  /** Each simulates one case, with so many releases. The same number gives the same result, which is plain JSON. */
  readonly cases: readonly ((releases: number) => unknown)[];
  /** The tables of all results, in the order of the cases, by name. */
  readonly tables: Readonly<Record<string, (results: readonly unknown[]) => string>>;
}

interface Typed<Result> {
  readonly cases: readonly ((releases: number) => Result)[];
  readonly tables: Readonly<Record<string, (results: readonly Result[]) => string>>;
}

/** A section, whose tables get the results of its cases. */
export function section<Result>(typed: Typed<Result>): Section {
  return typed as Section;
}
