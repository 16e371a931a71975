import { writeFileSync } from "node:fs";
import { openCluster } from "../cluster/open.js";
import { type ClusterReader, ReadError } from "../cluster/reader.js";
import { didYouMean } from "../diagnostics/suggest.js";
import { Failure, messageOf, wrongUse } from "../preview/failure.js";
import type { Terminal } from "../preview/screen/terminal.js";
import { Frames, repeat, untilSignal } from "../preview/screen/watch.js";
import { statusPage } from "./html.js";
import type { Status } from "./model.js";
import type { StatusCommand } from "./options.js";
import type { Plan } from "./planned.js";
import { readStatus, type Selection } from "./status.js";
import { statusText } from "./text.js";
import { whereWords } from "./words.js";

/** What the command needs from outside. */
export interface StatusPorts {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Runs the program of the stack; undefined without a project. Called again for every look. */
  readonly plan: () => Promise<Plan | undefined>;
  /** Ends --watch. Default: Ctrl-C. */
  readonly stopped?: AbortSignal | undefined;
  /** Waits between two looks. Default: two seconds. */
  readonly pause?: ((milliseconds: number, stopped: AbortSignal) => Promise<void>) | undefined;
  readonly now?: (() => Date) | undefined;
}

/**
 * Shows what a stack and its cluster look like, once or until it is stopped. Only reads the cluster. Throws a Failure with
 * code 1 when the cluster cannot be read, and with code 2 for a component that does not exist.
 */
export async function showStatus(command: StatusCommand, ports: StatusPorts): Promise<void> {
  const cluster = await open(command, ports);
  if (!command.watch) return show(await look(command, cluster, ports), command, ports);
  const { stopped, release } = ports.stopped ? { stopped: ports.stopped, release: () => {} } : untilSignal();
  try {
    await watch(command, cluster, ports, stopped);
  } finally {
    release();
  }
}

function show(
  status: Status,
  { html, json }: StatusCommand,
  { terminal, now = () => new Date() }: StatusPorts,
) {
  if (html !== undefined) writePage(html, statusPage(status, { now: now() }));
  if (json) terminal.print(JSON.stringify(status, undefined, 2));
  else terminal.print(...statusText(status, terminal));
}

async function watch(
  command: StatusCommand,
  cluster: ClusterReader,
  ports: StatusPorts,
  stopped: AbortSignal,
): Promise<void> {
  const { terminal, now = () => new Date() } = ports;
  const frames = new Frames(terminal);
  let first: Promise<Status> | undefined = look(command, cluster, ports); // one that fails ends the command
  let written: string | undefined;
  const step = async () => {
    const status = await (first ?? look(command, cluster, ports)).catch((error: unknown) => {
      if (first || !(error instanceof Failure)) throw error;
      return error;
    });
    first = undefined;
    if (stopped.aborted) return;
    if (status instanceof Failure) return frames.show([`error: ${status.message}`]);
    const page = JSON.stringify(status);
    if (command.html !== undefined && page !== written) {
      writePage(command.html, statusPage(status, { now: now(), watched: true }));
    }
    written = page;
    const width = terminal.screen()?.columns ?? terminal.width;
    frames.show(command.json ? [page] : statusText(status, { ...terminal, width }));
  };
  await repeat(step, stopped, ports.pause);
}

function writePage(file: string, page: string): void {
  try {
    writeFileSync(file, page);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: "there is no such folder; create it first",
      EISDIR: "it is a folder; name a file",
    };
    throw new Failure(`--html ${file} cannot be written: ${reasons[code ?? ""] ?? messageOf(error)}`);
  }
}

/** Looks once. A failed read becomes a Failure that names the way out. */
async function look(command: StatusCommand, cluster: ClusterReader, ports: StatusPorts): Promise<Status> {
  const plan = await ports.plan();
  const status = await readStatus(cluster, plan, selectionOf(command)).catch((error: unknown) => {
    throw unreadable(error, cluster);
  });
  const { component } = command;
  if (component === undefined) return status;
  const components = status.components.filter(({ name }) => name === component);
  if (components.length === 0) throw noComponent(component, status);
  return { ...status, components };
}

function selectionOf({ component, namespace, allNamespaces }: StatusCommand): Selection {
  return { scope: allNamespaces ? "all" : namespace, kubeProxy: component === undefined };
}

async function open({ kubeconfig, context }: StatusCommand, { environment }: StatusPorts) {
  const address = { kubeconfig: kubeconfig ?? (environment.KUBECONFIG || undefined), context };
  try {
    return await openCluster(address);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new Failure(`${error.message}\n--kubeconfig FILE and --context NAME choose the cluster`);
  }
}

function unreadable(error: unknown, { describe }: ClusterReader): unknown {
  if (!(error instanceof ReadError)) return error;
  const way =
    error.status === 403
      ? "status needs permission to list Deployments; --namespace NAME looks in one namespace only"
      : "--kubeconfig FILE and --context NAME choose another cluster";
  return new Failure(`cluster ${describe} cannot be read: ${messageOf(error)}\n${way}`);
}

function noComponent(component: string, status: Status): Failure {
  const known = status.components.map(({ name }) => name);
  const others = known.length > 0 ? `the components there are ${known.join(", ")}` : "there is none";
  return wrongUse(
    `no component ${JSON.stringify(component)} in ${whereWords(status)}; ${didYouMean(component, known) ?? others}`,
  );
}
