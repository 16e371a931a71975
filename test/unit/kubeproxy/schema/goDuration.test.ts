import { expect, test } from "vitest";
import { goDuration } from "../../../../src/kubeproxy/schema/goDuration.js";

const NANOSECONDS: Record<string, bigint> = {
  "0": 0n,
  "0s": 0n,
  "-0s": 0n,
  "1ns": 1n,
  "1us": 1_000n,
  "1µs": 1_000n,
  "1μs": 1_000n,
  "500ms": 500_000_000n,
  "1.5s": 1_500_000_000n,
  ".5s": 500_000_000n,
  "1.s": 1_000_000_000n,
  "+30s": 30_000_000_000n,
  "1h30m": 5_400_000_000_000n,
  "1m1m": 120_000_000_000n,
  "-5s": -5_000_000_000n,
  "9223372036854775807ns": 2n ** 63n - 1n,
};

test.each(Object.entries(NANOSECONDS))("%s is a Go duration", (text, nanoseconds) => {
  expect(goDuration(text)).toBe(nanoseconds);
});

const NO_DURATIONS = [
  "",
  "5",
  "1d",
  "5 seconds",
  " 30s",
  "30s ",
  "30S",
  "s",
  ".s",
  "1h30",
  "--5s",
  "1e3s",
  "30s\n",
];

test.each([...NO_DURATIONS, "9223372036854775808ns"].map((text) => [text]))(
  "%j is not a Go duration",
  (text) => {
    expect(goDuration(text)).toBeUndefined();
  },
);
