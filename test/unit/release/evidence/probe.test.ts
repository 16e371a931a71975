import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openEvidence } from "../../../../src/release/evidence/evidence.js";
import { probeOnce, type SendProbe, startProbes } from "../../../../src/release/evidence/probe.js";
import { type ProbeOutcome, type ProbeSpec, sendProbe } from "../../../../src/release/evidence/probeSend.js";
import { at, questionOf, START } from "./model.js";

const PROBE: ProbeSpec = {
  ...{ name: "probe", worseThan: 2, negligible: 0.005, source: "probe", protocol: "http" },
  ...{ canary: "http://canary/", stable: "http://stable/", perSecond: 2, timeout: 3 },
};

const GOOD: ProbeOutcome = { kind: "good" };
const BAD: ProbeOutcome = { kind: "bad", reason: "answered 503" };

describe("probes", () => {
  beforeEach(() => void vi.useFakeTimers({ now: START }));
  afterEach(() => void vi.useRealTimers());

  const periods = (from: number, until: number) => questionOf([PROBE], [[from, until]]).periods;

  it("are counted in the windows that are complete, for each side", async () => {
    const send: SendProbe = async (target) => (target === PROBE.canary && Date.now() >= at(20) ? BAD : GOOD);
    const probes = startProbes(PROBE, Date.now, send);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(probes.windows(periods(0, 30), 15_000)).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(probes.windows(periods(0, 33.1), 15_000)).toEqual([
      { step: 0, from: at(0), until: at(15), canary: { bad: 0, total: 30 }, stable: { bad: 0, total: 30 } },
      { step: 0, from: at(15), until: at(30), canary: { bad: 20, total: 30 }, stable: { bad: 0, total: 30 } },
    ]);
    probes.stop();
  });

  it("have no windows from before they began", async () => {
    const probes = startProbes(PROBE, Date.now, async () => GOOD);
    await vi.advanceTimersByTimeAsync(60_000);
    const windows = probes.windows(periods(-20, 60), 15_000);
    expect(windows.map(({ from }) => from)).toEqual([at(10), at(25), at(40)]);
    probes.stop();
  });

  it("count when they were sent, and only when they have an outcome", async () => {
    const late: SendProbe = () => new Promise((resolve) => setTimeout(() => resolve(BAD), 2_900));
    const probes = startProbes(PROBE, Date.now, late);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(probes.windows(periods(0, 19), 15_000)[0]?.canary).toEqual({ bad: 30, total: 30 });
    probes.stop();
  });

  it("do not pile up when nothing answers", async () => {
    let [open, most] = [0, 0];
    const send: SendProbe = () => {
      open += 1;
      most = Math.max(most, open);
      return new Promise(() => undefined);
    };
    const probes = startProbes(PROBE, Date.now, send);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(most).toBe(16);
    probes.stop();
  });

  it("that cannot be sent are a problem, and do not count", async () => {
    let works = false;
    const send: SendProbe = async () => (works ? GOOD : { kind: "unknown", reason: "no network" });
    const probes = startProbes(PROBE, Date.now, send);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(probes.problem).toBe("canary: no network");
    works = true;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(probes.problem).toBeUndefined();
    const [first] = probes.windows(periods(0, 19), 15_000);
    expect(first?.canary.total).toBe(9);
    probes.stop();
  });

  it("end with the evidence", async () => {
    const sent: string[] = [];
    const probes = startProbes(PROBE, Date.now, async (target) => {
      sent.push(target);
      return GOOD;
    });
    probes.stop();
    sent.length = 0;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("do not begin after the evidence is closed", async () => {
    const evidence = openEvidence({ environment: {}, cwd: ".", now: Date.now });
    await evidence.close?.();
    await evidence.read(questionOf([PROBE], [[0, 1]]));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("for a command that decides once run for one window", async () => {
    const question = questionOf([PROBE], [[-500, 0]]);
    const sleep = (milliseconds: number) =>
      new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));
    const reading = probeOnce(
      PROBE,
      question,
      Date.now,
      sleep,
      new AbortController().signal,
      async () => BAD,
    );
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await reading).toEqual({
      windows: [
        {
          step: 0,
          from: at(0),
          until: at(15),
          canary: { bad: 30, total: 30 },
          stable: { bad: 30, total: 30 },
        },
      ],
      problem: undefined,
    });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a probe", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function listen<T extends Server>(server: T): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  const probe = (target: string, more: Partial<ProbeSpec> = {}) =>
    sendProbe(target, { ...PROBE, ...more }, new AbortController().signal);
  const http = async (listener: RequestListener, more?: Partial<ProbeSpec>) =>
    probe(`http://127.0.0.1:${await listen(createHttpServer(listener))}/`, more);
  const status = (code: number) => http((_, response) => void response.writeHead(code).end());

  it("is bad from status 500 on", async () => {
    expect(await status(200)).toEqual(GOOD);
    expect(await status(302)).toEqual(GOOD);
    expect(await status(404)).toEqual(GOOD);
    expect(await status(500)).toEqual({ kind: "bad", reason: "answered 500" });
    expect(await status(503)).toEqual(BAD);
  });

  it("is bad without an answer in time", async () => {
    expect(await http(() => undefined, { timeout: 0.02 })).toEqual({
      kind: "bad",
      reason: "no answer within 0.02 s",
    });
  });

  it("is bad when the connection is refused, or ends early", async () => {
    const port = await listen(createTcpServer());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const refused = { kind: "bad", reason: expect.stringContaining("ECONNREFUSED") };
    expect(await probe(`http://127.0.0.1:${port}/`)).toEqual(refused);
    expect(await probe(`127.0.0.1:${port}`, { protocol: "tcp" })).toEqual(refused);
    expect(await http((request) => void request.socket.destroy())).toMatchObject({ kind: "bad" });
  });

  it("of tcp is good when it connects", async () => {
    const port = await listen(createTcpServer((socket) => void socket.resume()));
    expect(await probe(`127.0.0.1:${port}`, { protocol: "tcp" })).toEqual(GOOD);
    expect(await probe(`tcp://127.0.0.1:${port}`, { protocol: "tcp" })).toEqual(GOOD);
  });

  it("uses a connection of its own, so that each may reach another pod", async () => {
    const ports = new Set<number | undefined>();
    const server = createHttpServer(({ socket }, response) => {
      ports.add(socket.remotePort);
      response.end();
    });
    const port = await listen(server);
    for (let count = 0; count < 3; count++) await probe(`http://127.0.0.1:${port}/`);
    expect(ports.size).toBe(3);
  });

  it("does not count when the fault is on this side", async () => {
    expect(await probe("http://no-such-host.invalid/")).toMatchObject({ kind: "unknown" });
    const reason =
      "http://[secret]@a:b/ cannot be probed from here: Invalid URL; check the address, and the network of the driver";
    expect(await probe("http://me:pw@a:b/")).toEqual({ kind: "unknown", reason });
  });

  it("ends when it is stopped", async () => {
    const stopping = new AbortController();
    const port = await listen(createHttpServer(() => stopping.abort()));
    const outcome = await sendProbe(`http://127.0.0.1:${port}/`, { ...PROBE, timeout: 600 }, stopping.signal);
    expect(outcome.kind).toBe("bad");
  });
});

it("evidence starts probes at the first reading, and ends them when it is closed", async () => {
  const server = createHttpServer((_, response) => void response.end());
  const received = new Promise<void>((resolve) => void server.once("request", () => resolve()));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const evidence = openEvidence({ environment: {}, cwd: ".", now: Date.now });
  const question = questionOf([{ ...PROBE, canary: url, stable: url, perSecond: 100 }], [[0, 1]]);
  expect(await evidence.read(question)).toEqual([{ name: "probe", windows: [], problem: undefined }]);
  await received;
  await evidence.close?.();
  await new Promise((resolve) => server.close(resolve)); // would wait for probes that go on
});
