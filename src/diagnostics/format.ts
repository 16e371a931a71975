const LONGEST = 60;

/** A value as a program writes it, shortened for a message. Never throws. */
export function quote(value: unknown): string {
  return shorten(written(value));
}

/** A headline that counts the problems, then one indented line for each of them. */
export function problemList(headline: string, problems: readonly string[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return `${headline}, ${count}:\n${problems.map((problem) => `  ${problem}`).join("\n")}`;
}

function written(value: unknown): string {
  if (value === undefined) return "nothing";
  if (isOutput(value)) return "an Output";
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value); // JSON would write NaN as null
  if (typeof value === "symbol") return value.toString();
  try {
    return JSON.stringify(value, withoutOutputs) ?? "an object";
  } catch {
    return "an object that refers to itself";
  }
}

/** An Output writes advice about Outputs instead of a value. */
function withoutOutputs(this: unknown, key: string, value: unknown): unknown {
  return isOutput((this as Record<string, unknown>)[key]) ? "[Output]" : value;
}

/** As in the SDK, which is not imported here because loading it takes half a second, and the command also quotes. */
function isOutput(value: unknown): boolean {
  return value instanceof Object && (value as { __pulumiOutput?: unknown }).__pulumiOutput === true;
}

function shorten(text: string): string {
  const characters = Array.from(text); // by code points, so that an emoji stays whole
  if (characters.length <= LONGEST) return text;
  const end = /["\]}]$/.exec(text)?.[0] ?? ""; // without it, the rest of the message would look quoted
  return `${characters.slice(0, LONGEST - 1 - end.length).join("")}…${end}`;
}

/** A number for people: at most one decimal, or one digit where it is below 1. */
export function formatNumber(value: number): string {
  return String(Number(value < 1 ? value.toPrecision(1) : value.toFixed(1)));
}
