import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type CommandSpec,
  commandRunner,
  countsIn,
  openCommand,
} from "../../../../src/release/evidence/command.js";
import { openEvidence } from "../../../../src/release/evidence/evidence.js";
import { at, CANARY, questionOf, STABLE } from "./model.js";

let cwd: string;
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), "evidence-")));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const specOf = (command: string, timeout = 60): CommandSpec => ({
  ...{ name: "logins", worseThan: 2, negligible: 0.005, source: "command", command },
  ...{ timeout, window: 60, lag: 60 },
});

const running = new AbortController().signal;
const run = (command: string, timeout?: number, stopped: AbortSignal = running) =>
  commandRunner(specOf(command, timeout), { cwd, environment: process.env, stopped })(at(0), at(60), {
    stable: STABLE,
    canary: CANARY,
  });

const COUNTS = { canary: { bad: 1, total: 90 }, stable: { bad: 4, total: 810 } };
const EXAMPLE = '{"canary": {"bad": 1, "total": 90}, "stable": {"bad": 4, "total": 810}}';

describe("a command", () => {
  it("runs in the folder of the project, and knows the time and the sides", async () => {
    const names = ["FROM", "UNTIL", "STABLE", "CANARY", "STABLE_VERSION", "CANARY_VERSION"];
    const shown = names.map((name) => `$RELEASE_${name}`).join(" ");
    expect(await run(`echo "${shown}" > told; pwd >> told; echo '${JSON.stringify(COUNTS)}'`)).toEqual(
      COUNTS,
    );
    expect(readFileSync(join(cwd, "told"), "utf8")).toBe(
      `2026-03-02T10:00:00.000Z 2026-03-02T10:01:00.000Z stable canary 1.0 1.1\n${cwd}\n`,
    );
  });

  it.each([
    [
      "echo first >&2; echo 'no login' >&2; exit 3",
      "ended with exit code 3: no login; run it by hand to see why",
    ],
    ["exit 1", "ended with exit code 1; run it by hand to see why"],
    ["kill -9 $$", "was ended by SIGKILL; run it by hand to see why"],
    ["true", `printed nothing, which is not JSON; print ${EXAMPLE}`],
    ["head -c 1200000 /dev/zero", "prints more than 1 MiB; it must print one JSON object"],
  ])("%s is a problem", async (command, problem) => {
    expect(await run(command)).toEqual({ problem: `command: ${problem}` });
  });

  it("ends in time, with everything that it has started", async () => {
    // A shell on a busy machine may take a second to start.
    const result = await run("sleep 600 & echo $! > pid; wait", 3);
    expect(result).toEqual({
      problem: "command: did not end within 3 s; raise its timeout, or make it faster",
    });
    const pid = Number(readFileSync(join(cwd, "pid"), "utf8"));
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false); // it closes its output before it is gone
  });

  it("ends although a process that has left it keeps its output open", async () => {
    const leaves = `const child = require("child_process").spawn("sleep", ["600"], { detached: true, stdio: "inherit" });
      require("fs").writeFileSync("pid", String(child.pid));`;
    const result = await run(`${JSON.stringify(process.execPath)} -e '${leaves}'; sleep 600`, 5);
    process.kill(Number(readFileSync(join(cwd, "pid"), "utf8")), "SIGKILL");
    expect(result).toMatchObject({ problem: expect.stringContaining("did not end within 5 s") });
  });

  it("ends when it is stopped", async () => {
    const stopping = new AbortController();
    const result = run("sleep 600", 600, stopping.signal);
    stopping.abort();
    expect(await result).toEqual({ problem: "command: was stopped" });
  });
});

/** A process that has ended but was not waited for yet still has a number. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("what a command prints", () => {
  it.each([
    ["[]", "canary.bad is missing, canary.total is missing, stable.bad is missing, stable.total is missing"],
    [
      '{"canary":{"bad":0.5,"total":2},"stable":{"bad":-1,"total":"3"}}',
      "canary.bad must be a whole number, 0 or more, stable.bad must be a whole number, 0 or more, stable.total must be a whole number, 0 or more",
    ],
    ['{"canary":{"bad":3,"total":2},"stable":{"bad":0,"total":0}}', "canary.bad is more than canary.total"],
    [
      '{"canary":{"bad":3,"total":2}}',
      "canary.bad is more than canary.total, stable.bad is missing, stable.total is missing",
    ],
  ])("%s is refused", (text, problem) => {
    const shown = [...text].length > 80 ? `${text.slice(0, 79)}…` : text;
    expect(countsIn(text)).toEqual({ problem: `command: printed ${shown}: ${problem}; print ${EXAMPLE}` });
  });

  it("may have more fields", () => {
    expect(countsIn(JSON.stringify({ ...COUNTS, note: "x" }))).toEqual(COUNTS);
  });
});

describe("windows of a command", () => {
  const times: string[] = [];
  beforeEach(() => void times.splice(0));

  const open = (fails: (from: number) => boolean = () => false, { window = 60, lag = 60 } = {}) =>
    openCommand({ window, lag }, async (from, until) => {
      if (fails(from)) return { problem: "command: failed" };
      times.push(`${(from - at(0)) / 1000} to ${(until - at(0)) / 1000}`);
      return COUNTS;
    });

  it("are a minute long, are read a minute after their end, and once", async () => {
    const command = open();
    const ask = async (now: number) => (await command.read(questionOf([], [[0, now]]), at(now))).windows;
    expect(await ask(119)).toEqual([]);
    expect(await ask(120)).toEqual([{ step: 0, from: at(0), until: at(60), ...COUNTS }]);
    expect(await ask(190)).toHaveLength(2);
    expect(times).toEqual(["0 to 60", "60 to 120"]);
  });

  it("are as long as the file asks for, and read when their data have arrived", async () => {
    const command = open(undefined, { window: 10, lag: 5 });
    const ask = async (now: number) => (await command.read(questionOf([], [[0, now]]), at(now))).windows;
    expect(await ask(14)).toEqual([]);
    expect(await ask(25)).toHaveLength(2);
    expect(times).toEqual(["0 to 10", "10 to 20"]);
  });

  it("are the same for a process that has just started, and end with their step", async () => {
    const { windows } = await open().read(
      questionOf(
        [],
        [
          [0, 100],
          [130, 700],
        ],
      ),
      at(300),
    );
    expect(
      windows.map(({ step, from, until }) => [step, (from - at(0)) / 1000, (until - at(0)) / 1000]),
    ).toEqual([
      [0, 0, 60],
      [0, 60, 100],
      [1, 130, 190],
    ]);
  });

  it("that fail are a problem, and those after it wait", async () => {
    let fails = true;
    const command = open((from) => fails && from === at(60));
    const read = () => command.read(questionOf([], [[0, 600]]), at(700));
    const first = await read();
    expect(first.windows.map(({ from }) => from)).toEqual([at(0)]);
    expect(first.problem).toBe("command: failed");
    fails = false;
    const second = await read();
    expect(second.windows).toHaveLength(10);
    expect(second.problem).toBeUndefined();
    expect(new Set(times).size).toBe(times.length);
  });
});

it("evidence runs the command", async () => {
  const evidence = openEvidence({ environment: process.env, cwd, now: () => at(130) });
  const [reading] = await evidence.read(questionOf([specOf(`echo '${JSON.stringify(COUNTS)}'`)], [[0, 130]]));
  expect(reading).toEqual({
    name: "logins",
    windows: [{ step: 0, from: at(0), until: at(60), ...COUNTS }],
    problem: undefined,
  });
  await evidence.close?.();
});
