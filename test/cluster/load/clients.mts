import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { amongClients, type ClientNetwork, clientAddress } from "../boot/network.mts";
import { run } from "../commands.mts";
import { TOOLS } from "../settings.mts";

/** A load generator that runs. */
export interface Generator {
  readonly input: Writable;
  readonly output: Readable;
}

/** Where a load comes from: one of the namespaces of clients. */
export class Clients {
  readonly #network: ClientNetwork;
  constructor(network: ClientNetwork) {
    this.#network = network;
  }

  /** The address of one of 32 clients. */
  address(index: number): string {
    return clientAddress(this.#network, index);
  }

  /** Starts the load generator there. */
  start(args: readonly string[]): Generator {
    const [command, line] = amongClients(this.#network, join(TOOLS, "load"), args);
    const child = spawn(command, line, { stdio: ["pipe", "pipe", "inherit"] });
    return { input: child.stdin, output: child.stdout };
  }

  /** Runs a command among them to its end. */
  run(command: string, args: readonly string[]): Promise<string> {
    return run(...amongClients(this.#network, command, args));
  }
}
