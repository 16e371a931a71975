import { oneLine } from "../outside/oneLine.js";
import { startLimit } from "./limit.js";
import type { Mask } from "./mask.js";
import { resultOf } from "./result.js";
import type { Flaw, Series } from "./series.js";

/** What Prometheus answered: its result, or why there is none. */
export type Answer<T> = Answered<T> | Unanswered;

export interface Answered<T> {
  readonly result: T;
  /** The time on the server in milliseconds since 1970. Undefined where the answer has none. */
  readonly serverTime: number | undefined;
  /** From when on the result is not usable. */
  readonly flaw?: Flaw | undefined;
}

export interface Unanswered {
  /** What is wrong, and what to do. */
  readonly problem: string;
  /** Whether a shorter time would give an answer that is small enough. */
  readonly tooLarge?: boolean;
}

/** Reads a Prometheus server, or another one with its HTTP API. Never rejects. */
export interface Prometheus {
  /** The raw samples of all series that match, from `from` to before `until`. */
  samples(selector: string, from: number, until: number): Promise<Answer<readonly Series[]>>;
  /** The values at a fixed pace, each at most five minutes old. */
  valuesEvery(
    step: number,
    selector: string,
    from: number,
    until: number,
  ): Promise<Answer<readonly Series[]>>;
  /** The values of one label among all series that match in the time. */
  valuesOf(label: string, selector: string, from: number, until: number): Promise<Answer<readonly string[]>>;
}

export interface PrometheusOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly mask: Mask;
  readonly fetch: typeof fetch;
  /** Ends every request. */
  readonly stopped?: AbortSignal | undefined;
  /** Milliseconds until an answer must be complete. Default: 10 s. */
  readonly timeout?: number | undefined;
  /** Most bytes of one answer. Default: 32 MiB. */
  readonly mostBytes?: number | undefined;
}

export function openPrometheus(options: PrometheusOptions): Prometheus {
  const ask = (path: string, form: Readonly<Record<string, string>>) => post(options, path, form);
  return {
    samples: async (selector, from, until) => {
      // Whole seconds, and one more: before version 3, the start of a range is part of it, and since then it is not.
      const seconds = Math.ceil((until - from) / 1000) + 1;
      const answer = await ask("query", { query: `${selector}[${seconds}s]`, time: secondsText(until) });
      return within(answer, from, until);
    },
    valuesEvery: async (step, selector, from, until) => {
      const answer = await ask("query_range", {
        query: selector,
        start: secondsText(from),
        end: secondsText(until),
        step: String(step / 1000),
      });
      return within(answer, from, until + 1);
    },
    valuesOf: async (label, selector, from, until) => {
      const seconds = Math.ceil((until - from) / 1000) + 1;
      const query = `count by (${label}) (count_over_time(${selector}[${seconds}s]))`;
      const answer = await ask("query", { query, time: secondsText(until) });
      if ("problem" in answer) return answer;
      const values = answer.result.flatMap(({ labels }) => labels[label] ?? []);
      return { result: [...new Set(values)], serverTime: answer.serverTime };
    },
  };
}

function within(answer: Answer<readonly Series[]>, from: number, until: number): Answer<readonly Series[]> {
  if ("problem" in answer) return answer;
  const isWithin = ({ time }: { time: number }) => time >= from && time < until;
  const result = answer.result
    .map(({ labels, samples }) => ({ labels, samples: samples.filter(isWithin) }))
    .filter(({ samples }) => samples.length > 0);
  return { ...answer, result, flaw: answer.flaw && isWithin(answer.flaw) ? answer.flaw : undefined };
}

/** Prometheus keeps milliseconds. */
const secondsText = (time: number) => (time / 1000).toFixed(3);

