import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commandCheck } from "../../../../src/release/checks/command.js";
import { openChecks } from "../../../../src/release/checks/openChecks.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "command-check-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function check(command: string, timeout = 60, stopped = new AbortController().signal, cwd = folder) {
  const checks = openChecks({ cwd, environment: { PATH: process.env.PATH, TARGET: "green" } });
  return checks.run({ check: "command", command, timeout }, stopped);
}

/** Waits until a condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended stays until its parent looks.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

const pidIn = (file: string) => Number(readFileSync(join(folder, file), "utf8"));
const hasPid = (file: string) => existsSync(join(folder, file)) && pidIn(file) > 0;

describe("a command check", () => {
  it("passes with exit code 0, in the project's folder and with the variables given", async () => {
    const { passed, text } = await check('echo "$TARGET in $(pwd)"; echo done >&2');
    expect(passed).toBe(true);
    expect(text).toContain(`passed in `);
    expect(text).toMatch(new RegExp(`: green in (/private)?${folder} \\| done$`));
    expect((await check("true")).text).toMatch(/^true passed in [\d.]+ m?s$/);
  });

  it("fails with another exit code, and shows the last lines", async () => {
    const { passed, text } = await check(
      "for i in 1 2 3 4 5; do echo line $i; done; printf '\\033[31mred'; exit 3",
    );
    expect(passed).toBe(false);
    expect(text).toMatch(/ ended with exit code 3 after [\d.]+ m?s: line 4 \| line 5 \| red$/);
  });

  it("fails where it is not found, ends by a signal, or has no folder to run in", async () => {
    expect((await check("./missing.sh")).text).toMatch(
      /^\.\/missing\.sh ended with exit code 127 after .*not found/,
    );
    expect((await check("kill -9 $$")).text).toMatch(
      /^kill -9 \$\$ ended with signal SIGKILL after [\d.]+ m?s$/,
    );
    const gone = join(folder, "gone");
    expect(await check("true", 60, undefined, gone)).toEqual({
      passed: false,
      text: expect.stringMatching(/^true could not run: spawn \S+ ENOENT; check \S+gone$/),
    });
  });

  it("is ended with all that it has started when its time is over", async () => {
    const script = "(trap '' TERM; sh -c 'echo $$ > child; exec sleep 1000') & wait";
    const { passed, text } = await check(script, 0.5);
    expect({ passed, text }).toEqual({
      passed: false,
      text: expect.stringMatching(/ did not end within 500 ms$/),
    });
    // On a slow machine, the child may not even have begun.
    await until(() => !hasPid("child") || !isAlive(pidIn("child")));
  });

  it("is killed where it does not end by itself", async () => {
    const command = "trap '' TERM; while :; do sleep 0.1; done";
    const surroundings = { cwd: folder, environment: process.env, grace: 100 };
    const stopped = new AbortController().signal;
    const result = await commandCheck({ check: "command", command, timeout: 0.5 }, stopped, surroundings);
    expect(result).toEqual({ passed: false, text: `${command} did not end within 500 ms` });
  });

  it("is ended with all that it has started when it is stopped", async () => {
    const stop = new AbortController();
    const running = check("sh -c 'echo $$ > child; exec sleep 1000'", 60, stop.signal);
    await until(() => hasPid("child"));
    stop.abort();
    expect(await running).toEqual({ passed: false, text: expect.stringMatching(/ was stopped$/) });
    await until(() => !isAlive(pidIn("child")));
    expect((await check("touch ran", 60, stop.signal)).text).toBe("touch ran was stopped before it ran");
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });

  it("leaves nothing running in the background", async () => {
    const { passed } = await check("sleep 1000 & echo $! > child");
    expect(passed).toBe(true);
    await until(() => !isAlive(pidIn("child")));
  });

  it("keeps the end of a long output", async () => {
    const { text } = await check("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo the end");
    expect(text).toMatch(/x… \| the end$/);
  });
});
