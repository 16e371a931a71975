import type { Path, SpecFinding } from "../finding.js";
import { fractionOf, percentText } from "../quantities.js";
import { kindOf, listOf, recordOf, textOf } from "../raw.js";
import { selectorProblems } from "./selector.js";
import { urlProblems } from "./url.js";

/** Default of `negligible`. */
export const NEGLIGIBLE = 0.005;

type Entry = Readonly<Record<string, unknown>>;

/** The keys of each source. All of one source are given, and none of another. */
const SOURCES = {
  counters: ["bad", "total"],
  histogram: ["histogram", "slowerThan"],
  http: ["http"],
  tcp: ["tcp"],
  command: ["command"],
} as const;
type Source = keyof typeof SOURCES;
const ALL = Object.keys(SOURCES) as Source[];

/** Every indicator has one source, which counts the sides apart, and a name of its own. */
export function indicatorProblems(root: unknown): SpecFinding[] {
  const evidence = recordOf(recordOf(root).evidence);
  const indicators = listOf(evidence.indicators);
  const base: Path = ["evidence", "indicators"];
  const problems = indicators.flatMap((item, at) => {
    const isMap = typeof item === "object" && item !== null && !Array.isArray(item);
    return isMap ? indicatorOf(recordOf(item), [...base, at], root) : [];
  });
  return [...problems, ...sameNames(indicators, base), ...prometheusProblems(evidence)];
}

function indicatorOf(entry: Entry, path: Path, root: unknown): SpecFinding[] {
  const sources = ALL.filter((source) => SOURCES[source].some((key) => key in entry));
  const [source] = sources;
  return [
    ...(sources.length > 1 ? [severalSources(sources, path)] : []),
    ...(source === undefined && !hasUnknownKey(entry) ? [noSource(path)] : []),
    ...(source !== undefined && sources.length === 1 ? sourceProblems(source, entry, path) : []),
    ...limitProblems(entry, path),
    ...flippedProblems(entry, path, root, source),
  ];
}

/** It is reported already, and may be the misspelled source. */
function hasUnknownKey(entry: Entry): boolean {
  const known = ["name", "worseThan", "ceiling", "negligible", "perSecond", "timeout", "window", "lag"];
  return Object.keys(entry).some((key) => !known.includes(key));
}

const GIVE_SOURCE = "give bad and total, histogram and slowerThan, http, tcp, or command";

function noSource(path: Path): SpecFinding {
  return { path, problem: "has no source of counts", remedy: GIVE_SOURCE };
}

function severalSources(sources: readonly Source[], path: Path): SpecFinding {
  const names = sources.map((source) => SOURCES[source].join("/")).join(" and ");
  return { path, problem: `has several sources of counts, ${names}`, remedy: "make an indicator of each" };
}

function sourceProblems(source: Source, entry: Entry, path: Path): SpecFinding[] {
  const at = (key: string): Path => [...path, key];
  const missing = SOURCES[source]
    .filter((key) => !(key in entry))
    .map((key) => ({ path: at(key), value: undefined, problem: "", remedy: REMEDIES[key] }));
  const unused = (Object.keys(TAKES) as Setting[])
    .filter((key) => key in entry && !TAKES[key].includes(source))
    .map((key) => ({
      path: at(key),
      problem: `is not used by ${SOURCES[source].join(" and ")}`,
      remedy: "remove it",
    }));
  return [...missing, ...unused, ...addressProblems(entry, path), ...queryProblems(entry, path)];
}

/** The sources that a setting belongs to. */
const TAKES: Readonly<Record<Setting, readonly Source[]>> = {
  perSecond: ["http", "tcp"],
  timeout: ["http", "tcp", "command"],
  window: ["command"],
  lag: ["command"],
};

type Setting = "perSecond" | "timeout" | "window" | "lag";

const REMEDIES = {
  bad: "select the counter of bad events",
  total: "select the counter of all events, bad ones included",
  histogram: "select the histogram",
  slowerThan: "give the bound of one of the histogram's buckets, such as 300ms",
  http: GIVE_SOURCE,
  tcp: GIVE_SOURCE,
  command: GIVE_SOURCE,
} as const;

