import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CommanderError,
  type CommandUnknownOpts,
  Command as Declaration,
  type Help,
  type Option,
} from "@commander-js/extra-typings";
import { didYouMean } from "../../diagnostics/suggest.js";
import { parseRelease, type ReleaseCommand } from "../../release/options.js";
import { type StatusCommand, type StatusOptions, withStatusOptions } from "../../status/options.js";
import { wrongUse } from "../failure.js";
import type { PackSource } from "../packs/packs.js";
import { FORMAT_OPTIONS, type FormatName, type Options, stackName, withOptions } from "./options.js";

/** What the command line requests: a text to print, a run of a program, or a look at the cluster. */
export type Request =
  | { readonly name: "print"; readonly text: string }
  | Command
  | StatusCommand
  | { readonly name: "release"; readonly command: ReleaseCommand };

/** A run of a program. */
export interface Command extends Readonly<Options> {
  /** `up` runs the real Pulumi if there is one. `preview` never does. */
  readonly name: CommandName;
  readonly config: ReadonlyMap<string, string>;
  readonly format: FormatName;
  readonly packs: readonly PackSource[];
}

type CommandName = keyof typeof COMMANDS;

const COMMANDS = {
  up: "run the real pulumi up if pulumi is on PATH: render YAML through the Kubernetes provider, or apply with --kubeconfig. Otherwise the same as preview",
  preview: "run the offline preview: it needs no Pulumi CLI, state, plugin or cluster, and applies nothing",
} as const;

const STATUS =
  "read the cluster, and show each component: its share, its pods and why they are not ready, and what up changes. It never writes";

const RELEASE =
  "decide the steps of a release by evidence: plan, run, step, status, abort, replay, demo. release --help shows how";

/** Parses the command line. `width` is the width of --help in columns. Throws a Failure with code 2 for wrong use. */
export function parseCommand(argv: readonly string[], width = 100): Request {
  const [first, ...rest] = argv;
  if (first === "release") return releaseOf(parseRelease(rest, width));
  let text = "";
  let command: Command | StatusCommand | undefined;
  const program = declaration(
    (printed) => {
      text += printed;
    },
    (name, options) => {
      command = commandOf(name, options);
    },
    (component, options) => {
      command = statusOf(component, options);
    },
    width,
  );
  try {
    if (argv.length === 0) program.outputHelp();
    else program.parse(inOrder(argv, program.commands), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw wrongUse(messageOf(error)); // --help and --version end with code 0
  }
  return command ?? { name: "print", text: text.trimEnd() };
}

function declaration(
  print: (text: string) => void,
  run: (name: CommandName, options: Options) => void,
  show: (component: string | undefined, options: StatusOptions) => void,
  width: number,
) {
  const program = new Declaration("pulumi-kubernetes-traffic")
    .usage("<command> [options]")
    .description(
      "Shows what a Pulumi program for Kubernetes does: the traffic, the objects in the order in which they change, and every field that differs from the last render.",
    )
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined, getOutHelpWidth: () => width })
    .configureHelp({ formatHelp, subcommandTerm: (command) => command.name() })
    .helpOption("-h, --help", "show this text")
    .helpCommand(false)
    .version(version(), "--version", "show the version")
    // Everything that is not a command reaches the action, which refuses it.
    .allowUnknownOption()
    .allowExcessArguments()
    .argument("[command]")
    .action((name) => {
      throw noCommand(name);
    });
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const command = program.command(name).description(COMMANDS[name]).allowExcessArguments();
    withOptions(command).action((options, { args: [unexpected] }) => {
      if (unexpected !== undefined) throw wrongUse(`unexpected ${JSON.stringify(unexpected)} after ${name}`);
      run(name, options);
    });
  }
  const status = program.command("status").description(STATUS).allowExcessArguments();
  withStatusOptions(status).action((component, options, { args: [, unexpected] }) => {
    if (unexpected !== undefined) throw wrongUse(`unexpected ${JSON.stringify(unexpected)} after status`);
    show(component, options);
  });
  program.command("release").description(RELEASE).helpOption(false);
  return program;
}

function inOrder(argv: readonly string[], commands: readonly CommandUnknownOpts[]): string[] {
  const ordered = commandFirst(argv, commands);
  // A command of release and its options are read by release, which comes first.
  if (ordered[0] === "release") throw wrongUse(`release comes before ${argv[0]}`);
  return ordered;
}

function releaseOf(command: ReleaseCommand): Request {
  if ("stack" in command && command.stack !== undefined) stackName(command.stack);
  return { name: "release", command };
}

