import { CommanderError, Command as Declaration, Option } from "@commander-js/extra-typings";
import { wrongUse } from "../preview/failure.js";
import { wrap } from "../preview/screen/wrap.js";
import { DESCRIPTION, HELP, MORE_HELP } from "./help.js";

/** A command of `pulumi-kubernetes-traffic release`, as the command line requests it. */
export type ReleaseCommand =
  | { readonly name: "print"; readonly text: string }
  | (Common & {
      readonly name: "plan";
      /** Requests per second to assume. Default: what Prometheus counted. */
      readonly rate?: number | undefined;
      /** Error rate of the stable side to assume, from 0 to below 1. Default: what Prometheus counted. */
      readonly errors?: number | undefined;
      readonly format: Format;
    })
  | (Common & Driving & { readonly name: "run"; readonly journal?: string | undefined })
  | (Common & Driving & { readonly name: "step"; readonly format: Format })
  | (Common & {
      readonly name: "status";
      readonly watch: boolean;
      readonly html?: string | undefined;
      readonly format: Format;
    })
  | (Common & { readonly name: "abort" })
  | { readonly name: "replay"; readonly file: string }
  | { readonly name: "demo"; readonly version?: string | undefined; readonly seed: number };

/** What every command of a project takes. */
export interface Common {
  /** The release file. Default: release.yaml in the project. */
  readonly file?: string | undefined;
  /** Default: the only stack with a Pulumi.STACK.yaml, else dev. */
  readonly stack?: string | undefined;
  /** The directory of the project, or one below it. */
  readonly cwd: string;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** What a person agrees with. */
export interface Driving {
  readonly approve: boolean;
  readonly again: boolean;
  readonly takeOver: boolean;
}

/** How a result is printed. */
export type Format = "text" | "json" | "markdown";

/** Parses what follows `release`. `width` is the width of --help in columns. Throws a Failure with code 2 for wrong use. */
export function parseRelease(argv: readonly string[], width = 100): ReleaseCommand {
  const [first] = argv;
  if (first?.startsWith("-") && !["-h", "--help"].includes(first)) {
    throw wrongUse(`a command is missing before ${first}: ${Object.keys(HELP).join(", ")}`);
  }
  let text = "";
  let command: ReleaseCommand | undefined;
  const program = declaration(width, {
    print: (printed) => {
      text += printed;
    },
    run: (requested) => {
      command = requested;
    },
  });
  try {
    if (argv.length === 0) program.outputHelp();
    else program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw wrongUse(messageOf(error));
  }
  return command ?? { name: "print", text: text.trimEnd() };
}

interface Sinks {
  print(text: string): void;
  run(command: ReleaseCommand): void;
}

function declaration(width: number, { print, run }: Sinks) {
  const program = new Declaration("pulumi-kubernetes-traffic release")
    .usage("<command> [options]")
    .description(DESCRIPTION)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined, getOutHelpWidth: () => width })
    .configureHelp({
      minWidthToWrap: 20,
      subcommandTerm: (command) => command.name(),
      styleTitle: (title) => title.replace(/^(?!Usage)(.*):$/, "$1"),
    })
    .helpCommand(false)
    .helpOption("-h, --help", "show this text")
    .addHelpText("after", ["", ...wrap(MORE_HELP, width)].join("\n"));
  const command = (name: keyof typeof HELP) => {
    const { summary, description, exitCodes } = HELP[name];
    const codes = exitCodes.map(([code, meaning]) => `  ${code}  ${meaning}`);
    return program
      .command(name)
      .summary(summary)
      .description(description)
      .addHelpText("after", ["", "Exit codes", ...codes].join("\n"));
  };

  formatted(
    common(
      command("plan")
        .optionsGroup("Traffic")
        .option(
          "--rate <requests>",
          "assume so many requests per second, instead of asking Prometheus",
          above0("--rate"),
        )
        .option("--errors <rate>", "assume this error rate of the stable side, such as 1%", rate),
    ),
  ).action((options) => run({ ...options, name: "plan", format: formatOf(options) }));
  driving(common(command("run")))
    .optionsGroup("Output")
    .option("--journal <file>", "append each status as a line of JSON: a record for replay")
    .action((options) => run({ ...drivingOf(options), name: "run" }));
  formatted(driving(common(command("step")))).action((options) =>
    run({ ...drivingOf(options), name: "step", format: formatOf(options) }),
  );
  formatted(common(command("status")))
    .option("--html <file>", "also write the status as one page for a browser")
    .option("-w, --watch", "go on until Ctrl-C: redraw on a terminal, else print what changed")
    .action(({ watch = false, ...options }) =>
      run({ ...options, name: "status", watch, format: formatOf(options) }),
    );
  common(command("abort")).action((options) => run({ ...options, name: "abort" }));
  command("replay")
    .usage("<file>")
    .argument("<file>")
    .action((file) => run({ name: "replay", file }));
  command("demo")
    .addOption(
      new Option("--version <kind>", "play only this one (default: all)").choices([
        "good",
        "errors",
        "load",
      ] as const),
    )
    .option("--seed <number>", "draw other traffic; the same number draws the same", above0("--seed"), 1)
    .action(({ version, seed }) => run({ name: "demo", version, seed }));
  return program;
}

