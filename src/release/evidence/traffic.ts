import type { Side } from "../driver/ports.js";
import type { EvidenceSpec, IndicatorSpec } from "../spec/spec.js";
import { type CommandSpec, commandRunner } from "./command.js";
import { addUp } from "./increases.js";
import {
  type ConnectOptions,
  connect,
  isOfPrometheus,
  type PrometheusIndicator,
  sourceOf,
} from "./indicator.js";
import { isUnanswered } from "./source.js";

/** What an indicator has counted on the stable side lately. */
export type Traffic = { readonly name: string } & (
  | {
      /** Events per second. */
      readonly perSecond: number;
      /** Bad events among all of them, from 0 to 1. Undefined where there were none. */
      readonly errorRate: number | undefined;
    }
  /** Why it is not known, and what to do. */
  | { readonly problem: string }
);

export interface TrafficQuestion {
  readonly spec: EvidenceSpec;
  readonly stable: Side;
  /** The new side, where there is one. Only a command gets its name. */
  readonly canary?: Side | undefined;
  /** Seconds until now to look at. Default: one hour. */
  readonly over?: number | undefined;
}

export interface TrafficOptions extends ConnectOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where commands run: the folder of the project. */
  readonly cwd: string;
}

/** Values of a series: enough to see restarts, and few enough for thousands of series. */
const VALUES = 60;

/** Reads how much traffic the stable side has, to estimate how long a release takes. Never rejects. */
export function readTraffic(question: TrafficQuestion, options: TrafficOptions): Promise<readonly Traffic[]> {
  return Promise.all(question.spec.indicators.map((indicator) => trafficOf(indicator, question, options)));
}

async function trafficOf(
  indicator: IndicatorSpec,
  question: TrafficQuestion,
  options: TrafficOptions,
): Promise<Traffic> {
  const { name } = indicator;
  try {
    if (isOfPrometheus(indicator)) return { name, ...(await fromPrometheus(indicator, question, options)) };
    if (indicator.source === "command") return { name, ...(await fromCommand(indicator, question, options)) };
    return { name, perSecond: indicator.perSecond, errorRate: undefined }; // probes are sent during a release alone
  } catch (error) {
    return { name, problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

type Figures = { perSecond: number; errorRate: number | undefined } | { problem: string };

async function fromPrometheus(
  indicator: PrometheusIndicator,
  { spec, stable, over = 3600 }: TrafficQuestion,
  options: TrafficOptions,
): Promise<Figures> {
  const prometheus = connect(spec, options);
  if ("problem" in prometheus) return prometheus;
  const step = Math.max(1000, (1000 * over) / VALUES);
  const source = sourceOf(prometheus, {
    indicator,
    sides: { stable },
    fetchSeries: (selector, from, until) => prometheus.valuesEvery(step, selector, from, until),
  });
  if ("problem" in source) return source;

  const until = options.now();
  const from = until - 1000 * over;
  const answer = await source.read(from, until);
  if (isUnanswered(answer)) return answer;
  if (answer.flaw) return { problem: answer.flaw.problem };
  const increases = addUp(from);
  for (const scrape of answer.result) increases.add(scrape);
  const { bad, total } = increases.take().stable;
  if (increases.problem !== undefined) return { problem: increases.problem };
  const times = answer.result.map(({ time }) => time);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  if (seconds === 0) {
    return {
      problem:
        `no series match ${source.total("stable")} for longer than ${step / 1000} s; ` +
        "compare the labels with those that Prometheus has for the metric",
    };
  }
  return figures(bad, total, seconds);
}

async function fromCommand(
  indicator: CommandSpec,
  { stable, canary, over = 3600 }: TrafficQuestion,
  { now, cwd, environment, stopped = new AbortController().signal }: TrafficOptions,
): Promise<Figures> {
  const run = commandRunner(indicator, { cwd, environment, stopped });
  const until = now();
  const none: Side = { name: "canary", version: "", pods: 0, labels: {} };
  const counted = await run(until - 1000 * over, until, { stable, canary: canary ?? none });
  if ("problem" in counted) return counted;
  return figures(counted.stable.bad, counted.stable.total, over);
}

function figures(bad: number, total: number, seconds: number): Figures {
  return { perSecond: total / seconds, errorRate: total === 0 ? undefined : bad / total };
}
