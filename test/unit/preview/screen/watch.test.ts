import { describe, expect, it } from "vitest";
import { openTerminal } from "../../../../src/preview/screen/terminal.js";
import { Frames, repeat } from "../../../../src/preview/screen/watch.js";

function terminal(size?: { columns: number; rows: number }) {
  const written: string[] = [];
  const stream = {
    isTTY: size !== undefined,
    ...size,
    write: (text: string) => {
      written.push(text);
    },
  } as unknown as NodeJS.WriteStream;
  return { written, terminal: openTerminal(stream, stream, {}) };
}

describe("repeat", () => {
  it("steps until it is stopped, with a pause between two steps", async () => {
    const controller = new AbortController();
    const log: string[] = [];
    const pause = async (milliseconds: number) => {
      log.push(`pause ${milliseconds}`);
      if (log.length === 4) controller.abort();
    };
    await repeat(
      async () => {
        log.push("step");
      },
      controller.signal,
      pause,
    );
    expect(log).toEqual(["step", "pause 2000", "step", "pause 2000"]);
  });

  it("ends at once, also in the middle of a step", async () => {
    const controller = new AbortController();
    const never = new Promise<void>(() => undefined);
    const ended = repeat(() => never, controller.signal);
    controller.abort();
    await expect(ended).resolves.toBeUndefined();
  });

  it("rejects with the error of a step", async () => {
    const failing = async () => Promise.reject(new Error("gone"));
    await expect(repeat(failing, new AbortController().signal)).rejects.toThrow("gone");
  });
});

describe("Frames", () => {
  it("prints only what differs where there is no screen", () => {
    const { written, terminal: out } = terminal();
    const frames = new Frames(out);
    frames.show(["one"]);
    frames.show(["one"]);
    frames.show(["two"]);
    expect(written.join("")).toBe("one\n\ntwo\n");
  });

  it("takes the place of the frame before on a screen", () => {
    const { written, terminal: out } = terminal({ columns: 80, rows: 24 });
    const frames = new Frames(out);
    frames.show(["one", "more"]);
    frames.show(["two"]);
    expect(written).toEqual([
      "\u001b[2J\u001b[Hone\u001b[K\nmore\u001b[K\u001b[J\n",
      "\u001b[Htwo\u001b[K\u001b[J\n",
    ]);
  });

  it("cuts what is higher than the screen, and counts the lines", () => {
    const { written, terminal: out } = terminal({ columns: 80, rows: 4 });
    new Frames(out).show(["1", "2", "3", "4", "5"]);
    expect(written[0]).toContain("1\u001b[K\n2\u001b[K\n… 3 more lines; a taller window shows them\u001b[K");
  });
});