function common<A extends unknown[], O extends Record<string, unknown>>(command: Declaration<A, O>) {
  return command
    .optionsGroup("Project and cluster")
    .option("-f, --file <file>", "the release file (default: release.yaml in the project)")
    .option(
      "-s, --stack <name>",
      "stack to release in (default: the only one with a Pulumi.STACK.yaml, else dev)",
    )
    .addOption(
      new Option("-C, --cwd <dir>", "directory of the project").default(".", "this one or one above it"),
    )
    .option("--kubeconfig <file>", "kubeconfig for reading pods (default: KUBECONFIG, else ~/.kube/config)")
    .option("--context <name>", "context of the kubeconfig (default: the current one)");
}

function driving<A extends unknown[], O extends Record<string, unknown>>(command: Declaration<A, O>) {
  return command
    .optionsGroup("What you agree with")
    .option("--approve", "agree with the next step that waits for a person")
    .option("--again", "release a version again that was rolled back")
    .option("--take-over", "go on from a weight that a person has set");
}

function formatted<A extends unknown[], O extends Record<string, unknown>>(command: Declaration<A, O>) {
  return command
    .optionsGroup("Output")
    .option("--json", "print JSON")
    .option("--markdown", "print Markdown, for $GITHUB_STEP_SUMMARY or a pull request");
}

function formatOf({ json, markdown }: { json?: true | undefined; markdown?: true | undefined }): Format {
  if (json && markdown) throw wrongUse("--json and --markdown cannot be combined");
  if (json) return "json";
  return markdown ? "markdown" : "text";
}

function drivingOf<
  O extends { approve?: true | undefined; again?: true | undefined; takeOver?: true | undefined },
>(options: O): O & Driving {
  const { approve = false, again = false, takeOver = false } = options;
  return { ...options, approve, again, takeOver };
}

/** Reads a number above 0 of an option. */
function above0(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isFinite(value) && value > 0) return value;
    throw wrongUse(`${option} ${JSON.stringify(text)} is not a number above 0`);
  };
}

function rate(text: string): number {
  const [, digits, sign] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  const value = Number(digits) / (sign === "%" ? 100 : 1);
  if (value >= 0 && value < 1) return value;
  throw wrongUse(`--errors ${JSON.stringify(text)} is not a rate; give a percentage such as 1%`);
}

/** Commander's message in the style of the other messages. */
function messageOf({ message }: CommanderError): string {
  return message
    .replace(/^error: /, "")
    .replace(/^(too many arguments for .*)\. Expected (\d+).* got (\d+).*$/, "$1: $3 instead of $2")
    .replace(/^unknown command '[^']*'$/, `$&; the commands are ${Object.keys(HELP).join(", ")}`)
    .replace(/^missing required argument '(.*?)'$/, "<$1> is missing")
    .replace(/'(.*?)'/, "$1")
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean "$1"?');
}
