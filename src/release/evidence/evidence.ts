import { SYSTEM_CLOCK } from "../driver/clock.js";
import type { Clock, Evidence, EvidenceQuestion, IndicatorReading } from "../driver/ports.js";
import type { IndicatorSpec } from "../spec/spec.js";
import { type CommandSpec, type CommandWindows, commandRunner, openCommand } from "./command.js";
import {
  type ConnectOptions,
  connect,
  isOfPrometheus,
  type PrometheusIndicator,
  sourceOf,
} from "./indicator.js";
import { type Probes, probeOnce, startProbes } from "./probe.js";
import type { ProbeSpec } from "./probeSend.js";
import { openWindows, type Windows } from "./windows.js";

export interface EvidenceOptions extends Omit<ConnectOptions, "stopped"> {
  /** Milliseconds since 1970. The `until` of the step that goes on now comes from the same clock. */
  readonly now: () => number;
  /** Where commands run: the folder of the project. */
  readonly cwd: string;
  /** For a command that decides once: a reading probes for one window, and waits for it. Default: false. */
  readonly once?: boolean | undefined;
  /** Waits for the window of `once`. Default: a timer. */
  readonly sleep?: Clock["sleep"] | undefined;
}

type Reading = Pick<IndicatorReading, "windows" | "problem">;

/** Opens the evidence of a release. It keeps complete windows in memory, so that a reading asks only for what is new. */
export function openEvidence(options: EvidenceOptions): Evidence {
  const { now, cwd, environment, once = false, sleep = SYSTEM_CLOCK.sleep } = options;
  const stopping = new AbortController();
  const windows = keep<Windows>();
  const commands = keep<CommandWindows>();
  const probes = keep<Probes>();

  const readPrometheus = async (
    indicator: PrometheusIndicator,
    question: EvidenceQuestion,
  ): Promise<Reading> => {
    const { spec, periods, stable, canary } = question;
    const prometheus = connect(spec, { ...options, stopped: stopping.signal });
    if ("problem" in prometheus) return { windows: [], ...prometheus };
    const source = sourceOf(prometheus, { indicator, sides: { canary, stable } });
    if ("problem" in source) return { windows: [], ...source };

    const read: Windows[] = [];
    for (const period of periods) {
      const { step, from } = period;
      const key = [spec.prometheus, indicator, versionsOf(question), spec.window, step, from];
      const one = windows.get(
        key,
        () => openWindows(source.read, period, 1000 * spec.window),
        (old) => old.fits(period),
      );
      await one.advance(period, now());
      read.push(one);
      if (one.problem !== undefined) break; // windows after a hole would come too early
    }
    const isEmpty =
      read.some(({ hasEvents }) => hasEvents === false) && !read.some(({ hasEvents }) => hasEvents);
    const problem = read.at(-1)?.problem ?? (isEmpty ? noSeries(source.total) : undefined);
    return {
      windows: isEmpty ? [] : read.flatMap((one) => one.windows),
      problem,
    };
  };

  const readProbe = async (spec: ProbeSpec, question: EvidenceQuestion): Promise<Reading> => {
    if (once) return probeOnce(spec, question, now, sleep, stopping.signal);
    if (stopping.signal.aborted) return { windows: [] };
    const running = probes.get([spec], () => startProbes(spec, now));
    return {
      windows: running.windows(question.periods, 1000 * question.spec.window),
      problem: running.problem,
    };
  };

  const readCommand = (spec: CommandSpec, question: EvidenceQuestion): Promise<Reading> => {
    const run = commandRunner(spec, { cwd, environment, stopped: stopping.signal });
    const key = [spec, versionsOf(question)];
    return commands.get(key, () => openCommand(spec, run)).read(question, now());
  };

  const readOne = async (indicator: IndicatorSpec, question: EvidenceQuestion): Promise<IndicatorReading> => {
    const { name } = indicator;
    try {
      if (isOfPrometheus(indicator)) return { name, ...(await readPrometheus(indicator, question)) };
      if (indicator.source === "probe") return { name, ...(await readProbe(indicator, question)) };
      return { name, ...(await readCommand(indicator, question)) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { name, windows: [], problem: `cannot be read: ${reason}` };
    }
  };

  const readAll = (question: EvidenceQuestion) =>
    Promise.all(question.spec.indicators.map((one) => readOne(one, question)));

  // One reading at a time, because they share what is kept.
  let previous: Promise<unknown> = Promise.resolve();
  return {
    read: (question) => {
      const reading = previous.then(() => readAll(question));
      previous = reading;
      return reading;
    },
    close: async () => {
      stopping.abort();
      for (const one of probes.all()) one.stop();
      await previous;
    },
  };
}

/** What readings share, by what it was made for. */
interface Kept<T> {
  get(key: unknown, make: () => T, fits?: (one: T) => boolean): T;
  all(): Iterable<T>;
}

function keep<T>(): Kept<T> {
  const kept = new Map<string, T>();
  return {
    get: (key, make, fits = () => true) => {
      const text = JSON.stringify(key);
      const old = kept.get(text);
      if (old !== undefined && fits(old)) return old;
      const made = make();
      kept.set(text, made);
      return made;
    },
    all: () => kept.values(),
  };
}

function versionsOf({ stable, canary }: EvidenceQuestion): readonly string[] {
  return [stable.name, stable.version, canary.name, canary.version];
}

function noSeries(total: (side: "canary" | "stable") => string): string {
  return (
    `no series match ${total("stable")} or ${total("canary")}; ` +
    "compare the labels with those that Prometheus has for the metric"
  );
}
