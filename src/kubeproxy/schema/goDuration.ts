/** A second in nanoseconds. */
export const SECOND = 1_000_000_000n;

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // U+00B5, the micro sign
  μs: 1_000n, // U+03BC, the Greek letter
  ms: 1_000_000n,
  s: SECOND,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const LONGEST = 2n ** 63n - 1n; // a Go duration is an int64, some 292 years

/**
 * Nanoseconds of a Go duration such as `30s`, `1h30m` or `1.5s`. Undefined for text that `time.ParseDuration` refuses.
 * Kubernetes decodes every duration of a component's configuration this way.
 */
export function goDuration(text: string): bigint | undefined {
  const amounts = text.replace(/^[-+]/, "");
  if (amounts === "0") return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(amounts)) return undefined;
  let sum = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of amounts.matchAll(/(\d*)(?:\.(\d*))?([a-zµμ]+)/g)) {
    const scale = UNITS[unit];
    if (scale === undefined) return undefined;
    sum += BigInt(whole) * scale + (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
  }
  if (sum > LONGEST) return undefined;
  return text.startsWith("-") ? -sum : sum;
}
