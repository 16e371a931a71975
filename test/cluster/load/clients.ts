import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { TOOLS } from "../boot/binaries.js";
import { type ClientNetwork, clientAddress, within } from "../boot/network.js";
import { run } from "../commands.js";

const LOAD = join(TOOLS, "load");

/** A running load generator. */
export interface Generator {
  readonly input: Writable;
  readonly output: Readable;
}

/** A place that a load comes from. */
export interface Clients {
  /** The source addresses of the next load. An empty text leaves the choice to the kernel. */
  addresses(count: number): readonly string[];
  /** Starts the load generator there. */
  start(args: readonly string[]): Generator;
}

let taken = 0;

/** Clients in a network namespace, each with its own address. */
export class NamespaceClients implements Clients {
  readonly #network: ClientNetwork;
  constructor(network: ClientNetwork) {
    this.#network = network;
  }

  /** The address of one of 32 clients. */
  address(index: number): string {
    return clientAddress(this.#network, index);
  }

  /** Alternates, so that each load uses other addresses than the one before. */
  addresses(count: number): string[] {
    return Array.from({ length: count }, () => this.address(taken++ % 32));
  }

  start(args: readonly string[]): Generator {
    return generator(...within(this.#network.namespace, LOAD, args));
  }

  /** Runs a command in their namespace to its end. */
  run(command: string, args: readonly string[]): Promise<string> {
    return run(...within(this.#network.namespace, command, args));
  }
}

/** This machine, whose addresses the test does not choose. */
export class ThisMachine implements Clients {
  readonly #versions: readonly string[];
  /** An answer is that of the version whose name it contains: the images' page is more than its name. */
  constructor(versions: readonly string[]) {
    this.#versions = versions;
  }

  addresses(): string[] {
    return [""];
  }

  start(args: readonly string[]): Generator {
    return generator(LOAD, [...args, "-versions", this.#versions.join()]);
  }
}

function generator(command: string, args: readonly string[]): Generator {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  return { input: child.stdin, output: child.stdout };
}
