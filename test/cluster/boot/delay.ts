import { once } from "node:events";
import { type AddressInfo, createServer, type Server, Socket } from "node:net";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A relay of TCP connections whose bytes arrive later, in both directions and in their order. */
export class Delay {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #milliseconds = 0;

  /** Listens, and relays each connection to the target. A port of 0 leaves the choice to the kernel. */
  static async open(listen: Endpoint, target: Endpoint): Promise<Delay> {
    const delay = new Delay(target);
    delay.#server.listen(listen.port, listen.host);
    await once(delay.#server, "listening");
    return delay;
  }

  private constructor(target: Endpoint) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#relay(client, target));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How much later what is sent from now on arrives. What is on its way keeps its time. */
  setDelay(milliseconds: number): void {
    this.#milliseconds = milliseconds;
  }

  /** Stops listening and cuts every connection. */
  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #relay(client: Socket, { host, port }: Endpoint): void {
    const server = new Socket({ allowHalfOpen: true });
    server.connect(port, host);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#open.add(from);
      from.setNoDelay();
      const line = new Line();
      from.on("data", (data) => line.send(this.#milliseconds, () => to.write(data)));
      from.on("end", () => line.send(this.#milliseconds, () => to.end()));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#open.delete(from);
        line.send(this.#milliseconds, () => to.destroySoon());
      });
    }
  }
}

/** One direction of a connection: a queue, so that a shorter delay does not overtake a longer one. */
export class Line {
  readonly #waiting: { readonly due: number; readonly arrive: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Calls `arrive` after so many milliseconds, and after all that was sent before. */
  send(delay: number, arrive: () => void): void {
    if (delay === 0 && this.#waiting.length === 0) {
      arrive();
      return;
    }
    this.#waiting.push({ due: performance.now() + delay, arrive });
    this.#wait();
  }

  #wait(): void {
    const [next] = this.#waiting;
    if (this.#timer || !next) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#waiting.shift();
        next.arrive();
        this.#wait();
      },
      Math.max(0, next.due - performance.now()),
    );
  }
}
