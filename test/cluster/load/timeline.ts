import { total } from "./load.js";
import type { Traffic } from "./traffic.js";

/** What became of connections over time. A connection counts when it ends. */
export interface Course {
  /** About one a second: seconds from the start, and the connections answered and lost since the one before. */
  readonly samples: readonly (readonly [at: number, answered: number, lost: number])[];
  /** What was changed, in seconds from the start. */
  readonly changes: readonly { readonly from: number; readonly to: number; readonly title: string }[];
}

/** Counts every second what becomes of traffic. */
export class Timeline {
  readonly #traffic: Traffic;
  readonly #started = Date.now();
  readonly #samples: [number, number, number][] = [];
  readonly #changes: { from: number; to: number; title: string }[] = [];
  readonly #timer: NodeJS.Timeout;
  #answered = 0;
  #lost = 0;

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
    this.#timer = setInterval(() => void this.#sample(), 1000);
  }

  /** Seconds from the start. */
  now(): number {
    return Math.round((Date.now() - this.#started) / 100) / 10;
  }

  /** Adds a change that began then and took so many seconds. */
  changed(title: string, from: number, seconds: number): void {
    this.#changes.push({ title, from, to: Math.round((from + seconds) * 10) / 10 });
  }

  /** Ends it; the traffic must have ended. */
  async stop(): Promise<Course> {
    clearInterval(this.#timer);
    await this.#sample();
    return { samples: this.#samples, changes: this.#changes };
  }

  async #sample(): Promise<void> {
    const { ok, lost, errors = {} } = await this.#traffic.sum();
    const [answered, gone] = [total(ok) + total(errors), total(lost)];
    this.#samples.push([this.now(), answered - this.#answered, gone - this.#lost]);
    [this.#answered, this.#lost] = [answered, gone];
  }
}