function queryProblems(entry: Entry, path: Path): SpecFinding[] {
  const selectors = (["bad", "total", "histogram"] as const).flatMap((key) => {
    const selector = textOf(entry[key]);
    return selector === undefined || selector.trim() === ""
      ? []
      : selectorProblems(selector, [...path, key], key === "histogram");
  });
  const [bad, total] = [textOf(entry.bad)?.trim(), textOf(entry.total)?.trim()];
  if (bad === undefined || bad === "" || bad !== total) return selectors;
  const same = {
    path: [...path, "bad"],
    value: bad,
    problem: "is also total, so every event is bad",
    remedy: 'select bad events alone, such as those with code=~"5.."',
  };
  return [...selectors, same];
}

function addressProblems(entry: Entry, path: Path): SpecFinding[] {
  const login = "write a command indicator that reads the login from the environment";
  return (["http", "tcp"] as const).flatMap((protocol) => {
    const addresses = recordOf(entry[protocol]);
    const at = (side: string): Path => [...path, protocol, side];
    const problems = (["canary", "stable"] as const).flatMap((side) =>
      protocol === "http"
        ? urlProblems(addresses[side], at(side), login)
        : portProblems(addresses[side], at(side)),
    );
    const { canary, stable } = addresses;
    if (typeof canary !== "string" || canary !== stable) return problems;
    return [...problems, { ...SAME_ADDRESS, path: at("canary"), value: canary }];
  });
}

function portProblems(value: unknown, path: Path): SpecFinding[] {
  const port = /:(\d{1,5})$/.exec(textOf(value) ?? "")?.[1];
  if (port === undefined || (Number(port) >= 1 && Number(port) <= 65535)) return [];
  const remedy = "give host:port, such as myapp-canary:5432";
  return [{ path, value, problem: "has no port from 1 to 65535", remedy }];
}

const SAME_ADDRESS = {
  problem: "is also the address of the stable side",
  remedy: "give each side the address of a Service of its own",
};

/** A rate below `negligible` passes and one above `ceiling` fails, so no rate may be both. */
function limitProblems(entry: Entry, path: Path): SpecFinding[] {
  const at = [...path, "ceiling"];
  const { ceiling: value } = entry;
  const ceiling = fractionOf(value);
  if (ceiling === undefined) return [];
  if (ceiling === 0 || ceiling >= 1) {
    return [
      { path: at, value, problem: "is not a limit", remedy: "give a percentage above 0% and below 100%" },
    ];
  }
  const negligible = entry.negligible === undefined ? NEGLIGIBLE : fractionOf(entry.negligible);
  if (negligible === undefined || negligible < ceiling) return [];
  const byDefault = entry.negligible === undefined ? " by default" : "";
  const problem = `is not above negligible, which is ${percentText(negligible)}${byDefault}: such a rate would pass and fail`;
  return [{ path: at, value, problem, remedy: "give a lower negligible, or 0 to turn it off" }];
}

/** After the flip, the old color has no connections to compare with. */
function flippedProblems(entry: Entry, path: Path, root: unknown, source: Source | undefined): SpecFinding[] {
  if (kindOf(root) !== "blueGreen" || (source !== "counters" && source !== "histogram")) return [];
  const off = fractionOf(entry.negligible) === 0;
  if (!off || entry.ceiling !== undefined) return [];
  const problem =
    "may never pass: after the flip, the old color has no connections to compare with, and there is no other limit";
  return [{ path, problem, remedy: "give ceiling, such as ceiling: 5%, or a negligible above 0" }];
}

function sameNames(indicators: readonly unknown[], base: Path): SpecFinding[] {
  const seen = new Map<string, number>();
  return indicators.flatMap((item, at) => {
    const name = textOf(recordOf(item).name);
    if (name === undefined) return [];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, at);
      return [];
    }
    const problem = `is also the name of ${base.join(".")}[${first}]`;
    return [
      { path: [...base, at, "name"], value: name, problem, remedy: "give each indicator its own name" },
    ];
  });
}

function prometheusProblems(evidence: Entry): SpecFinding[] {
  const path = ["evidence", "prometheus"];
  const { url } = recordOf(evidence.prometheus);
  const login = "remove it, and set PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD";
  if ("prometheus" in evidence) return urlProblems(url, [...path, "url"], login);
  const needs = listOf(evidence.indicators).findIndex((item) => {
    const entry = recordOf(item);
    return "bad" in entry || "total" in entry || "histogram" in entry;
  });
  if (needs === -1) return [];
  const problem = `is missing, and evidence.indicators[${needs}] counts in Prometheus`;
  return [{ path, problem, remedy: 'add prometheus: { url: "http://prometheus:9090" }' }];
}