/** Moves the command in front of its options, where Commander expects it: `--cwd d up` means the same as `up --cwd d`. */
function commandFirst(argv: readonly string[], commands: readonly CommandUnknownOpts[]): string[] {
  const options = commands.flatMap((command) => command.options);
  const takesValue = (arg: string) =>
    options.some(({ required, short, long }) => required && [short, long].includes(arg));
  let at = 0;
  while (argv[at]?.startsWith("-")) at += takesValue(argv[at] ?? "") ? 2 : 1;
  return commands.some((command) => command.name() === argv[at])
    ? [...argv.slice(at, at + 1), ...argv.slice(0, at), ...argv.slice(at + 1)]
    : [...argv];
}

/** One page for all commands: commands first, then the options that up and preview share, then those of status. */
function formatHelp(command: CommandUnknownOpts, help: Help): string {
  const program = command.parent ?? command;
  const commands = help.visibleCommands(program);
  const optionsOf = (index: number) => help.visibleOptions(commands[index] as CommandUnknownOpts);
  const options = [...optionsOf(0), program.options[0] as Option];
  const status = commands.findIndex((one) => one.name() === "status");
  const statusOptions = optionsOf(status).filter(({ long }) => long !== "--help");
  const width = Math.max(...[...options, ...statusOptions].map((option) => help.optionTerm(option).length));
  const item = (term: string, description: string) => help.formatItem(term, width, description, help);
  return [
    `Usage: ${help.commandUsage(program)}`,
    "",
    help.boxWrap(help.commandDescription(program), help.helpWidth ?? 100),
    "",
    "Commands",
    ...commands.map((each) => item(help.subcommandTerm(each), help.subcommandDescription(each))),
    "",
    "Options",
    ...options.map((option) => item(help.optionTerm(option), help.optionDescription(option))),
    "",
    "Options of status, which takes the name of a component to show only that one",
    ...statusOptions.map((option) => item(help.optionTerm(option), help.optionDescription(option))),
    "",
    "Exit codes: 0 done, 1 the program or the cluster refused or failed, 2 wrong use",
    "",
  ].join("\n");
}

function commandOf(name: CommandName, options: Options): Command {
  const { config = new Map(), policyPack = [], policyPackConfig = [] } = options;
  if (options.kubeconfig && (options.offline || name === "preview")) {
    throw wrongUse(
      "--kubeconfig applies to a cluster, which an offline preview never does; use up without --offline",
    );
  }
  if (options.sarif !== undefined && policyPack.length === 0) {
    throw wrongUse("--sarif requires --policy-pack");
  }
  return {
    ...options,
    name,
    config,
    format: formatOf(options),
    packs: packSources(policyPack, policyPackConfig),
  };
}

function statusOf(component: string | undefined, options: StatusOptions): StatusCommand {
  if (options.allNamespaces && options.namespace) {
    throw wrongUse("--namespace and --all-namespaces cannot be combined");
  }
  if (options.stack !== undefined) stackName(options.stack);
  return { ...options, name: "status", component };
}

function formatOf(options: Options): FormatName {
  const given = FORMAT_OPTIONS.filter((format) => options[format]);
  if (given.length > 1)
    throw wrongUse(`${given.map((name) => `--${name}`).join(" and ")} cannot be combined`);
  return given[0] ?? "text";
}

/** Pairs packs and their configurations by order, as pulumi does. */
function packSources(packs: readonly string[], configurations: readonly string[]): PackSource[] {
  if (configurations.length > 0 && configurations.length !== packs.length) {
    const counts = `${configurations.length} --policy-pack-config for ${packs.length} --policy-pack`;
    throw wrongUse(`${counts}; give one for each, in the same order`);
  }
  return packs.map((directory, index) => ({ directory, configuration: configurations[index] }));
}

function noCommand(name: string | undefined): Error {
  if (name === undefined || name.startsWith("-")) {
    return wrongUse("a command is missing: up, preview, status or release");
  }
  const known = [...Object.keys(COMMANDS), "status", "release"];
  const suggestion = didYouMean(name, known) ?? "the commands are up, preview, status and release";
  return wrongUse(`unknown command ${JSON.stringify(name)}; ${suggestion}`);
}

/** Commander's message in the style of the other messages: one line, only the suggestion in quotes. */
function messageOf({ message }: CommanderError): string {
  return message
    .replace(/^error: /, "")
    .replace(/'(.*?)'/, "$1")
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean "$1"?');
}

function version(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, "..", "..", "..", "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}
