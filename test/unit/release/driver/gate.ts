import type { World } from "../../../../src/release/demo/world.js";
import type { Ports } from "../../../../src/release/driver/ports.js";

/** What SIGKILL does to a driver: it never gets another answer. */
export class Killed extends Error {}

/** The ports of one driver, with a gate around every call and within updates. A gate may wait, or throw. */
export function gated(world: World, gate: () => Promise<void> | void): Ports {
  const { stack, evidence, pods, checks, clock } = world.ports;
  const through = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      await gate();
      const answer = await call(...args);
      await gate();
      return answer;
    };
  };
  return {
    stack: {
      ...stack,
      read: through(() => stack.read()),
      up: through((changes, message, stopped) => world.up(changes, message, stopped, gate)),
    },
    evidence: { read: through((question) => evidence.read(question)) },
    pods: { read: through((question) => pods.read(question)) },
    checks: { run: through((...args) => checks.run(...args)) },
    clock: { now: () => clock.now(), sleep: through((...args) => clock.sleep(...args)) },
  };
}

/**
 * Lets several drivers go on one after another, in an order that is drawn: whenever all wait at their gates, one of them
 * passes. What can happen between two calls of two processes happens here, and happens again with the same draws.
 */
export class TakingTurns {
  readonly #waiting: (() => void)[] = [];
  readonly #random: () => number;
  #running = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Starts a driver, and resolves when it has ended. */
  async start<R>(driver: (gate: () => Promise<void>) => Promise<R>): Promise<R> {
    this.#running++;
    try {
      return await driver(() => this.#gate());
    } finally {
      this.#running--;
      this.#next();
    }
  }

  #gate(): Promise<void> {
    return new Promise((pass) => {
      this.#waiting.push(pass);
      // A driver that has just passed goes on until its next gate before another one is chosen.
      setImmediate(() => this.#next());
    });
  }

  #next(): void {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#running) return;
    const [pass] = this.#waiting.splice(Math.floor(this.#random() * this.#waiting.length), 1);
    pass?.();
  }
}
