import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A series of a fake Prometheus. Samples are [milliseconds since 1970, value], in the order of time. */
export interface FakeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [number, number])[];
}

/** An answer that a test wants instead of the right one. */
export interface OtherAnswer {
  readonly status?: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakePrometheusOptions {
  readonly series: readonly FakeSeries[] | (() => readonly FakeSeries[]);
  /** The time on the server. Later samples are not there yet. */
  readonly now: () => number;
  /** Milliseconds after which a sample can be read. Default: 0. */
  readonly ingestion?: number;
  /** Whether the start of a range is part of it, as before version 3. Default: true. */
  readonly closedRanges?: boolean;
  /** Answers in place of the right one; undefined for the right one. */
  readonly instead?: (path: string, form: URLSearchParams) => OtherAnswer | undefined;
}

/** What was asked: the path, and the query of the form. */
export interface FakeRequest {
  readonly path: string;
  readonly query: string;
  readonly time: string | null;
  readonly authorization: string | undefined;
}

/** A Prometheus in this process: instant queries of range selectors, and range queries of selectors. */
export interface FakePrometheus {
  readonly requests: readonly FakeRequest[];
  /** fetch, without a network. */
  readonly fetch: typeof fetch;
  /** Serves the same over HTTP on loopback. */
  listen(): Promise<{ readonly url: string; close(): Promise<void> }>;
}

export function fakePrometheus(options: FakePrometheusOptions): FakePrometheus {
  const requests: FakeRequest[] = [];
  const answer = (path: string, body: string, authorization: string | undefined): Required<OtherAnswer> => {
    const form = new URLSearchParams(body);
    requests.push({ path, query: form.get("query") ?? "", time: form.get("time"), authorization });
    const headers = { "content-type": "application/json", date: new Date(options.now()).toUTCString() };
    const other = options.instead?.(path, form);
    if (other) return { status: 200, ...other, headers: { ...headers, ...other.headers } };
    try {
      return {
        status: 200,
        headers,
        body: JSON.stringify({ status: "success", data: evaluate(options, path, form) }),
      };
    } catch (error) {
      const body = { status: "error", errorType: "bad_data", error: (error as Error).message };
      return { status: 400, headers, body: JSON.stringify(body) };
    }
  };
  return {
    requests,
    fetch: async (input, init) => {
      const { status, body, headers } = answer(
        new URL(String(input)).pathname,
        String(init?.body),
        new Headers(init?.headers).get("authorization") ?? undefined,
      );
      return new Response(body, { status, headers });
    },
    listen: async () => {
      const server = createServer(async (request, response) => {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const path = new URL(request.url ?? "", "http://localhost").pathname;
        const { status, body, headers } = answer(
          path,
          Buffer.concat(parts).toString(),
          request.headers.authorization,
        );
        response.writeHead(status, headers).end(body);
      });
      await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
      });
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      };
    },
  };
}

const RANGE = /^(.*)\[(\d+)s\]$/;
const BY_LABEL = /^count by \((\w+)\) \(count_over_time\((.*)\[(\d+)s\]\)\)$/;

function evaluate(options: FakePrometheusOptions, path: string, form: URLSearchParams): object {
  const query = form.get("query") ?? "";
  const time = Math.round(Number(form.get("time")) * 1000);
  if (path.endsWith("/query_range")) return { resultType: "matrix", result: everyStep(options, query, form) };
  if (!path.endsWith("/query")) throw new Error(`no such path: ${path}`);
  const byLabel = BY_LABEL.exec(query);
  if (byLabel) {
    const [, label = "", selector = "", seconds] = byLabel;
    const found = inRange(options, selector, time - 1000 * Number(seconds), time);
    const values = [...new Set(found.map(({ labels }) => labels[label] ?? ""))];
    return {
      resultType: "vector",
      result: values.map((one) => ({ metric: { [label]: one }, value: [time / 1000, "1"] })),
    };
  }
  const range = RANGE.exec(query);
  if (!range) throw new Error(`invalid parameter "query": not a range selector: ${query}`);
  const [, selector = "", seconds] = range;
  const found = inRange(options, selector, time - 1000 * Number(seconds), time);
  return {
    resultType: "matrix",
    result: found.map(({ labels, samples }) => ({ metric: labels, values: samples.map(written) })),
  };
}

const written = ([at, value]: readonly [number, number]) => {
  const text = Number.isNaN(value)
    ? "NaN"
    : Number.isFinite(value)
      ? String(value)
      : value > 0
        ? "+Inf"
        : "-Inf";
  return [at / 1000, text];
};

function inRange(
  { series, now, ingestion = 0, closedRanges = true }: FakePrometheusOptions,
  selector: string,
  from: number,
  until: number,
): FakeSeries[] {
  const matches = matcherOf(selector);
  const all = typeof series === "function" ? series() : series;
  return all
    .filter(({ labels }) => matches(labels))
    .map(({ labels, samples }) => ({
      labels,
      samples: samples.filter(
        ([at]) => (at > from || (closedRanges && at === from)) && at <= until && at + ingestion <= now(),
      ),
    }))
    .filter(({ samples }) => samples.length > 0);
}

/** At each step the newest value of the five minutes before. */
function everyStep(options: FakePrometheusOptions, selector: string, form: URLSearchParams): object[] {
  const [start = 0, end = 0, step = 1] = ["start", "end", "step"].map((name) =>
    Math.round(Number(form.get(name)) * 1000),
  );
  const found = inRange(options, selector, start - 300_000, end);
  return found.map(({ labels, samples }) => {
    const values: unknown[] = [];
    for (let at = start; at <= end; at += step) {
      const newest = samples.filter(([time]) => time <= at && time > at - 300_000).at(-1);
      if (newest) values.push(written([at, newest[1]]));
    }
    return { metric: labels, values };
  });
}

/** Reads a selector in the plain form `name{label="value",other=~"pattern"}`. */
function matcherOf(selector: string): (labels: Readonly<Record<string, string>>) => boolean {
  const whole = /^([\w:]*)\{(.*)\}$/.exec(selector);
  if (!whole) throw new Error(`parse error: unexpected selector ${selector}`);
  const [, name = "", inner = ""] = whole;
  const matchers = [...inner.matchAll(/(\w+)(=~|!~|!=|=)("(?:[^"\\]|\\.)*")/g)].map(
    ([, label = "", operator = "", text = '""']) => {
      const value = JSON.parse(text) as string;
      const fits = (actual: string) =>
        operator.includes("~") ? new RegExp(`^(?:${value})$`, "s").test(actual) : actual === value;
      return (labels: Readonly<Record<string, string>>) =>
        fits(labels[label] ?? "") !== operator.startsWith("!");
    },
  );
  return (labels) =>
    (name === "" || labels.__name__ === name) && matchers.every((matches) => matches(labels));
}
