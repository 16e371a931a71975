import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openEvidence } from "../../../../src/release/evidence/evidence.js";
import { openPrometheus } from "../../../../src/release/evidence/prometheus.js";
import {
  type FakePrometheusOptions,
  type FakeSeries,
  fakePrometheus,
  type OtherAnswer,
} from "../../../support/prometheus.js";
import { at, ERRORS, questionOf, SLOW } from "./model.js";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function pod(track: string, count: number, value = (index: number) => 100 + 10 * index): FakeSeries {
  return {
    labels: { __name__: "http_requests_total", job: "myapp", instance: `${track}:80`, track, code: "200" },
    samples: Array.from({ length: count }, (_, index) => [at(-295 + 15 * index), value(index)] as const),
  };
}

const HEALTHY = [pod("stable", 100), pod("canary", 100)];

/** Reads a Prometheus on loopback. Its own address is shown as URL. */
async function read(
  options: Partial<FakePrometheusOptions>,
  {
    environment = {},
    now = 60,
    path = "",
  }: { environment?: NodeJS.ProcessEnv; now?: number; path?: string } = {},
) {
  const fake = fakePrometheus({ series: HEALTHY, now: () => at(now), ...options });
  const { url, close } = await fake.listen();
  closers.push(close);
  const evidence = openEvidence({ environment, cwd: ".", now: () => at(now) });
  const [reading] = await evidence.read(questionOf([ERRORS], [[0, now]], url + path));
  return { ...reading, problem: reading.problem?.replaceAll(url, "URL"), requests: fake.requests };
}

const instead = (answer: OtherAnswer) => read({ instead: () => answer });
const json = (value: object, status = 200): OtherAnswer => ({ status, body: JSON.stringify(value) });

