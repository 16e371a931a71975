import { createInterface } from "node:readline";
import type { Clients, Generator } from "./clients.js";

/** The results of a load's connections. */
export interface Counts {
  readonly begun: number;
  /** The number of correct answers, by version. */
  readonly ok: Readonly<Record<string, number>>;
  /** The number of failures, by kind. */
  readonly lost: Readonly<Record<string, number>>;
  /** The number of answers that took a second or more. */
  readonly slow: number;
  /** The number of answers with status 5xx, by version. Absent without any, and unless the load counts them apart. */
  readonly errors?: Readonly<Record<string, number>>;
}

export const NONE: Counts = { begun: 0, ok: {}, lost: {}, slow: 0 };

/**
 * What each step of a load is: a new connection, the same with TLS, a request on an open connection, a datagram from an open
 * socket, or one from a new socket.
 */
export type LoadMode = "connect" | "tls" | "keepalive" | "udp" | "flows";

export interface LoadOptions {
  /** Address and port. Each of several gets an equal part. */
  readonly target: string | readonly string[];
  /** Connections per second, from all sources together. */
  readonly rate: number;
  /** Default `connect`. */
  readonly mode?: LoadMode;
  /** The name that clients of mode `tls` ask for. */
  readonly serverName?: string;
  /** Source addresses it takes for itself. Default 2. */
  readonly sources?: number;
  /** Source addresses of the caller's choice instead. */
  readonly addresses?: readonly string[];
  /** Open connections of each source, in the modes that keep them. Default 4. */
  readonly workers?: number;
  /** Counts answers with status 5xx as errors of their version, not as lost connections. Default false. */
  readonly errorsApart?: boolean;
  /** Keeps the source of each lost connection, in the mode `connect`. Default false. */
  readonly nameLost?: boolean;
}

/** A load that runs until it is stopped. */
export class Load {
  readonly #parts: readonly Part[];

  /** Starts it with an equal part at each of the clients' places. */
  static start(places: readonly Clients[], options: LoadOptions): Load {
    const { rate, mode = "connect", workers = 4, errorsApart, nameLost, serverName = "" } = options;
    const targets = [options.target].flat();
    const part = (clients: Clients, target: string) => {
      const { addresses = clients.addresses(options.sources ?? 2) } = options;
      const each = rate / places.length / targets.length / addresses.length;
      const pace = ["-rate", String(each), "-workers", String(workers)];
      const where = ["-target", target, "-sources", addresses.join(), "-server-name", serverName];
      const flags = [...(errorsApart ? ["-errors-apart"] : []), ...(nameLost ? ["-name-lost"] : [])];
      return new Part(target, clients.start([...where, "-mode", mode, ...pace, ...flags]));
    };
    return new Load(places.flatMap((clients) => targets.map((target) => part(clients, target))));
  }

  private constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** The current counts. */
  async counts(): Promise<Counts> {
    return sum(await Promise.all(this.#parts.map((part) => part.counts())));
  }

  /** The address and port of each lost connection so far. */
  get lostFrom(): string[] {
    return this.#parts.flatMap((part) => part.lostFrom);
  }

  /** Stops it. Resolves with the counts when its last connection has ended. */
  async stop(): Promise<Counts> {
    return sum(await Promise.all(this.#parts.map((part) => part.stop())));
  }

  /** The last known counts of each target. */
  get targets(): { readonly target: string; readonly counts: Counts }[] {
    return this.#parts.map(({ target, last }) => ({ target, counts: last }));
  }
}

/** What a load generator prints. */
type Printed = Counts & { readonly lostFrom?: readonly string[] };

/** The load generator at one place, for one target. */
class Part {
  readonly target: string;
  #counts: Printed = NONE;
  #wakened: (() => void)[] = [];
  readonly #generator: Generator;
  readonly #ended: Promise<void>;
  #stopping = false;

  constructor(target: string, generator: Generator) {
    this.target = target;
    this.#generator = generator;
    this.#ended = new Promise((resolve) => generator.output.on("end", () => resolve()));
    createInterface({ input: generator.output }).on("line", (text) => {
      this.#counts = JSON.parse(text);
      for (const wake of this.#wakened.splice(0)) wake();
    });
  }

  get lostFrom(): readonly string[] {
    return this.#counts.lostFrom ?? [];
  }

  get last(): Counts {
    return this.#counts;
  }

  async counts(): Promise<Counts> {
    if (this.#stopping) return this.stop();
    const next = new Promise<void>((resolve) => this.#wakened.push(resolve));
    this.#generator.input.write("\n");
    await Promise.race([next, this.#ended]);
    return this.#counts;
  }

  async stop(): Promise<Counts> {
    this.#stopping = true;
    this.#generator.input.end();
    await this.#ended;
    return this.#counts;
  }
}

/** The difference of two counts. */
export function between(before: Counts, after: Counts): Counts {
  return {
    begun: after.begun - before.begun,
    ok: difference(before.ok, after.ok),
    lost: difference(before.lost, after.lost),
    slow: after.slow - before.slow,
    ...((before.errors || after.errors) && { errors: difference(before.errors ?? {}, after.errors ?? {}) }),
  };
}

/** The sum of all counts. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce(plus);
}

/** The sum of two counts. */
export function plus(a: Counts, b: Counts): Counts {
  const errors = a.errors && { errors: negative(a.errors) };
  return between(
    { begun: -a.begun, ok: negative(a.ok), lost: negative(a.lost), slow: -a.slow, ...errors },
    b,
  );
}

export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function difference(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const entries = [...keys].map((key): [string, number] => [key, (after[key] ?? 0) - (before[key] ?? 0)]);
  return Object.fromEntries(entries.filter(([, count]) => count !== 0));
}

function negative(counts: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, -count]));
}
