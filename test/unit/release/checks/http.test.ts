import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openChecks } from "../../../../src/release/checks/openChecks.js";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that gives these answers one after the other, and the last one for ever. */
async function serving(...answers: readonly Answer[]) {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    requests.push(`${request.method} ${request.url}`);
    (answers[requests.length - 1] ?? answers.at(-1))?.(response, request);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
  return { url, sockets, requests };
}

const answer =
  (status: number, body = "", headers = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);
const silent: Answer = () => undefined;

function check(url: string, more: object = {}, stopped = new AbortController().signal) {
  const checks = openChecks({ cwd: "/", environment: {} });
  return checks.run({ check: "http", url, expect: 200, times: 1, timeout: 10, ...more }, stopped);
}

describe("an http check", () => {
  it("passes with the expected status, as often as asked, each time on a connection of its own", async () => {
    const { url, sockets, requests } = await serving(answer(200, "ok"));
    const once = await check(url);
    expect(once).toEqual({ passed: true, text: expect.stringMatching(/^GET \S+ answered 200 in \d+ ms$/) });
    const often = await check(url, { times: 5 });
    expect(often.passed).toBe(true);
    expect(often.text).toMatch(new RegExp(`^GET ${url} answered 200 5 of 5 times in (\\d+ to )?\\d+ ms$`));
    expect(requests).toEqual(Array(6).fill("GET /healthz"));
    expect(sockets.size).toBe(6);
  });

  it("passes with another status that is expected, also a redirect, which is not followed", async () => {
    const { url, requests } = await serving(answer(302, "", { Location: "/login" }));
    expect((await check(url, { expect: 302 })).passed).toBe(true);
    expect(await check(url)).toEqual({
      passed: false,
      text: `GET ${url} answered 302, not 200; it redirects to /login`,
    });
    expect(requests).toHaveLength(2);
  });

  it("fails at the first answer with another status, and shows what it says", async () => {
    const { url, requests } = await serving(
      answer(200),
      answer(200),
      answer(503, "\u001b[31mno\n database\u0007 "),
    );
    expect(await check(url, { times: 5 })).toEqual({
      passed: false,
      text: `GET ${url} answered 503 at the 3rd of 5, not 200; body: no database`,
    });
    expect(requests).toHaveLength(3);
  });

  it("shows the first 200 characters of an answer, and reads no more than it needs", async () => {
    const endless: Answer = (response) => {
      response.writeHead(500);
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(1000)));
      };
      response.on("drain", write);
      write();
    };
    const { url } = await serving(endless);
    const { passed, text } = await check(url);
    expect({ passed, text }).toEqual({
      passed: false,
      text: `GET ${url} answered 500, not 200; body: ${"x".repeat(199)}…`,
    });
  });

  it("fails where no answer comes in time, or only its beginning", async () => {
    const beginning: Answer = (response) => response.writeHead(200).write("x");
    for (const late of [silent, beginning]) {
      const { url } = await serving(late);
      expect(await check(url, { timeout: 0.2 })).toEqual({
        passed: false,
        text: `GET ${url} did not answer within 200 ms`,
      });
    }
  });

  it("fails where the connection is refused or lost", async () => {
    const lost: Answer = (_, request) => request.socket.destroy();
    const { url } = await serving(lost);
    expect(await check(url)).toEqual({ passed: false, text: `GET ${url} failed: socket hang up` });
    expect(await check("http://127.0.0.1:1/")).toEqual({
      passed: false,
      text: "GET http://127.0.0.1:1/ failed: connect ECONNREFUSED 127.0.0.1:1",
    });
  });

  it("fails with a remedy where the name is one of the cluster's", async () => {
    const { passed, text } = await check("http://myapp-canary.invalid/");
    expect(passed).toBe(false);
    expect(text).toMatch(
      /^GET http:\/\/myapp-canary.invalid\/ failed: getaddrinfo (ENOTFOUND|EAI_AGAIN) myapp-canary.invalid; the name of a Service is known inside the cluster alone: run the release there, or use a job check$/,
    );
  });

  it("ends when it is stopped, before and during a request", async () => {
    const stop = new AbortController();
    const { url } = await serving((_response) => stop.abort());
    expect(await check(url, {}, stop.signal)).toEqual({ passed: false, text: `GET ${url} was stopped` });
    expect((await check(url, { times: 3 }, stop.signal)).text).toBe(`GET ${url} was stopped at the 1st of 3`);
  });

  it("never rejects", async () => {
    expect(await check("http://[")).toEqual({ passed: false, text: "GET http://[ failed: Invalid URL" });
  });
});
