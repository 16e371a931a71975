import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Machine } from "../boot/machine.js";
import { within } from "../boot/network.js";
import { eventually, run } from "../commands.js";

/** Bytes for events that wait to be read, so that none is dropped on a busy machine. */
const BUFFER = 16 << 20;

/** Where the kernels of some machines have sent each connection to a Service, as their connection tracking reports it. */
export class Flows {
  readonly #watches: readonly ChildProcess[];
  readonly #pods = new Map<string, string>();

  /** Starts with the connections that begin from now on. */
  static async watch(machines: readonly Machine[]): Promise<Flows> {
    const args = ["-E", "-e", "NEW", "-p", "tcp", "--buffer-size", String(BUFFER)];
    const watches = machines.map(({ name }) =>
      spawn(...within(name, "conntrack", args), { stdio: ["ignore", "pipe", "inherit"] }),
    );
    const flows = new Flows(watches);
    for (const { name } of machines)
      await eventually(`connections of ${name} are watched`, 10, () => flows.#probe(name));
    return flows;
  }

  private constructor(watches: readonly ChildProcess[]) {
    this.#watches = watches;
    for (const { stdout } of watches) {
      if (!stdout) continue;
      createInterface({ input: stdout }).on("line", (line) => {
        const flow = flowOf(line);
        if (flow) this.#pods.set(flow.source, flow.to);
      });
    }
  }

  /** The address of the pod that got the newest connection from this address and port. */
  podOf(source: string): string | undefined {
    return this.#pods.get(source);
  }

  async stop(): Promise<void> {
    for (const watch of this.#watches) watch.kill("SIGINT");
    await Promise.all(this.#watches.map((watch) => watch.exitCode ?? once(watch, "close")));
  }

  /** Opens a connection of the machine itself, which must show. */
  async #probe(machine: string): Promise<void> {
    const before = this.#pods.size;
    await run(...within(machine, "curl", ["-fsk", "--max-time", "2", "https://10.96.0.1/healthz"]));
    if (this.#pods.size === before) throw new Error("it does not show");
  }
}

/** The source of a new connection, and where it goes, by a line of `conntrack -E`. */
export function flowOf(line: string): { readonly source: string; readonly to: string } | undefined {
  const [, source, port, to] = /\[NEW\] .*? src=(\S+) dst=\S+ sport=(\d+) .*? src=(\S+) /.exec(line) ?? [];
  return to === undefined ? undefined : { source: `${source}:${port}`, to };
}
