import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/preview/failure.js";
import { openTerminal } from "../../../src/preview/screen/terminal.js";
import type { World } from "../../../src/release/demo/world.js";
import type { Ports } from "../../../src/release/driver/ports.js";
import { parseRelease } from "../../../src/release/options.js";
import { release } from "../../../src/release/release.js";
import { temporaryDirectory } from "../preview/support.js";
import { failing, worldOf } from "./driver/releases.js";

const FILE = `component: myapp
config: { weight: weight, stable: stable, canary: canary }
steps: [10, { weight: 50, approve: true }, { weight: 100, atLeast: 0s }]
evidence:
  prometheus: { url: "http://prometheus" }
  warmUp: 0s
  giveUpAfter: 1m
  indicators:
    - { name: errors, bad: 'errors{side="$side"}', total: 'requests{side="$side"}' }
`;
const STEPS = "steps: [10, { weight: 50, approve: true }, { weight: 100, atLeast: 0s }]";

/** Begins bold text. */
const BOLD = "\u001b[1m";

interface Setting {
  readonly environment?: NodeJS.ProcessEnv;
  /** Columns of a screen. Default: no screen. */
  readonly columns?: number;
  readonly ports?: (world: World) => Partial<Ports>;
}

/** The command on a simulated stack. `with` replaces the steps of the file. */
function commands(world: World, steps = "steps: [10, { weight: 100, atLeast: 0s }]") {
  const root = temporaryDirectory();
  writeFileSync(join(root, "release.yaml"), FILE.replace(STEPS, steps));
  const file = (name: string) => join(root, name);
  const call = async (words: readonly string[], { environment = {}, columns, ports }: Setting = {}) => {
    const printed = { stdout: "", stderr: "" };
    const stream = (name: keyof typeof printed) =>
      ({
        ...{ isTTY: columns !== undefined && name === "stdout", columns, rows: 60 },
        write: (text: string) => {
          printed[name] += text;
        },
      }) as unknown as NodeJS.WriteStream;
    const code = await release(parseRelease(words), {
      terminal: openTerminal(stream("stdout"), stream("stderr"), environment),
      environment,
      target: () => ({ root, project: "shop", stack: "dev" }),
      plan: async () => {
        throw new Failure("not planned here");
      },
      open: () => ({ ...world.ports, ...ports?.(world) }),
    }).catch((error: unknown) => error as Failure);
    return {
      code: code instanceof Error ? code.code : code,
      error: code instanceof Error ? code.message : "",
      ...printed,
    };
  };
  return {
    file,
    call: (line: string, setting?: Setting) => call(line.split(" "), setting),
    read: (name: string) => readFileSync(file(name), "utf8"),
  };
}

const bad = () => worldOf({ behaviors: { v1: failing(0.001), v2: failing(0.2) } });
/** A clock on which the process gets a signal when `seconds` have passed. */
const signalled = (signal: NodeJS.Signals, seconds: number) => (world: World) => {
  const end = world.now + 1000 * seconds;
  const { now, sleep } = world.clock;
  const ending: Ports["clock"] = {
    now,
    sleep: async (milliseconds, stopped) => {
      await sleep(milliseconds, stopped);
      if (world.now >= end) process.emit(signal);
    },
  };
  return { clock: ending };
};
const listeners = () => ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => process.listenerCount(signal));

