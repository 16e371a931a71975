import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startCommand } from "../spawn.js";
import { programDirectory } from "../support.js";

/** A server to which a process connects. The connection ends when the process does, whoever started it. */
async function meetingPoint() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const arrived = once(server, "connection").then(async ([socket]: Socket[]) => {
    const connection = socket as Socket;
    const [pid] = await once(connection.setEncoding("utf8"), "data");
    // Without a fix, nothing else would end the process.
    onTestFinished(() => end(Number(pid)));
    connection.on("error", () => undefined); // a killed process may reset it
    return connection;
  });
  return { port: (server.address() as AddressInfo).port, arrived };
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended, as it should.
  }
}

it.each(["connected", "busy"])("a program that never ends ends with a killed command: %s", async (how) => {
  const { port, arrived } = await meetingPoint();
  const program = ["-C", programDirectory("failures"), "-c", `how=${how}`, "-c", `port=${port}`];
  const { child, ended } = startCommand(["preview", "--no-write", ...program]);
  const connection = await arrived;
  const closed = once(connection, "close");
  child.kill("SIGKILL");
  expect((await ended).code).toBe(null);
  await closed;
});

it("a policy pack ends with a killed command", async () => {
  const { port, arrived } = await meetingPoint();
  const pack = mkdtempSync(join(tmpdir(), "killed-pack-"));
  onTestFinished(() => rmSync(pack, { recursive: true }));
  writeFileSync(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(join(pack, "package.json"), JSON.stringify({ name: "killed", version: "1.0.0" }));
  writeFileSync(
    join(pack, "index.js"),
    [
      'const { PolicyPack } = require("@pulumi/policy");',
      'new PolicyPack("killed", { policies: [] });',
      `require("node:net").connect(${port}).write(\`\${process.pid}\\n\`);`,
    ].join("\n"),
  );
  symlinkSync(join(__dirname, "../../../../node_modules"), join(pack, "node_modules"));
  const program = ["-C", programDirectory("failures"), "-c", "how=endless", "--no-write"];
  const { child, ended } = startCommand(["preview", "--policy-pack", pack, ...program]);
  const connection = await arrived;
  const closed = once(connection, "close");
  child.kill("SIGKILL");
  expect((await ended).code).toBe(null);
  await closed;
});
