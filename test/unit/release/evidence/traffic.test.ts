import { expect, it } from "vitest";
import { readTraffic } from "../../../../src/release/evidence/traffic.js";
import { type FakePrometheusOptions, type FakeSeries, fakePrometheus } from "../../../support/prometheus.js";
import { at, ERRORS, SLOW, STABLE, specOf } from "./model.js";

const HOUR = 3600;

/** A counter over an hour, scraped every 15 s. */
function counter(
  name: string,
  labels: Record<string, string>,
  value: (seconds: number) => number,
  from = -HOUR,
): FakeSeries {
  const count = Math.floor(-from / 15) + 1;
  return {
    labels: { __name__: name, job: "myapp", track: "stable", instance: "s:80", ...labels },
    samples: Array.from(
      { length: count },
      (_, index) => [at(from + 15 * index), value(from + 15 * index)] as const,
    ),
  };
}

const requests = (code: string, value: (seconds: number) => number, labels = {}, from = -HOUR) =>
  counter("http_requests_total", { code, ...labels }, value, from);

async function read(
  series: readonly FakeSeries[],
  spec = specOf([ERRORS]),
  more: Partial<FakePrometheusOptions> = {},
) {
  const fake = fakePrometheus({ series, now: () => at(0), ...more });
  const options = { environment: process.env, cwd: ".", now: () => at(0), fetch: fake.fetch };
  return { traffic: await readTraffic({ spec, stable: STABLE }, options), requests: fake.requests };
}

it("is the increase of the last hour", async () => {
  const { traffic, requests: asked } = await read([
    requests("200", (seconds) => 9 * (seconds + HOUR)),
    requests("500", (seconds) => seconds + HOUR),
    requests("200", () => 5, { track: "canary", instance: "c:80" }),
  ]);
  expect(traffic).toEqual([{ name: "errors", perSecond: 10, errorRate: 0.1 }]);
  expect(asked.map(({ path }) => path)).toEqual(Array(2).fill("/api/v1/query_range"));
});

it("is that of the time that is known, of a version that is younger", async () => {
  const { traffic } = await read([requests("200", (seconds) => 100 + 2 * (seconds + 600), {}, -600)]);
  expect(traffic).toEqual([{ name: "errors", perSecond: 2, errorRate: 0 }]);
});

it("goes on after a restart", async () => {
  const { traffic } = await read([
    requests("200", (seconds) => (seconds < -1800 ? seconds + HOUR : seconds + 1800)),
  ]);
  const [one] = traffic;
  expect(one && "perSecond" in one && one.perSecond).toBeCloseTo(1, 1);
});

it("without requests has no error rate", async () => {
  const { traffic } = await read([requests("200", () => 7)]);
  expect(traffic).toEqual([{ name: "errors", perSecond: 0, errorRate: undefined }]);
});

it("of a histogram is its count", async () => {
  const name = "http_request_duration_seconds";
  const { traffic } = await read(
    [
      counter(`${name}_count`, {}, (seconds) => 4 * (seconds + HOUR)),
      counter(`${name}_bucket`, { le: "0.3" }, (seconds) => 3 * (seconds + HOUR)),
    ],
    specOf([SLOW]),
  );
  expect(traffic).toEqual([{ name: "slow", perSecond: 4, errorRate: 0.25 }]);
});

it("of probes and commands is known too", async () => {
  const rule = { worseThan: 2, negligible: 0.005 };
  const printed = JSON.stringify({ canary: { bad: 0, total: 0 }, stable: { bad: 9, total: 1800 } });
  const { traffic } = await read(
    [],
    specOf([
      {
        ...rule,
        name: "probe",
        ...{ source: "probe", protocol: "tcp", canary: "a:1", stable: "b:1", perSecond: 5, timeout: 1 },
      },
      {
        ...{ ...rule, name: "logins", source: "command", command: `echo '${printed}'` },
        ...{ timeout: 60, window: 60, lag: 60 },
      },
    ]),
  );
  expect(traffic).toEqual([
    { name: "probe", perSecond: 5, errorRate: undefined },
    { name: "logins", perSecond: 0.5, errorRate: 0.005 },
  ]);
});

it("that cannot be read is a problem", async () => {
  const { traffic } = await read([], specOf([ERRORS]), { instead: () => ({ status: 502, body: "" }) });
  expect(traffic).toEqual([{ name: "errors", problem: "http://prometheus:9090 answered 502: nothing" }]);
  expect((await read([])).traffic).toEqual([
    {
      name: "errors",
      problem:
        'no series match http_requests_total{track="stable"} for longer than 60 s; compare the labels with those that Prometheus has for the metric',
    },
  ]);
});
