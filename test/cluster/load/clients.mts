import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { amongClients, clientAddress } from "../boot/network.mts";
import { TOOLS } from "../settings.mts";

/** Where a load comes from. */
export interface Clients {
  /** The address of one of 32 clients. */
  address(index: number): string;
  /** Starts the load generator there. */
  start(args: readonly string[]): Promise<Generator>;
}

/** A load generator that runs. */
export interface Generator {
  readonly input: Writable;
  readonly output: Readable;
}

/** The clients in a network namespace beside the node. */
export const nearClients: Clients = {
  address: clientAddress,
  start: async (args) => {
    const [command, line] = amongClients(join(TOOLS, "load"), args);
    const child = spawn(command, line, { stdio: ["pipe", "pipe", "inherit"] });
    return { input: child.stdin, output: child.stdout };
  },
};
