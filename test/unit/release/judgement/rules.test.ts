import { describe, expect, test } from "vitest";
import { randomOf } from "../../../../src/release/judgement/random.js";
import { ours, Release, STEPS, WINDOW } from "../../../release/releases.js";
import { argoBackground, argoInline, flagger } from "../../../release/rivals.js";
import { Traffic } from "../../../release/traffic.js";

// The rules that `npm run bench:release` compares, where they are certain.

const release = (requests: number, errorRate: number, ratio = 1) =>
  new Release(new Traffic(randomOf(1), { requests, errorRate, ratio }));

const rules = {
  ours: ours("ours"),
  background: argoBackground("background", 0.95, 3),
  inline: argoInline("inline", 0.95, 0),
  flagger: flagger("flagger", 99, 5),
};

describe.each(Object.entries(rules))("%s", (name, rule) => {
  test("promotes a version without errors", () => {
    expect(rule.walk(release(15_000, 0))).toEqual({ end: "promoted", unseen: false });
  });

  test("rolls back a version that answers nothing", () => {
    expect(rule.walk(release(15_000, 0.001, 1000)).end).toBe("rolledBack");
  });

  test(
    name === "ours" ? "waits without requests" : "rolls back without requests, which proves nothing",
    () => {
      expect(rule.walk(release(0, 0)).end).toBe(name === "ours" ? "undecided" : "rolledBack");
    },
  );
});

test("Argo's background analysis ends at the fourth failed measurement", () => {
  const one = release(15_000, 0.5);
  rules.background.walk(one);
  expect(one.time).toBe(4 * 300);
});

test("Argo's inline analysis ends at the first one, and an error is none until the fifth", () => {
  const bad = release(15_000, 0.5);
  rules.inline.walk(bad);
  expect(bad.time).toBe(60);
  const empty = release(0, 0);
  rules.inline.walk(empty);
  expect(empty.time).toBe(5 * 60);
});

test("Flagger's failed checks add up to the threshold, and a passed one moves on", () => {
  const bad = release(15_000, 0.5);
  rules.flagger.walk(bad);
  expect(bad.time).toBe(5 * 60);
  const good = release(15_000, 0);
  rules.flagger.walk(good);
  expect(good.time).toBe((STEPS.length - 1) * 60);
});

test("ours does not count the first 30 seconds of a step", () => {
  const one = release(15_000, 0.001, 1000);
  rules.ours.walk(one);
  expect(one.time).toBe(2 * WINDOW + 2 * WINDOW);
});
