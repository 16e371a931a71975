import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { spawnCommand, startCommand } from "../spawn.js";
import { programDirectory, screen, temporaryDirectory } from "../support.js";

// Starts the command and its program as a user does. Cases that need no process are in main.test.ts.
describe("the command", () => {
  it("shows a first render", async () => {
    const directory = temporaryDirectory();
    const args = [
      "up",
      "--cwd",
      programDirectory("kitchen"),
      "--render",
      directory,
      "--config",
      "extra=true",
    ];
    const { code, stdout, stderr } = await spawnCommand(args);
    expect([code, stderr]).toEqual([0, ""]);
    await expect(screen(stdout, directory)).toMatchFileSnapshot("screens/first.txt");
  });

  it("shows resources of other kinds as a tree", async () => {
    const { stdout } = await spawnCommand(["preview", "--cwd", programDirectory("features"), "--no-write"]);
    await expect(screen(stdout)).toMatchFileSnapshot("screens/features.txt");
  });

  it.for<[string, RegExp]>([
    ["runError", /^error: refused on purpose:\n {2}weight: 120 is too much\n$/],
    // Newer SDKs name the property.
    ["rejected", /^error: (error serializing property "data": )?found out later\n$/],
  ])("ends with code 1 and the error of the program once: %s", async ([how, stderr]) => {
    const directory = join(temporaryDirectory(), "r");
    const program = ["--cwd", programDirectory("failures"), "--config", `how=${how}`, "--render", directory];
    const ended = await spawnCommand(["preview", ...program]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(stderr) });
    expect(existsSync(directory)).toBe(false);
  });

  it("shows where an exception was thrown, without frames of the SDK and of Node.js", async () => {
    const directory = programDirectory("failures");
    const { code, stderr } = await spawnCommand([
      "preview",
      "--cwd",
      directory,
      "--config",
      "how=throw",
      "--no-write",
    ]);
    expect([code, stderr.replaceAll(directory, "DIR")]).toEqual([
      1,
      [
        "error: Running program 'DIR/index.ts' failed with an unhandled exception:",
        "Error: thrown on purpose",
        "    at Object.throw (DIR/index.ts:8:11)",
        "    at Object.<anonymous> (DIR/index.ts:39:43)",
        "",
      ].join("\n"),
    ]);
  });

  it.for(["SIGINT", "SIGTERM"] as const)(
    "leaves no program behind when it is stopped by %s",
    async (signal) => {
      const { child, ended, printed } = startCommand([
        "preview",
        "-C",
        programDirectory("failures"),
        "-c",
        "how=endless",
        "--no-write",
      ]);
      const [, pid] = await printed(/^endless (\d+)$/m);
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 1, stderr: `error: stopped by ${signal}\n` });
      expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
    },
  );

  it.for([["--no-write"], ["--no-write", "--json"]])(
    "ends as usual when the reader of its output leaves early: %s",
    async (options) => {
      const { child, ended } = startCommand(["preview", "--cwd", programDirectory("kitchen"), ...options]);
      child.stdout.destroy();
      expect(await ended).toEqual({ code: 0, stdout: "", stderr: "" });
    },
  );

  it("answers wrong use with code 2", async () => {
    expect(await spawnCommand(["up", "--no-wirte"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: unknown option --no-wirte; did you mean "--no-write"?\n--help shows how to use it\n',
    });
  });
});
