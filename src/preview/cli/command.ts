import { parseArgs } from "node:util";
import { didYouMean } from "../../diagnostics/suggest.js";
import { Failure } from "../failure.js";
import type { PackSource } from "../packs/packs.js";

/** What the command line asks for. */
export interface Command {
  /** `up` runs the real Pulumi where there is one; `preview` never does. */
  readonly name: "up" | "preview" | "help" | "version";
  readonly directory: string;
  readonly stack: string | undefined;
  readonly config: ReadonlyMap<string, string>;
  readonly configFile: string | undefined;
  readonly render: string | undefined;
  readonly write: boolean;
  readonly format: "text" | "json" | "yaml";
  readonly offline: boolean;
  readonly kubeconfig: string | undefined;
  readonly showSecrets: boolean;
  readonly policyPacks: readonly PackSource[];
  /** File for what the policy packs say, as SARIF. */
  readonly sarif: string | undefined;
  readonly typeCheck: boolean;
  /** Seconds. */
  readonly timeout: number;
}

const OPTIONS = {
  config: { type: "string", short: "c", multiple: true },
  "config-file": { type: "string" },
  stack: { type: "string", short: "s" },
  cwd: { type: "string", short: "C" },
  render: { type: "string" },
  "no-write": { type: "boolean" },
  json: { type: "boolean" },
  yaml: { type: "boolean" },
  offline: { type: "boolean" },
  kubeconfig: { type: "string" },
  "show-secrets": { type: "boolean" },
  "policy-pack": { type: "string", multiple: true },
  "policy-pack-config": { type: "string", multiple: true },
  sarif: { type: "string" },
  "type-check": { type: "boolean" },
  timeout: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

const DEFAULT_TIMEOUT = 120;

/** The text of --help. */
export const HELP = `Usage: pulumi-kubernetes-traffic <command> [options]

Shows what a Pulumi program for Kubernetes does: the traffic, the objects in the order
in which they change, and every field that differs from the last render.

Commands
  up        with pulumi on PATH, the real pulumi up: renders YAML through the kubernetes provider,
            or applies with --kubeconfig. Without it, the same as preview.
  preview   always the offline preview: needs no Pulumi CLI, state, plugin or cluster,
            and applies nothing

Options
  -c, --config key=value    sets a configuration value for this run; repeatable
      --config-file FILE    reads FILE instead of Pulumi.STACK.yaml
  -s, --stack NAME          default: the only stack with a Pulumi.STACK.yaml, else dev
  -C, --cwd DIR             directory of the project (default: this one or one above it)
      --render DIR          where the YAML goes (default: rendered/STACK in the project)
      --no-write            writes no files; the last render is still compared with
      --json                prints the whole report as JSON
      --yaml                prints the objects as YAML documents in dependency order
      --offline             up: the offline preview even where pulumi is on PATH
      --kubeconfig FILE     up: applies to this cluster instead of rendering
      --show-secrets        writes secrets instead of <secret>
      --policy-pack DIR     judges every resource by this policy pack; repeatable. A mandatory
                            violation refuses the program
      --policy-pack-config FILE
                            levels and limits as JSON, one file for each --policy-pack
      --sarif FILE          writes what the packs say as SARIF, for annotations by a code host
      --type-check          checks the program's types first, as pulumi does; slower
      --timeout SECONDS     stops a program that has not ended by then (default: ${DEFAULT_TIMEOUT})
  -h, --help                shows this text
      --version             shows the version

Exit codes: 0 done, 1 the program was refused or failed, 2 wrong use`;

/** Reads the command line. Throws a Failure with code 2 that says what is wrong with it. */
export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals } = parseOptions(argv);
  const [name, ...rest] = positionals;
  const asked = values.version ? "version" : values.help || argv.length === 0 ? "help" : commandName(name);
  if (rest.length > 0) throw wrong(`unexpected ${JSON.stringify(rest[0])} after ${asked}`);
  if (values.json && values.yaml) throw wrong("--json and --yaml exclude each other");
  if (values.kubeconfig && (values.offline || asked === "preview")) {
    throw wrong(
      "--kubeconfig applies to a cluster, which an offline preview never does; use up without --offline",
    );
  }
  if (values.sarif !== undefined && values["policy-pack"] === undefined) {
    throw wrong("--sarif has nothing to write without --policy-pack");
  }
  return {
    name: asked,
    directory: values.cwd ?? ".",
    stack: values.stack === undefined ? undefined : stackName(values.stack),
    config: new Map((values.config ?? []).map(keyAndValue)),
    configFile: values["config-file"],
    render: values.render,
    write: !values["no-write"],
    format: values.json ? "json" : values.yaml ? "yaml" : "text",
    offline: values.offline ?? false,
    kubeconfig: values.kubeconfig,
    showSecrets: values["show-secrets"] ?? false,
    policyPacks: packSources(values["policy-pack"] ?? [], values["policy-pack-config"] ?? []),
    sarif: values.sarif,
    typeCheck: values["type-check"] ?? false,
    timeout: seconds(values.timeout),
  };
}

function parseOptions(argv: readonly string[]) {
  // The message of parseArgs is long and differs between Node versions, so unknown options are found before it.
  const known = Object.keys(OPTIONS).map((option) => `--${option}`);
  const end = argv.indexOf("--");
  for (const arg of end < 0 ? argv : argv.slice(0, end)) {
    const option = arg.split("=")[0] ?? "";
    if (option.startsWith("--") && !known.includes(option)) {
      throw wrong([`unknown option ${option}`, didYouMean(option, known)].filter(Boolean).join("; "));
    }
  }
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw wrong(String((error as Error).message).split(/\.\s|\n/)[0] ?? "");
  }
}

function commandName(name: string | undefined): "up" | "preview" {
  if (name === "up" || name === "preview") return name;
  if (name === undefined) throw wrong("a command is missing: up or preview");
  throw wrong(
    [
      `unknown command ${JSON.stringify(name)}`,
      didYouMean(name, ["up", "preview"]) ?? "there are up and preview",
    ].join("; "),
  );
}

function stackName(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name;
  throw wrong(`--stack ${JSON.stringify(name)} is not a stack's name: letters, digits, _ . and -`);
}

/** Packs and their configurations, paired by order as pulumi does. */
function packSources(packs: readonly string[], configurations: readonly string[]): PackSource[] {
  if (configurations.length > 0 && configurations.length !== packs.length) {
    const counts = `${configurations.length} --policy-pack-config for ${packs.length} --policy-pack`;
    throw wrong(`${counts}; give one for each, in the same order`);
  }
  return packs.map((directory, index) => ({ directory, configuration: configurations[index] }));
}

function keyAndValue(text: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw wrong(`--config ${JSON.stringify(text)} is not key=value`);
}

function seconds(text: string | undefined): number {
  const value = text === undefined ? DEFAULT_TIMEOUT : Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw wrong(`--timeout ${JSON.stringify(text)} is not a number of seconds above 0`);
}

function wrong(message: string): Failure {
  return new Failure(`${message}\n--help shows how to use it`, 2);
}