async function post(
  { url, headers, mask, fetch, stopped, timeout = 10_000, mostBytes = 32 * 1024 * 1024 }: PrometheusOptions,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<Answer<readonly Series[]>> {
  const failed = (problem: string, more = {}): Unanswered => ({
    problem: mask(`${url} ${problem}`),
    ...more,
  });
  const limit = startLimit(timeout, stopped);
  try {
    const response = await fetch(endpoint(url, path), {
      method: "POST",
      headers: { ...headers, accept: "application/json" },
      body: new URLSearchParams(form),
      redirect: "manual", // a login page is no answer, and no other server gets the token
      signal: limit.signal,
    });
    const text = await limitedText(response, mostBytes);
    if (text === undefined) {
      return failed(`answered more than ${Math.round(mostBytes / 1024 / 1024)} MiB; ${FEWER_SERIES}`, {
        tooLarge: true,
      });
    }
    const problem = statusProblem(response, text);
    if (problem !== undefined) return failed(problem);
    const parsed = resultOf(text);
    if ("problem" in parsed) return failed(parsed.problem, { tooLarge: parsed.tooLarge ?? false });
    const flaw = parsed.flaw && { ...parsed.flaw, problem: mask(`${url} ${parsed.flaw.problem}`) };
    return { result: parsed.series, serverTime: serverTimeOf(response), flaw };
  } catch (error) {
    if (limit.isLate) return failed(`did not answer within ${timeout / 1000} s; ${REACHABLE}`);
    return failed(
      stopped?.aborted ? "was not asked to the end, because the driver ends" : connectionProblem(error),
    );
  } finally {
    limit.end();
  }
}

const FEWER_SERIES = "add labels to the selector, so that it matches fewer series";
const REACHABLE = "check evidence.prometheus.url, and that it can be reached from here";

function endpoint(url: string, path: string): URL {
  const whole = new URL(url);
  whole.pathname = `${whole.pathname.replace(/\/+$/, "")}/api/v1/${path}`;
  return whole;
}

/** The body; undefined where it is too large. */
async function limitedText(response: Response, mostBytes: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | Uint8Array[] = response.body ?? [];
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > mostBytes) return undefined; // leaving the loop cancels the body
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function serverTimeOf(response: Response): number | undefined {
  const time = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(time) ? undefined : time;
}

/** What is wrong with the answer of a server that did not evaluate the query. */
function statusProblem(response: Response, text: string): string | undefined {
  const { status } = response;
  if (status >= 300 && status < 400) {
    const location = response.headers.get("location") ?? "another address";
    return `answered ${status}, a redirection to ${oneLine(location)}; set evidence.prometheus.url to the server itself`;
  }
  if (status === 401 || status === 403) {
    return `answered ${status}; set PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD, to a login that may read`;
  }
  // Prometheus explains 400, 422 and 503 itself.
  if (response.ok || /^\s*{[\s\S]*"status"\s*:\s*"error"/.test(text)) return undefined;
  if (status === 404) return `answered 404; evidence.prometheus.url must not contain /api/v1`;
  return `answered ${status}: ${oneLine(text) || "nothing"}`;
}

function connectionProblem(error: unknown): string {
  const cause = rootOf(error);
  const code = String((cause as { code?: unknown }).code ?? "");
  const text = CONNECTION[code] ?? (oneLine(cause.message) || code);
  const isUntrusted = /CERT|SELF_SIGNED|UNABLE_TO_/.test(code);
  return `${text}; ${isUntrusted ? "set NODE_EXTRA_CA_CERTS to the certificate of its CA" : REACHABLE}`;
}

const CONNECTION: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection",
  ECONNRESET: "closed the connection",
  UND_ERR_SOCKET: "closed the connection",
  ENOTFOUND: "has an unknown host name",
  EAI_AGAIN: "has a host name that cannot be looked up at the moment",
};

/** fetch wraps the error of the connection, and with several addresses the errors of all of them. */
function rootOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const inner = error instanceof AggregateError && !("code" in error) ? error.errors[0] : error.cause;
  return inner instanceof Error ? rootOf(inner) : error;
}
