import { describe, expect, it, vi } from "vitest";
import { openTerminal } from "../../../../src/preview/screen/terminal.js";

function stream(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, stream: { isTTY, columns, write } as unknown as NodeJS.WriteStream };
}

describe("openTerminal", () => {
  it.each<[string, boolean, NodeJS.ProcessEnv, boolean]>([
    ["a screen", true, {}, true],
    ["NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["an empty NO_COLOR", true, { NO_COLOR: "" }, true],
    ["a dumb terminal", true, { TERM: "dumb" }, false],
    ["a pipe", false, {}, false],
  ])("colors with %s", (_, isTTY, environment, hasColor) => {
    const terminal = openTerminal(stream(isTTY).stream, stream(isTTY).stream, environment);
    expect(terminal.paint("bad", "x") !== "x").toBe(hasColor);
  });

  it("is as wide as the screen, and without limit in a pipe", () => {
    const width = (isTTY: boolean, columns?: number) =>
      openTerminal(stream(isTTY, columns).stream, undefined, {}).width;
    expect([width(true, 60), width(true, 300), width(false, 60), width(true)]).toEqual([
      60,
      300,
      Number.POSITIVE_INFINITY,
      100,
    ]);
  });

  it.each<[string, boolean, NodeJS.ProcessEnv, string]>([
    ["a screen without a locale", true, {}, "1 → 2 █ größe"],
    ["a UTF-8 screen", true, { LANG: "en_US.UTF-8" }, "1 → 2 █ größe"],
    ["a UTF-8 screen in another case", true, { LC_CTYPE: "de_DE.utf8", LANG: "C" }, "1 → 2 █ größe"],
    ["a screen with ASCII", true, { LC_ALL: "C", LANG: "en_US.UTF-8" }, "1 > 2 # größe"],
    ["a pipe", false, { LC_ALL: "C" }, "1 → 2 █ größe"],
  ])("writes marks that %s can show", (_, isTTY, environment, shown) => {
    const [out, err] = [stream(isTTY), stream(isTTY)];
    const terminal = openTerminal(out.stream, err.stream, environment);
    terminal.print("1 → 2 █ größe");
    terminal.printError("1 → 2 █ größe");
    expect([out.written, err.written]).toEqual([[`${shown}\n`], [`${shown}\n`]]);
  });

  it("shows progress on a screen after a second, and removes it before other output", () => {
    vi.useFakeTimers();
    try {
      const [out, err] = [stream(true), stream(true)];
      const terminal = openTerminal(out.stream, err.stream, {});
      const done = terminal.progress("running,");
      vi.advanceTimersByTime(900);
      expect(err.written).toEqual([]);
      vi.advanceTimersByTime(1200);
      expect(err.written.at(-1)).toMatch(/^running, \d+ s$/);
      terminal.print("result");
      expect(err.written.at(-1)).toBe("\r\u001b[K");
      expect(out.written).toEqual(["result\n"]);
      done();
      const count = err.written.length;
      vi.advanceTimersByTime(5000);
      expect(err.written).toHaveLength(count);
    } finally {
      vi.useRealTimers();
    }
  });

  it("shows no progress without a screen", () => {
    vi.useFakeTimers();
    try {
      const err = stream(false);
      openTerminal(stream(true).stream, err.stream, {}).progress("running,");
      vi.advanceTimersByTime(5000);
      expect(err.written).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});
