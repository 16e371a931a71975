import type {
  Clock,
  Component,
  ConfigChanges,
  Evidence,
  EvidenceQuestion,
  IndicatorReading,
  Period,
  PodsReading,
  Ports,
  Side,
  SidePods,
  StackState,
  StepWindow,
  Update,
} from "../driver/ports.js";
import { UpFailed } from "../driver/ports.js";
import { type Counts, sumOf } from "../judgement/counts.js";
import { type Behavior, Traffic } from "./traffic.js";

interface Keys {
  readonly weight: string;
  readonly stable: string;
  readonly canary: string;
  readonly color: string;
}

const KEYS: Keys = { weight: "weight", stable: "stable", canary: "canary", color: "color" };

export interface WorldOptions {
  /** By version. */
  readonly behaviors: Readonly<Record<string, Behavior>>;
  readonly perSecond: number;
  /** Draws from 0 to below 1. */
  readonly random: () => number;
  /** The stack's config. */
  readonly config: Readonly<Record<string, string>>;
  /** Its keys. Default: `weight`, `stable`, `canary` and `color`. */
  readonly keys?: Partial<Keys> | undefined;
  /** Versions of the colors of a blue-green app. Default: a canary. */
  readonly colors?: Readonly<Record<string, string>> | undefined;
  /** Versions of the colors in the last update. Default: those in the program. */
  readonly deployed?: Readonly<Record<string, string>> | undefined;
  /** Whether the canary's pods run at weight 0. */
  readonly runsWithoutTraffic?: boolean | undefined;
  /** Start, in milliseconds since 1970. */
  readonly start?: number | undefined;
  /** Waits for this long for each second of sleep. Default: no time passes outside. */
  readonly pace?: ((milliseconds: number, stopped: AbortSignal) => Promise<void>) | undefined;
}

/** Called within an update, wherever a driver can die and another one can act. */
export type Interruption = () => void | Promise<void>;

/** Seconds that an update takes. */
const UP_SECONDS = 6;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5, 9);

/**
 * A stack and its cluster in memory, with traffic and a clock of their own. Demonstrations and tests run the whole driver
 * on it. What a real update does in the cluster is one change of the shares here.
 */
