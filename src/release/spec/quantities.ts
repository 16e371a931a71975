// Quantities with units, as release.yaml has them. Each pattern is also in the JSON schema.

/** `1h30m`, `10m`, `15s`, `300ms`: each unit at most once, the largest first. */
export const DURATION = /^(?=\d)(\d+(\.\d+)?h)?(\d+(\.\d+)?m(?!s))?(\d+(\.\d+)?s)?(\d+(\.\d+)?ms)?$/;

/** `5%`, `0.5 %`. */
export const PERCENT = /^\d+(\.\d+)?\s*%$/;

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a duration such as `1h30m`; undefined for everything else, a number without a unit included. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value !== "string" || !DURATION.test(value)) return undefined;
  const amounts = [...value.matchAll(/([\d.]+)(ms|h|m|s)/g)];
  // Milliseconds are whole more often than seconds are, so that 0.1s + 0.2s stays 0.3.
  const milliseconds = amounts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (SECONDS[unit ?? ""] ?? 0) * 1000,
    0,
  );
  const seconds = Math.round(milliseconds * 1000) / 1_000_000;
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** A duration as people write it: `1h30m`, `300ms`. */
export function durationText(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const parts = [
    [Math.floor(milliseconds / 3_600_000), "h"],
    [Math.floor(milliseconds / 60_000) % 60, "m"],
    [Math.floor(milliseconds / 1000) % 60, "s"],
    [milliseconds % 1000, "ms"],
  ] as const;
  const text = parts.flatMap(([amount, unit]) => (amount > 0 ? [`${amount}${unit}`] : [])).join("");
  return text === "" ? "0s" : text;
}

/**
 * The fraction of a percentage such as `5%`, or a number below 1, which is a fraction already. Undefined for everything
 * else: a bare 1 may mean 1 % or 100 %.
 */
export function fractionOf(value: unknown): number | undefined {
  if (typeof value === "number") return value >= 0 && value < 1 ? value : undefined;
  if (typeof value !== "string" || !PERCENT.test(value)) return undefined;
  const percent = Number.parseFloat(value);
  // Dividing 0.7 by 100 gives 0.006999…: twelve digits are what a person may have meant.
  return Number((percent / 100).toPrecision(12));
}

/** A fraction as people write it: `0.5%`. */
export function percentText(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(10))}%`;
}
