/** What --help shows of a command. */
interface CommandHelp {
  /** In the list of all commands. */
  readonly summary: string;
  /** In the help of the command itself. */
  readonly description: string;
  readonly exitCodes: readonly (readonly [number, string])[];
}

export const DESCRIPTION =
  "Walks a release through its steps, gathers evidence, and goes on or back. release.yaml describes it.";

export const MORE_HELP = "release COMMAND --help shows the options and the exit codes of a command.";

const WRONG_USE = [2, "wrong use of the command"] as const;
const READ = [[0, "done"], [1, "something could not be read"], WRONG_USE] as const;
const DRIVEN = [
  [0, "promoted, or there is nothing to release"],
  [3, "waiting: the next run or step goes on"],
  [4, "rolled back"],
  [1, "an error: a person must look"],
  WRONG_USE,
] as const;

/** The commands, in the order of --help. */
export const HELP = {
  plan: {
    summary: "show each step: its pods, its share, and how long it takes until a verdict",
    description:
      "Shows each step: its pods, its share, and how long it takes until a verdict. Runs the program offline, and asks Prometheus for the traffic of the last hour. Changes nothing.",
    exitCodes: READ,
  },
  run: {
    summary: "take the release to its end, and show it live",
    description:
      "Takes the release to its end, and shows it live. Ctrl-C leaves it where it is, and the next run goes on.",
    exitCodes: DRIVEN,
  },
  step: {
    summary: "decide once and act at most once: for a schedule and for jobs of CI",
    description:
      "Decides once and acts at most once: for a schedule and for jobs of CI. Call it again while it ends with 3.",
    exitCodes: DRIVEN,
  },
  status: {
    summary: "show where the release is, its evidence, and what comes next",
    description: "Shows where the release is, its evidence, and what comes next. Changes nothing.",
    exitCodes: READ,
  },
  abort: {
    summary: "go back to the old version now",
    description: "Goes back to the old version now, whatever the evidence is.",
    exitCodes: [
      [4, "rolled back"],
      [0, "there is nothing to go back from"],
      [3, "waiting: stopped before the way back has ended"],
      [1, "an error: a person must look"],
      WRONG_USE,
    ],
  },
  replay: {
    summary: "show recorded evidence window by window",
    description:
      "Shows recorded evidence window by window, and where each verdict fell. FILE is a journal of run, or the output of status --json. Contacts nothing.",
    exitCodes: READ,
  },
  demo: {
    summary: "play a release on simulated traffic, without a stack, a cluster or Prometheus",
    description: "Plays releases on simulated traffic, without a stack, a cluster or Prometheus.",
    exitCodes: [[0, "each release ended as announced"], [1, "one did not"], WRONG_USE],
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;
