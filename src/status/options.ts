import { type Command, Option } from "@commander-js/extra-typings";
import { wrongUse } from "../preview/failure.js";

/** Declares the argument and the options of `status`. --help lists them in this order. */
export function withStatusOptions(command: Command) {
  return command
    .argument("[component]")
    .option(
      "-s, --stack <name>",
      "stack whose configuration is compared with the cluster (default: as for up)",
    )
    .addOption(new Option("-C, --cwd <dir>", "directory of the project (default: this one or one above it)"))
    .option("--kubeconfig <file>", "kubeconfig of the cluster (default: KUBECONFIG, else ~/.kube/config)")
    .option("--context <name>", "context of the kubeconfig (default: the current one)")
    .option(
      "-n, --namespace <name>",
      "namespace to look in; repeatable (default: that of the context, and those of the program)",
      namespaces,
    )
    .option("-A, --all-namespaces", "look in all namespaces")
    .option("-w, --watch", "go on until Ctrl-C: redraw on a terminal, else print what changed")
    .option("--json", "print the status as JSON; with --watch one line for each change")
    .option("--html <file>", "also write the status as one page for a browser");
}

/** The options of a command line, as declared above. */
export type StatusOptions = ReturnType<ReturnType<typeof withStatusOptions>["opts"]>;

/** The command `status`, as the command line requests it. */
export interface StatusCommand extends Readonly<StatusOptions> {
  readonly name: "status";
  /** Name of the only component to show. */
  readonly component: string | undefined;
}

function namespaces(name: string, before: readonly string[] = []): readonly string[] {
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) return [...before, name];
  throw wrongUse(`--namespace ${JSON.stringify(name)} is not a namespace; use a-z, 0-9 and -`);
}
