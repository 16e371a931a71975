import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Delay, Line } from "./delay.js";

const HERE = "127.0.0.1";
let echo: Server;
let delay: Delay;
let client: Socket;
let accepted: Promise<unknown[]>;

beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => void socket.on("error", () => {}).pipe(socket));
  echo.listen(0, HERE);
  await once(echo, "listening");
  const { port } = echo.address() as AddressInfo;
  delay = await Delay.open({ host: HERE, port: 0 }, { host: HERE, port });
  accepted = once(echo, "connection");
  client = connect(delay.port, HERE);
});
afterEach(() => {
  client.destroy();
  delay.close();
  echo.close();
});

/** Sends a text and resolves with the milliseconds until its echo. */
async function roundTrip(word: string): Promise<number> {
  const began = performance.now();
  const answer = once(client, "data");
  client.write(word);
  expect(String((await answer)[0])).toBe(word);
  return performance.now() - began;
}

describe("Delay", () => {
  it("holds up every byte on its way there and back", async () => {
    await roundTrip("at once");
    delay.setDelay(100);
    expect(await roundTrip("later")).toBeGreaterThan(195);
  });

  it("delivers all before the end", async () => {
    delay.setDelay(50);
    client.write("first ");
    client.end("second");
    expect(await text(client)).toBe("first second");
  });

  it("ends what it relays when one side is cut", async () => {
    const [relayed] = (await accepted) as [Socket];
    const ended = once(relayed, "close");
    client.destroy();
    await ended;
  });

  it("cuts every connection when it closes", async () => {
    await roundTrip("open");
    const ended = once(client, "close");
    delay.close();
    await ended;
  });
});

describe("Line", () => {
  it("keeps the order where the delay becomes shorter", async () => {
    const arrived: string[] = [];
    const line = new Line();
    line.send(50, () => arrived.push("first"));
    line.send(1, () => arrived.push("second"));
    await new Promise<void>((resolve) => line.send(0, resolve));
    expect(arrived).toEqual(["first", "second"]);
  });
});
