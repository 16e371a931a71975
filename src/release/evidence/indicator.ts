import { quote } from "../../diagnostics/format.js";
import type { Side } from "../driver/ports.js";
import { parseSelector, renderSelector, type Selector } from "../spec/selector.js";
import type { EvidenceSpec, IndicatorSpec } from "../spec/spec.js";
import { readCounters } from "./counters.js";
import { readHistogram } from "./histogram.js";
import { loginOf } from "./login.js";
import { maskOf } from "./mask.js";
import { openPrometheus, type Prometheus } from "./prometheus.js";
import type { SideOfRelease } from "./scrapes.js";
import type { FetchSeries, ReadScrapes } from "./source.js";

/** An indicator whose counters are in Prometheus. */
export type PrometheusIndicator = Extract<IndicatorSpec, { readonly source: "counters" | "histogram" }>;

export function isOfPrometheus(indicator: IndicatorSpec): indicator is PrometheusIndicator {
  return indicator.source === "counters" || indicator.source === "histogram";
}

export interface ConnectOptions {
  /** PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD. */
  readonly environment: NodeJS.ProcessEnv;
  /** Default: that of Node. */
  readonly fetch?: typeof fetch | undefined;
  /** Ends every request. */
  readonly stopped?: AbortSignal | undefined;
}

/** The Prometheus of a release. Nothing is sent yet. */
export function connect(
  { prometheus }: EvidenceSpec,
  { environment, fetch = globalThis.fetch, stopped }: ConnectOptions,
): Prometheus | { readonly problem: string } {
  if (!prometheus)
    return { problem: "evidence.prometheus.url: is missing; set it to the address of Prometheus" };
  if (!URL.canParse(prometheus.url)) {
    const shown = maskOf([])(quote(prometheus.url));
    return { problem: `evidence.prometheus.url: ${shown} is not a URL; write it as http://prometheus:9090` };
  }
  const login = loginOf(environment);
  if ("problem" in login) return login;
  return openPrometheus({ url: prometheus.url, ...login, fetch, stopped });
}

export interface IndicatorQuestion {
  readonly indicator: PrometheusIndicator;
  readonly sides: Readonly<Partial<Record<SideOfRelease, Side>>>;
  /** Default: raw samples. */
  readonly fetchSeries?: FetchSeries;
}

/** How to read an indicator. */
export interface IndicatorSource {
  readonly read: ReadScrapes;
  /** What counts all events of a side, for messages. */
  readonly total: (side: SideOfRelease) => string;
}

/** How to read an indicator, or what is wrong with its selectors. */
export function sourceOf(
  prometheus: Prometheus,
  { indicator, sides, fetchSeries = prometheus.samples }: IndicatorQuestion,
): IndicatorSource | { readonly problem: string } {
  const names = Object.keys(sides) as SideOfRelease[];
  const variables = (side: SideOfRelease) => {
    const { name = side, version = "" } = sides[side] ?? {};
    return { side: name, version };
  };
  if (indicator.source === "histogram") {
    const { slowerThan } = indicator;
    const histogram = parsed("histogram", indicator.histogram);
    if ("problem" in histogram) return histogram;
    const suffix = /_(count|bucket|sum)$/.exec(histogram.name ?? "")?.[0];
    if (suffix !== undefined) {
      const problem = `ends with ${suffix}; write the histogram's name without it`;
      return { problem: `histogram: ${quote(indicator.histogram)} ${problem}` };
    }
    const named = { ...histogram, name: histogram.name && `${histogram.name}_count` };
    return {
      read: readHistogram(prometheus, fetchSeries, { histogram, slowerThan, variables }, names),
      total: (side) => renderSelector(named, variables(side)),
    };
  }
  const bad = parsed("bad", indicator.bad);
  const total = parsed("total", indicator.total);
  const problems = [bad, total].flatMap((one) => ("problem" in one ? one.problem : []));
  if ("problem" in bad || "problem" in total) return { problem: problems.join("\n") };
  const rendered = (selector: Selector) => (side: SideOfRelease) => renderSelector(selector, variables(side));
  return {
    read: readCounters(fetchSeries, { bad: rendered(bad), total: rendered(total) }, names),
    total: rendered(total),
  };
}

function parsed(field: string, text: string): Selector | { readonly problem: string } {
  const selector = parseSelector(text);
  return "problem" in selector ? { problem: `${field}: ${quote(text)} ${selector.problem}` } : selector;
}