/** The address of a server that answers with `listener`. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an answer that cannot be used is a problem, and no counts", () => {
  it.each<[string, OtherAnswer, string]>([
    [
      "an error of PromQL",
      json({ status: "error", errorType: "bad_data", error: "1:3: parse error: unexpected character" }, 400),
      "URL refused the query: 1:3: parse error: unexpected character",
    ],
    [
      "a query that takes too long",
      json({ status: "error", errorType: "timeout", error: "query timed out in expression evaluation" }, 503),
      "URL refused the query: query timed out in expression evaluation",
    ],
    [
      "401",
      { status: 401, body: "Unauthorized" },
      "URL answered 401; set PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD, to a login that may read",
    ],
    [
      "404",
      { status: 404, body: "nope" },
      "URL answered 404; evidence.prometheus.url must not contain /api/v1",
    ],
    ["502", { status: 502, body: "Bad\nGateway\u001b[31m" }, "URL answered 502: Bad Gateway"],
    ["429 of a proxy", json({ message: "slow down" }, 429), 'URL answered 429: {"message":"slow down"}'],
    ["500 without a text", { status: 500, body: "" }, "URL answered 500: nothing"],
    [
      "a redirection to a login",
      { status: 302, body: "", headers: { location: "https://me:pw@login/?to=x" } },
      "URL answered 302, a redirection to https://[secret]@login/?to=x; set evidence.prometheus.url to the server itself",
    ],
    [
      "a login page",
      { body: "<!doctype html><title>Log in</title>" },
      "URL answered a web page instead of JSON; evidence.prometheus.url must be Prometheus itself",
    ],
    [
      "nothing",
      { body: "" },
      "URL answered nothing instead of JSON; evidence.prometheus.url must be Prometheus itself",
    ],
    [
      "half of an answer",
      { body: '{"status":"succ' },
      'URL answered {"status":"succ instead of JSON; evidence.prometheus.url must be Prometheus itself',
    ],
    [
      "other JSON",
      json({ ok: true }),
      "URL answered JSON that is not Prometheus'; evidence.prometheus.url must be Prometheus itself",
    ],
    [
      "other samples",
      json({ status: "success", data: { result: [{ metric: {}, values: [["1", 2]] }] } }),
      "URL answered a series without times and values; evidence.prometheus.url must be Prometheus itself",
    ],
    [
      "a part of a federation",
      json({ status: "success", data: { result: [] }, warnings: ["store x did not answer"] }),
      "URL answered with a warning, so samples may be missing: store x did not answer",
    ],
    [
      "a native histogram",
      json({ status: "success", data: { result: [{ metric: { __name__: "h" }, histograms: [] }] } }),
      "URL has h as a native histogram, which has no counters; select a counter instead",
    ],
  ])("%s", async (_, answer, problem) => {
    const reading = await instead(answer);
    expect(reading.problem).toBe(problem);
    expect(reading.windows).toEqual([]);
  });

  it("a refused connection", async () => {
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(60) });
    const url = await serve(() => undefined);
    await closers.pop()?.();
    const [reading] = await evidence.read(questionOf([ERRORS], [[0, 60]], url));
    expect(reading).toEqual({
      name: "errors",
      windows: [],
      problem: `${url} refused the connection; check evidence.prometheus.url, and that it can be reached from here`,
    });
  });

  it("a server that hangs up", async () => {
    const url = await serve((request) => request.socket.destroy());
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(60) });
    const [reading] = await evidence.read(questionOf([ERRORS], [[0, 60]], url));
    expect(reading.problem).toContain(`${url} closed the connection; check evidence.prometheus.url`);
  });

  it("a server that does not answer", async () => {
    const url = await serve(() => undefined);
    const prometheus = openPrometheus({ url, headers: {}, mask: (text) => text, fetch, timeout: 20 });
    expect(await prometheus.samples("up", at(0), at(60))).toEqual({
      problem: `${url} did not answer within 0.02 s; check evidence.prometheus.url, and that it can be reached from here`,
    });
  });

  it("a certificate that is not trusted", async () => {
    const untrusted = Object.assign(new Error("self-signed certificate"), {
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    const fails: typeof fetch = () => Promise.reject(new TypeError("fetch failed", { cause: untrusted }));
    const prometheus = openPrometheus({ url: "https://p", headers: {}, mask: (text) => text, fetch: fails });
    expect(await prometheus.samples("up", at(0), at(60))).toEqual({
      problem: "https://p self-signed certificate; set NODE_EXTRA_CA_CERTS to the certificate of its CA",
    });
  });

  it.each([
    [1000, "ahead of"],
    [-1000, "behind"],
  ])("a clock that is %i s off", async (skew, order) => {
    const reading = await read({ now: () => at(60 + skew) });
    expect(reading.windows).toEqual([]);
    expect(reading.problem).toBe(
      `the clock of Prometheus is 1000 s ${order} the clock of this machine; set both by NTP`,
    );
  });

  it("an answer that does not end", async () => {
    const url = await serve((_, response) => void response.writeHead(200).write("{"));
    const prometheus = openPrometheus({ url, headers: {}, mask: (text) => text, fetch, timeout: 20 });
    expect(await prometheus.samples("up", at(0), at(60))).toMatchObject({
      problem: expect.stringContaining("did not answer within 0.02 s"),
    });
  });

  it("a metric that no pod has", async () => {
    const reading = await read({ series: [] });
    expect(reading.windows).toEqual([]);
    expect(reading.problem).toBe(
      'no series match http_requests_total{track="stable"} or http_requests_total{track="canary"}; compare the labels with those that Prometheus has for the metric',
    );
  });

  it("pods that are not scraped any more, with the windows before", async () => {
    const reading = await read({ series: [pod("stable", 25), pod("canary", 25)] }, { now: 200 });
    expect(reading.windows).toHaveLength(11);
    expect(reading.problem).toBe(
      "the newest sample of both sides is 135 s old; check in Prometheus, under Status > Targets, that it scrapes the pods",
    );
  });

  it.each([
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-1", -1],
  ])("the value %s, with the windows before", async (shown, wrong) => {
    const values = (index: number) => (index === 23 ? wrong : 100 + 10 * index);
    const reading = await read({ series: [pod("stable", 100), pod("canary", 100, values)] }, { now: 300 });
    expect(reading.windows).toHaveLength(3); // the value is at 50 s
    expect(reading.problem).toBe(
      `URL has the value ${shown} in http_requests_total{job="myapp",instance="canary:80",track="canary",code="200"}; a counter is 0 or more`,
    );
  });
});

it("after a problem in one step, a later step has no windows", async () => {
  const values = (index: number) => (index === 23 ? Number.NaN : 100 + 10 * index);
  const series = [pod("stable", 100), pod("canary", 100, values)];
  const { fetch } = fakePrometheus({ series, now: () => at(400) });
  const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(400), fetch });
  const [reading] = await evidence.read(
    questionOf(
      [ERRORS],
      [
        [0, 60],
        [90, 120],
      ],
    ),
  );
  expect(reading.windows.map(({ step }) => step)).toEqual([0, 0, 0]);
  expect(reading.problem).toContain("has the value NaN");
});

it("samples are those of the time that was asked for", async () => {
  const series: FakeSeries = {
    labels: { __name__: "up" },
    samples: [9.5, 10, 15, 20, 20.5].map((time) => [at(time), 1]),
  };
  const { fetch } = fakePrometheus({ series: [series], now: () => at(600) });
  const prometheus = openPrometheus({
    url: "http://prometheus:9090",
    headers: {},
    mask: (text) => text,
    fetch,
  });
  const answer = await prometheus.samples("up{}", at(10), at(20));
  const times = "result" in answer ? answer.result[0]?.samples.map(({ time }) => time) : [];
  expect(times).toEqual([at(10), at(15)]);
});

it("a problem keeps the windows, and passes", async () => {
  let now = 120;
  let broken = false;
  const fake = fakePrometheus({
    series: HEALTHY,
    now: () => at(now),
    instead: () => (broken ? { status: 502, body: "" } : undefined),
  });
  const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(now), fetch: fake.fetch });
  const ask = async () => (await evidence.read(questionOf([ERRORS], [[0, now]])))[0];
  expect((await ask()).windows).toHaveLength(6);
  [now, broken] = [240, true];
  expect(await ask()).toMatchObject({ problem: "http://prometheus:9090 answered 502: nothing" });
  expect((await ask()).windows).toHaveLength(6);
  broken = false;
  const last = await ask();
  expect(last.problem).toBeUndefined();
  expect(last.windows).toHaveLength(14);
});

describe("the login", () => {
  it("is a token, or a user and a password", async () => {
    const { requests } = await read({}, { environment: { PROMETHEUS_TOKEN: "t0ken\n" } });
    expect(requests[0]?.authorization).toBe("Bearer t0ken");
    const basic = await read({}, { environment: { PROMETHEUS_USERNAME: "me", PROMETHEUS_PASSWORD: "pä" } });
    expect(basic.requests[0]?.authorization).toBe(`Basic ${Buffer.from("me:pä").toString("base64")}`);
    expect((await read({})).requests[0]?.authorization).toBeUndefined();
  });

  it("is in no message", async () => {
    const environment = { PROMETHEUS_TOKEN: "t0ken-of-mine" };
    const echo: OtherAnswer = json({ status: "error", error: "no access for Bearer t0ken-of-mine" }, 422);
    const reading = await read({ instead: () => echo }, { environment });
    expect(reading.problem).toBe("URL refused the query: no access for Bearer [secret]");
  });

  it.each([
    [
      { PROMETHEUS_TOKEN: "a", PROMETHEUS_USERNAME: "b" },
      "PROMETHEUS_TOKEN and PROMETHEUS_USERNAME or PROMETHEUS_PASSWORD are set; remove one of the two logins",
    ],
    [{ PROMETHEUS_PASSWORD: "a" }, "PROMETHEUS_PASSWORD is set, but PROMETHEUS_USERNAME is not; set both"],
    [
      { PROMETHEUS_TOKEN: "a b" },
      "PROMETHEUS_TOKEN has a character that a header must not have; set the token alone",
    ],
  ])("is refused when it is %j", async (environment, problem) => {
    const reading = await read({}, { environment });
    expect(reading.problem).toBe(problem);
    expect(reading.requests).toEqual([]);
  });
});

it("keeps the path of the URL", async () => {
  const { problem, requests } = await read({}, { path: "/prometheus/" });
  expect(problem).toBeUndefined();
  expect(requests[0]?.path).toBe("/prometheus/api/v1/query");
});

it("names every selector that is wrong, and sends nothing", async () => {
  const fake = fakePrometheus({ series: [], now: () => at(60) });
  const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(60), fetch: fake.fetch });
  const wrong = { ...ERRORS, bad: "rate(a[5m])", total: "a[5m]" };
  const histogram = { ...SLOW, histogram: 'a_bucket{track="$side"}' };
  const readings = await evidence.read(questionOf([wrong, histogram], [[0, 60]]));
  expect(readings.map(({ problem }) => problem)).toEqual([
    'bad: "rate(a[5m])" calls a function; write a plain selector such as http_requests_total{track="$side"}: the driver adds up increases itself\n' +
      'total: "a[5m]" has a range; remove it, because the driver chooses ranges',
    `histogram: ${JSON.stringify('a_bucket{track="$side"}')} ends with _bucket; write the histogram's name without it`,
  ]);
  expect(fake.requests).toEqual([]);
});

it("ends what it waits for when it is closed", async () => {
  const stuck = await new Promise<{ url: string; asked: Promise<void> }>((resolve) => {
    let ask = () => {};
    const asked = new Promise<void>((done) => {
      ask = done;
    });
    void serve(() => ask()).then((url) => resolve({ url, asked }));
  });
  const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(60) });
  const reading = evidence.read(questionOf([ERRORS], [[0, 60]], stuck.url));
  await stuck.asked;
  await evidence.close?.();
  expect((await reading)[0]?.problem).toBe(`${stuck.url} was not asked to the end, because the driver ends`);
});
