import { CommanderError, Command as Declaration, Option } from "@commander-js/extra-typings";
import { wrongUse } from "../preview/failure.js";

/** A command of `pulumi-kubernetes-traffic release`, as the command line requests it. */
export type ReleaseCommand =
  | { readonly name: "print"; readonly text: string }
  | (Common & {
      readonly name: "plan";
      readonly rate?: number;
      readonly errors?: number;
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

export interface Common {
  /** The release file. Default: release.yaml in the project. */
  readonly file?: string | undefined;
  readonly stack?: string | undefined;
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

const DESCRIPTIONS = {
  plan: "show each step: its pods, its share, and how long it takes until a verdict",
  run: "take the release to its end, and show it live; Ctrl-C leaves it where it is, and the next run goes on",
  step: "decide once and act at most once: for a schedule and for jobs of CI",
  status: "show where the release is, and its evidence",
  abort: "go back to the old version now",
  replay: "judge recorded evidence again: FILE is the output of status --json",
  demo: "play a release on simulated traffic, without a stack, a cluster or Prometheus",
} as const;

const EXIT_CODES =
  "Exit codes: 0 promoted, or nothing to release; 3 waiting, the next run or step goes on; 4 rolled back; 1 error; 2 wrong use";

/** Parses what follows `release`. `width` is the width of --help in columns. Throws a Failure with code 2 for wrong use. */
export function parseRelease(argv: readonly string[], width = 100): ReleaseCommand {
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
    .description(
      "Walks a release through its steps, gathers evidence, and goes on or back. release.yaml describes it.",
    )
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined, getOutHelpWidth: () => width })
    .helpCommand(false)
    .helpOption("-h, --help", "show this text")
    .addHelpText("after", `\n${EXIT_CODES}`);
  formatted(common(program.command("plan").description(DESCRIPTIONS.plan)))
    .option("--rate <requests>", "assume so many requests per second, instead of asking Prometheus", positive)
    .option("--errors <rate>", "assume this error rate of the stable side, such as 1%", rate)
    .action((options) => run({ ...options, name: "plan", format: formatOf(options) }));
  driving(common(program.command("run").description(DESCRIPTIONS.run)))
    .option("--journal <file>", "append each status as a line of JSON: a report, never read again")
    .action((options) => run({ ...drivingOf(options), name: "run" }));
  formatted(driving(common(program.command("step").description(DESCRIPTIONS.step)))).action((options) =>
    run({ ...drivingOf(options), name: "step", format: formatOf(options) }),
  );
  formatted(common(program.command("status").description(DESCRIPTIONS.status)))
    .option("-w, --watch", "go on until Ctrl-C")
    .option("--html <file>", "also write the status as one page for a browser")
    .action((options) =>
      run({ ...options, name: "status", watch: options.watch ?? false, format: formatOf(options) }),
    );
  common(program.command("abort").description(DESCRIPTIONS.abort)).action((options) =>
    run({ ...options, name: "abort" }),
  );
  program
    .command("replay")
    .description(DESCRIPTIONS.replay)
    .argument("<file>")
    .action((file) => run({ name: "replay", file }));
  program
    .command("demo")
    .description(DESCRIPTIONS.demo)
    .addOption(
      new Option("--version <kind>", "play only this one").choices(["good", "errors", "load"] as const),
    )
    .option("--seed <number>", "other random traffic", positive, 1)
    .action(({ version, seed }) => run({ name: "demo", version, seed }));
  return program;
}

function common<A extends unknown[], O extends Record<string, unknown>>(command: Declaration<A, O>) {
  return command
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
    .option("--approve", "agree with the next step that waits for a person")
    .option("--again", "release a version again that was rolled back")
    .option("--take-over", "go on from a weight that a person has set");
}

function formatted<A extends unknown[], O extends Record<string, unknown>>(command: Declaration<A, O>) {
  return command
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

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw wrongUse(`${JSON.stringify(text)} is not a number above 0`);
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
    .replace(/'(.*?)'/, "$1")
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean "$1"?');
}