describe("release run", () => {
  it("ends with 0 when the version is promoted, and prints only that on stdout", async () => {
    const { code, stdout, stderr } = await commands(worldOf()).call("run");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^promoted: v2 is the stable version\n$/),
    });
    expect(stderr).toContain("next: goes to 10 %");
    expect(stderr).toContain("\nupdating: 10 %\n");
    expect(stderr).toContain("promoted: v2 gets all new connections");
  });

  it("ends with 4 when it is rolled back", async () => {
    const { code, stdout } = await commands(bad()).call("run");
    expect({ code, stdout }).toEqual({ code: 4, stdout: expect.stringMatching(/^rolled back: .*\n$/) });
  });

  it("ends with 0 when there is nothing to release", async () => {
    const world = worldOf({ config: { weight: "0", stable: "v1" } });
    const { code, stdout } = await commands(world).call("run");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "nothing to release: there is no new version: set canary to one\n",
    });
  });

  it("ends with 3 when evidence cannot be read for too long, and goes on when it can", async () => {
    const world = worldOf();
    const command = commands(world);
    world.outage = "Prometheus is down";
    const { code, stdout } = await command.call("run");
    expect({ code, stdout }).toEqual({
      code: 3,
      stdout: expect.stringMatching(/^waiting: .*Prometheus is down/),
    });
    expect(world.live.weight).toBe("10");
    world.outage = undefined;
    expect(await command.call("run")).toMatchObject({ code: 0 });
  });

  it("ends with 1 when a person must look", async () => {
    const world = worldOf();
    const command = commands(world);
    await command.call("step");
    world.config = { ...world.config, weight: "37" };
    const { code, error, stdout } = await command.call("run");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(error).toMatch(/^stopped: .*weight is 37, and the last update had 10/);
  });

  it("ends with 2 when there is no file, and with 1 when it is wrong", async () => {
    const command = commands(worldOf());
    expect(await command.call("run -f missing.yaml")).toMatchObject({ code: 2, stdout: "" });
    writeFileSync(command.file("wrong.yaml"), "component: myapp\n");
    expect(await command.call(`run -f ${command.file("wrong.yaml")}`)).toMatchObject({ code: 1, stdout: "" });
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends with 3 at %s, and goes on with the next run",
    async (signal) => {
      const world = worldOf();
      const command = commands(world);
      const before = listeners();
      const stopped = await command.call("run", { ports: signalled(signal, 20) });
      expect(stopped).toMatchObject({ code: 3, stdout: expect.stringMatching(/^waiting: stopped; /) });
      expect(listeners()).toEqual(before);
      expect(world.live.weight).toBe("10");
      expect(await command.call("run")).toMatchObject({ code: 0 });
    },
  );

  it("waits for a person at a step that needs one", async () => {
    const world = worldOf();
    const command = commands(world, STEPS);
    const { code, stderr } = await command.call("run", { ports: signalled("SIGINT", 3600) });
    expect(code).toBe(3);
    expect(stderr).toContain("waiting for approval of 50 %");
    expect(await command.call("run --approve")).toMatchObject({ code: 0 });
  });

  it("records each status, and shows the record again", async () => {
    const command = commands(bad());
    const journal = command.file("journal");
    expect(await command.call(`run --journal ${journal}`)).toMatchObject({ code: 4 });
    const statuses = command
      .read("journal")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(statuses.at(-1)).toMatchObject({ component: "myapp", phase: "rolledBack" });
    const { code, stdout } = await command.call(`replay ${journal}`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/errors failed.*\bfails\b/s) });
    writeFileSync(journal, `${command.read("journal")}{"component": "my`);
    expect(await command.call(`replay ${journal}`)).toMatchObject({ code: 0, stdout });
  });

  it("begins nothing when the journal cannot be written", async () => {
    const world = worldOf();
    const { code, error } = await commands(world).call("run --journal /nowhere/journal");
    expect({ code, error }).toEqual({
      code: 1,
      error: expect.stringMatching(/^--journal \/nowhere\/journal cannot be written: /),
    });
    expect(world.updates).toHaveLength(1);
  });

  it("is redrawn on a screen, with colors unless NO_COLOR is set", async () => {
    const onScreen = await commands(worldOf()).call("run", { columns: 90 });
    expect(onScreen).toMatchObject({ code: 0, stderr: "" });
    expect(onScreen.stdout).toContain("\u001b[2J");
    expect(onScreen.stdout).toContain(BOLD);
    expect(onScreen.stdout).toMatch(/\npromoted: v2 is the stable version\n$/);
    const plain = await commands(worldOf()).call("run", { columns: 90, environment: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain(BOLD);
  });

  it("keeps the reason of a failed update on the screen until one succeeds", async () => {
    const world = worldOf();
    world.failures.push("pods are not ready:\n\u001b[31mImagePullBackOff");
    const { code, stdout } = await commands(world).call("run", { columns: 90 });
    expect(code).toBe(0);
    const frames = stdout.split("\u001b[H");
    const shows = (text: string) => frames.flatMap((frame, at) => (frame.includes(text) ? [at] : []));
    expect(shows("ImagePullBackOff").length).toBeGreaterThan(1);
    expect(stdout).not.toContain("\u001b[31mImagePullBackOff");
    expect(Math.max(...shows("ImagePullBackOff"))).toBeLessThan(Math.min(...shows("step 1 of 2: 10 %, for")));
  });
});

