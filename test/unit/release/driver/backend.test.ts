import { expect, it } from "vitest";
import type { World } from "../../../../src/release/demo/world.js";
import { type Ports, UpFailed } from "../../../../src/release/driver/ports.js";
import { runRelease } from "../../../../src/release/driver/run.js";
import { specOf, worldOf } from "./releases.js";

/** A stack whose backend is away for some reads. */
function away(world: World, isAway: (read: number) => boolean): Ports {
  const { stack, ...ports } = world.ports;
  let reads = 0;
  const read = async () => {
    if (isAway(reads++)) throw new Error("the backend does not answer");
    return stack.read();
  };
  return { ...ports, stack: { ...stack, read } };
}

const going = () => new AbortController().signal;

it("goes on when the backend is back", async () => {
  const world = worldOf();
  const notes: string[] = [];
  const ports = away(world, (read) => read > 3 && read % 3 === 0);
  const outcome = await runRelease(specOf(), ports, { stopped: going(), onNote: (text) => notes.push(text) });
  expect(outcome).toMatchObject({ as: "promoted" });
  expect(notes).toContain("the stack cannot be read: the backend does not answer");
});

it("ends where it is when the backend stays away", async () => {
  const world = worldOf();
  const ports = away(world, (read) => read > 3);
  expect(await runRelease(specOf(), ports, { stopped: going() })).toMatchObject({
    as: "waiting",
    why: "the stack cannot be read: the backend does not answer",
  });
  expect(world.config).toMatchObject({ weight: "10" });
});

it("fails at once when the first read fails", async () => {
  const ports = away(worldOf(), () => true);
  await expect(runRelease(specOf(), ports, { stopped: going() })).rejects.toThrow(
    "the backend does not answer",
  );
});

it("ends where it is when a lock does not go away, and names the lock once", async () => {
  const world = worldOf();
  const notes: string[] = [];
  const up = async () => {
    throw new UpFailed("conflict", "ann@laptop (process 7) has held stack demo");
  };
  const ports = { ...world.ports, stack: { ...world.ports.stack, up } };
  const onNote = (text: string) => notes.push(text);
  expect(await runRelease(specOf(), ports, { stopped: going(), onNote })).toMatchObject({
    as: "waiting",
    why: "ann@laptop (process 7) has held stack demo",
  });
  expect(notes).toEqual(["updating: 10 %", "ann@laptop (process 7) has held stack demo"]);
  expect(world.live).toMatchObject({ weight: "0" });
});
