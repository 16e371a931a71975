import { parseArgs } from "node:util";
import { nearest } from "../../../src/diagnostics/suggest.js";
import { type Given, type Name, OPTIONS } from "./table.js";

/** A command line as it is given. */
export interface CommandLine {
  readonly given: Given;
  /** The words that are no option and no value of one. */
  readonly words: readonly string[];
  /** What is wrong with it. */
  readonly wrong: readonly string[];
}

/** Reads a command line, and collects everything that is no option or lacks its value. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const types = Object.entries(OPTIONS).map(([name, { value }]) => [
    name,
    { type: value === undefined ? ("boolean" as const) : ("string" as const) },
  ]);
  const options = Object.fromEntries(types);
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Record<string, string | boolean> = {};
  const words: string[] = [];
  const wrong: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    const option = OPTIONS[name as Name];
    if (!option) wrong.push(`${rawName} is no option; ${hint(name)}`);
    else if (option.value === undefined && value !== undefined) wrong.push(`--${name} takes no value`);
    else if (option.value !== undefined && (!value || (!token.inlineValue && value.startsWith("--"))))
      wrong.push(`--${name} needs a value: --${name} ${option.value}`);
    else given[name] = value ?? true;
  }
  return { given, words, wrong };
}

function hint(name: string): string {
  const near = nearest(name, Object.keys(OPTIONS));
  return near === undefined ? "--help lists all" : `did you mean --${near}?`;
}
