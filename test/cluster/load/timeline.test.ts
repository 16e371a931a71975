import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Counts, NONE } from "./load.js";
import { Timeline } from "./timeline.js";
import type { Traffic } from "./traffic.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("has what was answered and lost in each second, and the changes", async () => {
  let counts: Counts = NONE;
  const timeline = new Timeline({ sum: async () => counts } as unknown as Traffic);
  counts = { ...NONE, ok: { V1: 10 } };
  await vi.advanceTimersByTimeAsync(1000);
  timeline.changed("flip", timeline.now(), 1.25);
  counts = { ...NONE, ok: { V1: 10, V2: 5 }, lost: { reset: 2 }, errors: { V2: 1 } };
  await vi.advanceTimersByTimeAsync(1000);
  expect(await timeline.stop()).toEqual({
    samples: [
      [1, 10, 0],
      [2, 6, 2],
      [2, 0, 0],
    ],
    changes: [{ from: 1, to: 2.3, title: "flip" }],
  });
});
