import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvidenceQuestion, StepWindow } from "../../../../src/release/driver/ports.js";
import { openEvidence } from "../../../../src/release/evidence/evidence.js";
import { readTraffic } from "../../../../src/release/evidence/traffic.js";
import { sumOf } from "../../../../src/release/judgement/counts.js";
import { needsCommand, skipReason } from "../../../support/needs.js";
import { CANARY, ERRORS, SLOW, STABLE, specOf } from "./model.js";

/** One pod, whose counters a test sets. */
class FakePod {
  readonly counts: Record<string, number> = { "200": 0 };
  slow = 0;

  /** In the text format that apps serve. */
  get text(): string {
    const total = Object.values(this.counts).reduce((a, b) => a + b, 0);
    const requests = Object.entries(this.counts).map(
      ([code, count]) => `http_requests_total{code="${code}"} ${count}`,
    );
    const bucket = (le: string, count: number) => `http_request_duration_seconds_bucket{le="${le}"} ${count}`;
    return [
      ...["# TYPE http_requests_total counter", ...requests],
      "# TYPE http_request_duration_seconds histogram",
      ...[bucket("0.3", total - this.slow), bucket("1", total), bucket("+Inf", total)],
      ...[`http_request_duration_seconds_sum ${total}`, `http_request_duration_seconds_count ${total}`],
      "",
    ].join("\n");
  }

  restart(): void {
    for (const code of Object.keys(this.counts)) delete this.counts[code];
    Object.assign(this.counts, { "200": 0 });
    this.slow = 0;
  }
}

const reason = skipReason(
  "evidence of a real Prometheus",
  needsCommand("prometheus", "install prometheus, such as Debian's package"),
);

describe.skipIf(reason !== undefined)("the evidence of a real Prometheus", () => {
  const pods = { stable: new FakePod(), canary: new FakePod() };
  let folder = "";
  const servers: Server[] = [];
  let prometheus: ChildProcess | undefined;
  let url = "";

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "prometheus-"));
    const ports = await Promise.all(
      [pods.stable, pods.canary].map(async (pod) => {
        const server = createServer((_, response) => void response.end(pod.text));
        servers.push(server);
        await new Promise<void>((resolve) => {
          server.listen(0, "127.0.0.1", resolve);
        });
        return (server.address() as AddressInfo).port;
      }),
    );
    const target = (track: string, port: number | undefined) =>
      `{ targets: ["127.0.0.1:${port}"], labels: { track: ${track} } }`;
    writeFileSync(
      join(folder, "prometheus.yml"),
      `scrape_configs:
  - job_name: myapp
    scrape_interval: 1s
    scrape_timeout: 1s
    static_configs: [${target("stable", ports[0])}, ${target("canary", ports[1])}]
`,
    );
    const address = `127.0.0.1:${await freePort()}`;
    url = `http://${address}`;
    prometheus = spawn(
      "prometheus",
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: "ignore" },
    );
    await until(async () => (await fetch(`${url}/-/ready`)).ok);
  });

  afterAll(async () => {
    if (prometheus && prometheus.exitCode === null) {
      const ended = new Promise((resolve) => prometheus?.once("exit", resolve));
      prometheus.kill("SIGKILL");
      await ended;
    }
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Waits until Prometheus has scraped both pods after this moment. */
  async function scraped(): Promise<void> {
    const now = Date.now() / 1000;
    await until(async () => {
      const answer = await fetch(`${url}/api/v1/query?query=timestamp(up)`);
      const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
      return data.result.length === 2 && data.result.every(({ value }) => Number(value[1]) > now);
    });
  }

  it("counts what was served, with an error that is new, and a restart", async () => {
    pods.stable.counts["200"] = 500;
    pods.canary.counts["200"] = 70;
    for (let count = 0; count < 3; count++) await scraped(); // so that the time between scrapes is known
    const from = Date.now();
    await scraped();

    pods.stable.counts["200"] += 90;
    pods.canary.counts["200"] += 10;
    pods.canary.slow += 4;
    await scraped();
    pods.canary.counts["500"] = 3;
    await scraped();
    pods.canary.restart();
    pods.canary.counts["200"] = 6;
    pods.canary.slow = 1;
    await scraped();
    const question: EvidenceQuestion = {
      spec: { ...specOf([ERRORS, SLOW], url), window: 2 },
      periods: [{ step: 0, from, until: Date.now() }],
      ...{ stable: STABLE, canary: CANARY },
    };
    const evidence = openEvidence({ environment: {}, cwd: ".", now: Date.now });
    await until(
      async () => (await evidence.read(question))[0]?.windows.at(-1)?.until === question.periods[0]?.until,
    );

    const counted = (windows: readonly StepWindow[] = []) => ({
      stable: sumOf(windows.map(({ stable }) => stable)),
      canary: sumOf(windows.map(({ canary }) => canary)),
    });
    const [errors, slow] = await evidence.read(question);
    expect([errors?.problem, slow?.problem]).toEqual([undefined, undefined]);
    expect(counted(errors?.windows)).toEqual({
      stable: { bad: 0, total: 90 },
      canary: { bad: 3, total: 19 },
    });
    expect(counted(slow?.windows)).toEqual({ stable: { bad: 0, total: 90 }, canary: { bad: 5, total: 19 } });

    const fresh = openEvidence({ environment: {}, cwd: ".", now: Date.now });
    expect(await fresh.read(question)).toEqual([errors, slow]);
  });

  it("shows what Prometheus does not accept", async () => {
    const question: EvidenceQuestion = {
      spec: specOf([{ ...ERRORS, total: '{track=~"$side|"}' }], url),
      periods: [{ step: 0, from: Date.now() - 60_000, until: Date.now() }],
      ...{ stable: STABLE, canary: CANARY },
    };
    const [reading] = await openEvidence({ environment: {}, cwd: ".", now: Date.now }).read(question);
    expect(reading?.windows).toEqual([]);
    expect(reading?.problem).toContain("refused the query: invalid parameter");
  });

  it("reads the traffic of the stable side", async () => {
    const options = { environment: {}, cwd: ".", now: Date.now };
    const [traffic] = await readTraffic({ spec: specOf([ERRORS], url), stable: STABLE, over: 30 }, options);
    expect(traffic).toEqual({
      name: "errors",
      perSecond: expect.any(Number),
      errorRate: expect.toBeOneOf([0, undefined]),
    });
  });
});

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits for something that comes within a minute. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error("it did not come within a minute");
    await sleep(100);
  }
}
