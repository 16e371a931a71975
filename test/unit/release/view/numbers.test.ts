import { describe, expect, it } from "vitest";
import { evidenceBar, progress, shareBar } from "../../../../src/release/view/bars.js";
import {
  clock,
  count,
  counts,
  duration,
  evidence,
  iso,
  percent,
  rate,
  share,
  threshold,
  times,
  wrapped,
} from "../../../../src/release/view/numbers.js";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("numbers", () => {
  it.each<[string, string]>([
    [count(0), "0"],
    [count(999), "999"],
    [count(8300), "8 300"],
    [count(1e15), "1 000 000 000 000 000"],
    [count(2 ** 60), "over 1e15"],
    [count(Number.NaN), "unknown"],
    [count(Number.POSITIVE_INFINITY), "over 1e15"],
    [percent(25), "25 %"],
    [percent(0.1 + 0.2), "0.3 %"],
    [percent(Number.NaN), "unknown"],
    [share(23.076923), "23.1 %"],
    [rate({ bad: 31, total: 4120 }), "0.75 %"],
    [rate({ bad: 0, total: 10 }), "0 %"],
    [rate({ bad: 1, total: 1e6 }), "under 0.01 %"],
    [rate({ bad: 9999, total: 10_000 }), "over 99.9 %"],
    [rate({ bad: 10, total: 10 }), "100.0 %"],
    [rate({ bad: 1, total: 0 }), "unknown"],
    [counts({ bad: 31, total: 4120 }), "31 of 4 120 (0.75 %)"],
    [counts({ bad: 0, total: 0 }), "no requests"],
    [times(1.04), "1.0×"],
    [times(38.6), "39×"],
    [times(Number.POSITIVE_INFINITY), "over 1 000×"],
    [evidence(0), "0"],
    [evidence(0.37), "0.3"],
    [evidence(1.1), "1.1"],
    [evidence(99.999), "99"],
    [evidence(1835.2), "1 835"],
    [evidence(1.24e9), "1.2e9"],
    [evidence(Number.POSITIVE_INFINITY), "over 1e15"],
    [evidence(Number.NaN), "unknown"],
    [threshold(100), "100"],
    [threshold(33.333), "33.3"],
    [threshold(19.99), "20"],
    [duration(0), "0 s"],
    [duration(59.6), "1 min"],
    [duration(245), "4 min"],
    [duration(5040), "1 h 24 min"],
    [duration(7200), "2 h"],
    [duration(26 * 3600), "1 d 2 h"],
    [duration(Number.POSITIVE_INFINITY), "unknown"],
    [clock(Date.UTC(2026, 0, 2, 14, 5, 9), Date.UTC(2026, 0, 2)), "14:05:09"],
    [clock(Date.UTC(2026, 0, 1, 14, 5, 9), Date.UTC(2026, 0, 2)), "2026-01-01 14:05"],
    [clock(Number.NaN, 0), "unknown"],
    [iso(Date.UTC(2026, 0, 2, 14, 5, 9, 321)), "2026-01-02T14:05:09Z"],
  ])("are written as %s", (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it("stay on one line, and with their unit", () => {
    const text = "61 of 8 150 were bad, which is 0.75 % in 1 h 20 min";
    expect(wrapped(text, 12).map(plain)).toEqual([
      "61 of 8 150",
      "were bad,",
      "which is",
      "0.75 % in",
      "1 h 20 min",
    ]);
  });
});

describe("bars", () => {
  it("show a part of a whole, and less than all never as all", () => {
    expect([0, 0.001, 0.5, 0.999, 1, 7, Number.NaN].map((part) => shareBar(part, 4))).toEqual([
      "▕░░░░▏",
      "▕█░░░▏",
      "▕██░░▏",
      "▕███░▏",
      "▕████▏",
      "▕████▏",
      "▕░░░░▏",
    ]);
  });

  it("show evidence on a log scale: ten of a hundred is half of the proof", () => {
    expect(progress({ value: 10, threshold: 100 })).toBeCloseTo(0.5);
    const bars = [0, 1, 10, 99.9, 100, 1e300, Number.NaN].map((value) =>
      evidenceBar({ value, threshold: 100 }, 4),
    );
    expect(bars).toEqual(["▕░░░░│", "▕░░░░│", "▕██░░│", "▕███░│", "▕████▏", "▕████▏", "▕░░░░│"]);
  });
});
