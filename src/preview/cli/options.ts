import { type Command, Option } from "@commander-js/extra-typings";
import { wrongUse } from "../failure.js";

const DEFAULT_TIMEOUT = 120;

/** Declares the options of `up` and `preview`, which take the same ones. --help lists them in this order. */
export function withOptions(command: Command) {
  return command
    .option("-c, --config <key=value>", "set a configuration value for this run; repeatable", keyAndValue)
    .option("--config-file <file>", "read this file instead of Pulumi.STACK.yaml")
    .option(
      "-s, --stack <name>",
      "stack to run for (default: the only one with a Pulumi.STACK.yaml, else dev)",
      stackName,
    )
    .addOption(
      new Option("-C, --cwd <dir>", "directory of the project").default(".", "this one or one above it"),
    )
    .option("--render <dir>", "directory for the YAML (default: rendered/STACK in the project)")
    .option("--no-write", "write no files; still compare with the last render")
    .option("--json", "print the whole report as JSON")
    .option("--yaml", "print the objects as YAML documents in dependency order")
    .option("--offline", "up: run the offline preview even if pulumi is on PATH")
    .option("--kubeconfig <file>", "up: apply to this cluster instead of rendering YAML")
    .option("--show-secrets", "print and write secrets instead of <secret>")
    .option(
      "--policy-pack <dir>",
      "check every resource with this policy pack; repeatable. A mandatory violation refuses the program",
      append,
    )
    .option(
      "--policy-pack-config <file>",
      "levels and limits as JSON, one file for each --policy-pack",
      append,
    )
    .option("--sarif <file>", "write the policy violations as SARIF, for annotations by a code host")
    .option("--type-check", "check the program's types first, as pulumi does; slower")
    .option("--timeout <seconds>", "stop the program after this time", seconds, DEFAULT_TIMEOUT);
}

/** The options of a command line, as declared above. */
export type Options = ReturnType<ReturnType<typeof withOptions>["opts"]>;

/** The options that choose how the result is printed. */
export const FORMAT_OPTIONS = ["json", "yaml"] as const;

/** How the result is printed. `text` without an option. */
export type FormatName = "text" | (typeof FORMAT_OPTIONS)[number];

function keyAndValue(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const equals = text.indexOf("=");
  if (equals > 0) return new Map([...before, [text.slice(0, equals), text.slice(equals + 1)]]);
  throw wrongUse(`--config ${JSON.stringify(text)} is not key=value`);
}

/** A name of a stack. Throws a Failure with code 2 for another text. */
export function stackName(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name;
  throw wrongUse(`--stack ${JSON.stringify(name)} is not a stack name; use letters, digits, _, . and -`);
}

function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw wrongUse(`--timeout ${JSON.stringify(text)} is not a number of seconds above 0`);
}