describe("release step", () => {
  it("is called until it ends with another code than 3", async () => {
    const world = worldOf();
    const command = commands(world);
    const codes = [];
    do {
      codes.push((await command.call("step")).code);
      world.pass(60_000);
    } while (codes.at(-1) === 3 && codes.length < 100);
    expect(codes.at(-1)).toBe(0);
    expect(world.config).toEqual({ weight: "0", stable: "v2", other: "kept" });
  });

  it("prints one JSON document, or Markdown, and the rest on stderr", async () => {
    const command = commands(worldOf());
    const json = await command.call("step --json");
    expect(json).toMatchObject({ code: 3, stderr: expect.stringContaining("updating: 10 %") });
    expect(JSON.parse(json.stdout)).toMatchObject({ component: "myapp", stack: "demo" });
    const markdown = await command.call("step --markdown", { columns: 90 });
    expect(markdown).toMatchObject({ code: 3, stdout: expect.stringMatching(/^## .*myapp/m) });
  });

  it("prints the status also where a person must look", async () => {
    const world = worldOf();
    const command = commands(world);
    await command.call("step");
    world.config = { ...world.config, weight: "37" };
    const { code, stdout } = await command.call("step --json");
    expect({ code, phase: JSON.parse(stdout).phase }).toEqual({ code: 1, phase: "stopped" });
  });
});

describe("release abort", () => {
  it("goes back from a good version, and has nothing to do before the first step", async () => {
    const world = worldOf();
    const command = commands(world);
    expect(await command.call("abort")).toMatchObject({
      code: 0,
      stdout: "nothing to release: the release has not begun\n",
    });
    await command.call("step");
    expect(await command.call("abort")).toMatchObject({ code: 4 });
    expect(world.live.weight).toBe("0");
  });
});

describe("release status", () => {
  it("changes nothing, and ends with 0 whatever the release is", async () => {
    const world = worldOf();
    const command = commands(world);
    const { code, stdout, stderr } = await command.call("status");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("ready to begin");
    expect(JSON.parse((await command.call("status --json")).stdout)).toMatchObject({
      phase: "ready",
      to: "v2",
    });
    expect((await command.call("status --markdown")).stdout).toContain("myapp");
    expect(world.updates).toHaveLength(1);
  });

  it("shows an update that runs, and not as interrupted", async () => {
    const world = worldOf();
    const command = commands(world);
    const ports = () => ({
      stack: {
        ...world.ports.stack,
        read: async () => ({ ...(await world.ports.stack.read()), busy: true }),
      },
    });
    await command.call("step");
    world.config = { ...world.config, weight: "100" };
    const { stdout } = await command.call("status", { ports });
    expect(stdout).toContain("another update of the stack runs");
    expect(stdout).not.toContain("interrupted");
  });

  it("writes a page, which loads itself again while it is watched", async () => {
    const command = commands(worldOf());
    const page = command.file("page.html");
    await command.call(`status --html ${page}`);
    expect(command.read("page.html")).toMatch(/^<!doctype html>/i);
    expect(command.read("page.html")).not.toContain('http-equiv="refresh"');
    await command.call(`status --watch --html ${page}`, { ports: signalled("SIGTERM", 30) });
    expect(command.read("page.html")).toContain('http-equiv="refresh"');
    const { code, error } = await command.call("status --html /nowhere/page.html");
    expect({ code, error }).toEqual({
      code: 1,
      error: expect.stringMatching(/^--html \/nowhere\/page.html cannot be written: /),
    });
  });

  it("goes on until a signal, and prints one line of JSON for each look", async () => {
    const command = commands(worldOf());
    const before = listeners();
    const { code, stdout } = await command.call("status --watch --json", { ports: signalled("SIGINT", 40) });
    expect(code).toBe(0);
    const statuses = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(statuses).toHaveLength(3);
    expect(listeners()).toEqual(before);
    const screen = await command.call("status -w", { ports: signalled("SIGINT", 40), columns: 80 });
    expect(screen.stdout.split("\u001b[H")).toHaveLength(4);
  });

  it("closes the evidence, also when the stack cannot be read", async () => {
    let closed = 0;
    const ports = (world: World) => ({
      evidence: { ...world.evidence, close: async () => void closed++ },
      stack: { ...world.ports.stack, read: () => Promise.reject(new Failure("there is no stack dev")) },
    });
    for (const line of ["status", "run"]) {
      expect(await commands(worldOf()).call(line, { ports })).toMatchObject({
        code: 1,
        error: "there is no stack dev",
      });
    }
    expect(closed).toBe(2);
  });
});

describe("release replay", () => {
  it("shows the output of status --json", async () => {
    const command = commands(worldOf());
    await command.call("step");
    const { stdout } = await command.call("status --json");
    writeFileSync(command.file("status.json"), stdout);
    expect(await command.call(`replay ${command.file("status.json")}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("CanaryDeployment myapp"),
    });
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "steps: [1]"],
    ["another document", '{"component": "myapp", "indicators": []}'],
    ["a list", "[1, null, {}]"],
    [
      "indicators without windows",
      '{"component":"a","stack":"b","now":1,"steps":[],"indicators":[{"name":"c"}]}',
    ],
  ])("refuses %s", async (_, text) => {
    const command = commands(worldOf());
    const file = command.file("wrong.json");
    writeFileSync(file, text);
    const { code, error } = await command.call(`replay ${file}`);
    expect({ code, error }).toEqual({
      code: 1,
      error: `${file} has no status of a release; give a journal of release run, or the output of release status --json`,
    });
    expect(existsSync(file)).toBe(true);
  });

  it("refuses a file that cannot be read", async () => {
    const { code, error } = await commands(worldOf()).call("replay /nowhere.json");
    expect({ code, error }).toEqual({
      code: 1,
      error: expect.stringMatching(/^\/nowhere.json cannot be read: ENOENT/),
    });
  });
});