export class World {
  /** The stack's file. */
  config: Record<string, string>;
  readonly updates: Update[] = [];
  /** When each update began, the first one first, by the clock of the traffic. */
  readonly starts: number[] = [];
  /** What the cluster does: the config of the last update that changed it. */
  live: Record<string, string>;
  /** The time of the traffic and its counters. */
  now: number;
  /** Milliseconds by which the clock of the driver's machine is ahead. */
  skew = 0;
  /** Makes the next updates fail; each takes one. */
  readonly failures: string[] = [];
  /** Whether another update runs. */
  locked = false;
  /** Why the evidence cannot be read now. */
  outage: string | undefined;
  pods: { stable: SidePods; canary: SidePods };
  readonly traffic: Traffic;
  /** Versions of the colors in the program; undefined for a canary. */
  colors: Readonly<Record<string, string>> | undefined;
  /** Those of the last update. */
  #deployed: Readonly<Record<string, string>> | undefined;
  readonly #counted = new Map<string, Omit<StepWindow, "step">>();
  #interrupted = false;
  #changedAt: number;
  readonly #options: WorldOptions;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.config = { ...options.config };
    this.live = { ...options.config };
    this.colors = options.colors;
    this.#deployed = options.deployed ?? options.colors;
    this.now = options.start ?? START;
    this.#changedAt = this.now;
    this.traffic = new Traffic(options.behaviors, options.perSecond, options.random);
    const fine: SidePods = { pods: 1, ready: 1, crashes: 0, outOfMemory: 0, reasons: [] };
    this.pods = { stable: fine, canary: fine };
    const before = this.now - HOUR;
    const config = { ...this.config };
    this.starts.push(before);
    this.updates.push({
      ...{ version: 1, message: "", succeeded: true, started: before, ended: before, config, changed: true },
    });
  }

  /** Everything outside of a driver. */
  get ports(): Ports {
    return {
      clock: this.clock,
      evidence: this.evidence,
      stack: {
        name: "demo",
        read: async () => this.#state(),
        up: (changes, message, stopped) => this.up(changes, message, stopped),
        ...(this.colors && {
          plan: async (changes: ConfigChanges) => this.#component(changed(this.config, changes), this.colors),
        }),
      },
      pods: { read: async (): Promise<PodsReading> => this.pods },
      checks: { run: async () => ({ passed: true, text: "GET /healthz answered 200" }) },
    };
  }

  readonly clock: Clock = {
    now: () => this.now + this.skew,
    sleep: async (milliseconds, stopped) => {
      for (let left = milliseconds; left > 0 && !stopped.aborted; left -= 1000) {
        this.pass(Math.min(1000, left));
        await this.#options.pace?.(Math.min(1000, left), stopped);
      }
    },
  };

  readonly evidence: Evidence = {
    read: async (question) => question.spec.indicators.map(({ name }) => this.#reading(name, question)),
  };

  /** Lets time pass. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (; this.now + 1000 <= end; this.now += 1000) {
      this.traffic.draw(this.now, this.shares(), (this.now - this.#changedAt) / 1000);
    }
    this.now = end;
  }

  /** The share of each version, from 0 to 1. */
  shares(): Record<string, number> {
    const { weight = "0", stable = "", canary, color = "" } = this.#named(this.live);
    if (this.#deployed) return { [this.#deployed[color] ?? ""]: 1 };
    if (canary === undefined) return { [stable]: 1 };
    return { [stable]: 1 - Number(weight) / 100, [canary]: Number(weight) / 100 };
  }

  /** One update, as the driver or any other tool runs it. */
  async up(
    changes: ConfigChanges,
    message: string,
    stopped?: AbortSignal,
    interrupt: Interruption = () => undefined,
  ): Promise<void> {
    const before = this.config;
    const config = changed(before, changes);
    this.config = config;
    await interrupt();
    if (this.locked) {
      // As the real stack: the file is put back, unless someone else has written it since.
      if (this.config === config) this.config = before;
      throw new UpFailed("conflict", "another update is in progress");
    }
    this.locked = true;
    try {
      await this.#update(config, message, stopped, interrupt);
    } finally {
      this.locked = false;
    }
    await interrupt();
  }

  async #update(
    wanted: Record<string, string>,
    message: string,
    stopped: AbortSignal | undefined,
    interrupt: Interruption,
  ): Promise<void> {
    const started = this.clock.now();
    const start = this.now;
    const { colors } = this;
    const config = { ...wanted };
    const applied = JSON.stringify([this.live, this.#deployed]);
    const isChange = applied !== JSON.stringify([config, colors]);
    this.#interrupted = true;
    await interrupt();
    this.pass(500 * UP_SECONDS);
    const failure = stopped?.aborted ? "stopped" : this.failures.shift();
    if (failure !== undefined) {
      this.#interrupted = false;
      this.#record({ message, succeeded: false, started, config, changed: isChange }, start);
      throw new UpFailed(stopped?.aborted ? "stopped" : "failed", failure);
    }
    this.live = { ...config };
    this.#deployed = colors;
    if (isChange) this.#changedAt = this.now;
    await interrupt();
    this.pass(500 * UP_SECONDS);
    this.#interrupted = false;
    await interrupt();
    this.#record({ message, succeeded: true, started, config, changed: isChange }, start);
  }

  #record(update: Omit<Update, "version" | "ended">, start: number): void {
    this.starts.push(start);
    const config = { ...update.config }; // a person may edit the file since
    this.updates.unshift({ ...update, config, version: this.updates.length + 1, ended: this.clock.now() });
  }

  #state(): StackState {
    return {
      config: { ...this.config },
      updates: [...this.updates],
      component: this.#component(this.updates[0]?.config ?? {}, this.#deployed),
      busy: this.locked,
      interrupted: this.#interrupted && !this.locked,
    };
  }

  #named(config: Readonly<Record<string, string>>): Partial<Keys> {
    const keys = { ...KEYS, ...this.#options.keys };
    const entries = Object.entries(keys).flatMap(([name, key]) => {
      const value = config[key];
      return value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(entries);
  }

  #component(
    values: Readonly<Record<string, string>>,
    colors: Readonly<Record<string, string>> | undefined,
  ): Component {
    const { runsWithoutTraffic = false } = this.#options;
    const config = this.#named(values);
    const about = { name: "myapp", namespace: undefined };
    if (colors) {
      const sides = Object.entries(colors).map(([name, version]) => side(name, version));
      const active = sides.find(({ name }) => name === config.color) ?? sides[0];
      const others = sides.filter((one) => one !== active);
      if (!active) throw new RangeError("a blue-green app needs colors");
      const both = { stable: active, canary: others.length === 1 ? others[0] : undefined };
      return {
        ...about,
        kind: "blueGreen",
        sides: both,
        colors: [active, ...others],
        runsWithoutTraffic: true,
      };
    }
    const { stable = "", canary, weight = "0" } = config;
    return {
      ...about,
      kind: "canary",
      sides: {
        stable: side("stable", stable),
        canary: canary === undefined ? undefined : side("canary", canary),
      },
      share: { weight: Number(weight), achieved: Number(weight), peakPods: 10 },
      runsWithoutTraffic,
    };
  }

  #reading(name: string, { periods, stable, canary, spec }: EvidenceQuestion): IndicatorReading {
    const windows = periods.flatMap((period) => this.#windows(period, 1000 * spec.window, stable, canary));
    return this.outage === undefined ? { name, windows } : { name, windows, problem: this.outage };
  }

  #windows({ step, from, until }: Period, length: number, stable: Side, canary: Side): StepWindow[] {
    const windows: StepWindow[] = [];
    const end = Math.min(until, this.now); // a clock that is ahead makes no requests
    for (let start = from; start + length <= end; start += length) {
      const key = [start, length, stable.version, canary.version].join();
      const window = this.#counted.get(key) ?? this.#count(start, start + length, stable, canary);
      this.#counted.set(key, window);
      windows.push({ step, ...window });
    }
    return windows;
  }

  #count(from: number, until: number, stable: Side, canary: Side): Omit<StepWindow, "step"> {
    const seconds = this.traffic.between(from, until);
    const of = ({ version }: Side): Counts => sumOf(seconds.flatMap(({ counts }) => counts[version] ?? []));
    return { from, until, stable: of(stable), canary: of(canary) };
  }
}

/** A config after changes. */
export function changed(
  config: Readonly<Record<string, string>>,
  changes: ConfigChanges,
): Record<string, string> {
  const entries = Object.entries({ ...config, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function side(name: string, version: string): Side {
  return { name, version, pods: 1, labels: { side: name } };
}
