import { didYouMean } from "../../diagnostics/suggest.js";

/** A vector selector of PromQL: the series that an indicator counts. */
export interface Selector {
  /** Name of the metric. Undefined where only labels select. */
  readonly name: string | undefined;
  readonly matchers: readonly Matcher[];
}

/** One condition on a label. */
export interface Matcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  /** The value without quotes and escapes. `$side` and `$version` are still in it. */
  readonly value: string;
}

/** What `$side` and `$version` mean. */
export interface SelectorVariables {
  readonly side: string;
  readonly version: string;
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const OPERATOR = /=~|!~|!=|=/y;
const SPACE = /\s*/y;
const VARIABLE = /\$([a-zA-Z_]\w*)/g;
const VARIABLES: readonly string[] = ["side", "version"];

/**
 * Reads a selector such as `http_requests_total{app="myapp",track="$side"}`. Functions, operators, ranges and modifiers
 * are refused, because the driver fetches raw samples and adds up their increases itself.
 */
export function parseSelector(text: string): Selector | { readonly problem: string } {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SelectorError) return { problem: error.message };
    throw error;
  }
}

/** A selector as PromQL, with its variables replaced. */
export function renderSelector({ name, matchers }: Selector, variables: SelectorVariables): string {
  const plain = name === undefined || isWhole(NAME, name);
  const parts = matchers.map(({ label, operator, value }) => {
    const key = isWhole(LABEL, label) ? label : quoted(label);
    return `${key}${operator}${quoted(substituted(value, operator, variables))}`;
  });
  if (plain) return `${name ?? ""}{${parts.join(",")}}`;
  return `{${[quoted(name), ...parts].join(",")}}`;
}

/** The same series of another metric, such as `…_count` of a histogram. Undefined where the metric has no fixed name. */
export function withNameSuffix(selector: Selector, suffix: string): Selector | undefined {
  const isName = ({ label, operator }: Matcher) => label === "__name__" && operator === "=";
  const name = selector.name ?? selector.matchers.find(isName)?.value;
  if (name === undefined) return undefined;
  return { name: name + suffix, matchers: selector.matchers.filter((one) => !isName(one)) };
}

class SelectorError extends Error {}

function parse(text: string): Selector {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const takeText = (wanted: string): boolean => {
    take(SPACE);
    if (!text.startsWith(wanted, at)) return false;
    at += wanted.length;
    return true;
  };
  const takeString = (): string | undefined => {
    take(SPACE);
    const { value, end } = readString(text, at);
    at = end;
    return value;
  };

  take(SPACE);
  let name = take(NAME);
  const matchers: Matcher[] = [];
  if (takeText("{")) {
    while (!takeText("}")) {
      take(SPACE);
      const label = take(LABEL) ?? takeString();
      if (label === undefined) throw unexpected(text, at, 'a label, such as track="$side", or }');
      take(SPACE);
      const operator = take(OPERATOR) as Matcher["operator"] | undefined;
      if (operator !== undefined) {
        const value = takeString();
        if (value === undefined) throw unexpected(text, at, "a value in quotes");
        checkVariables(value);
        matchers.push({ label, operator, value });
      } else if (name === undefined && /["'`]/.test(text[at - 1] ?? "")) {
        name = label; // since Prometheus 3: {"a.metric", label="value"}
      } else throw unexpected(text, at, "=, !=, =~ or !~");
      if (!takeText(",") && !/^\s*}/.test(text.slice(at))) throw unexpected(text, at, ", or }");
    }
  }
  take(SPACE);
  if (at < text.length) throw trailing(text, at);
  if (name === undefined && matchers.length === 0) throw new SelectorError("selects no metric");
  return { name, matchers };
}

/** A string of PromQL, which has the escapes of Go. */
function readString(
  text: string,
  start: number,
): { readonly value: string | undefined; readonly end: number } {
  const quote = text[start];
  if (quote !== '"' && quote !== "'" && quote !== "`") return { value: undefined, end: start };
  let value = "";
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
    if (text[at] === "\\" && quote !== "`") {
      const { character, end } = readEscape(text, at);
      value += character;
      at = end;
    } else value += text[at++];
  }
  if (at >= text.length) throw new SelectorError(`has a ${quote} without its end`);
  return { value, end: at + 1 };
}

const LETTERS: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\\": "\\", '"': '"', "'": "'" },
};
const CODE = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})/y;

function readEscape(text: string, at: number): { readonly character: string; readonly end: number } {
  const letter = LETTERS[text[at + 1] ?? ""];
  if (letter !== undefined) return { character: letter, end: at + 2 };
  CODE.lastIndex = at + 1;
  const found = CODE.exec(text);
  const code = found?.[4]
    ? Number.parseInt(found[4], 8)
    : Number.parseInt(found?.slice(1).join("") ?? "", 16);
  if (!found || code > 0x10ffff) {
    throw new SelectorError(`has an unknown escape ${text.slice(at, at + 2)}; write \\\\ for one backslash`);
  }
  return { character: String.fromCodePoint(code), end: CODE.lastIndex };
}

/** A wrong name would select nothing, and `$name` cannot match in a regular expression either. */
function checkVariables(value: string): void {
  for (const [whole, name = ""] of value.matchAll(VARIABLE)) {
    if (VARIABLES.includes(name)) continue;
    const remedy = didYouMean(name, VARIABLES)?.replace('"', '"$') ?? "allowed: $side, $version";
    throw new SelectorError(`has an unknown variable ${whole}; ${remedy}`);
  }
}

function substituted(value: string, operator: Matcher["operator"], variables: SelectorVariables): string {
  const isRegex = operator.endsWith("~");
  return value.replace(VARIABLE, (_, name: string) => {
    const text = name === "side" ? variables.side : variables.version;
    return isRegex ? text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : text;
  });
}

function quoted(value: string): string {
  const escaped = value.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r");
  return `"${escaped}"`;
}

function isWhole(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.exec(text)?.[0] === text;
}

function unexpected(text: string, at: number, wanted: string): SelectorError {
  const found = at < text.length ? JSON.stringify(text[at]) : "the end";
  return new SelectorError(`has ${found} at character ${at + 1}, where it needs ${wanted}`);
}

const PLAIN = 'write a plain selector such as http_requests_total{track="$side"}';

function trailing(text: string, at: number): SelectorError {
  const rest = text.slice(at);
  if (rest.startsWith("$"))
    return new SelectorError("has $ outside of a label's value; variables belong there");
  if (rest.startsWith("["))
    return new SelectorError("has a range; remove it, because the driver chooses ranges");
  if (rest.startsWith("(") || /^(by|without)\b/.test(rest)) {
    return new SelectorError(`calls a function; ${PLAIN}: the driver adds up increases itself`);
  }
  if (/^(offset\b|@)/.test(rest)) return new SelectorError(`has a modifier of time; ${PLAIN}`);
  return new SelectorError(
    `has ${JSON.stringify(rest[0])} at character ${at + 1} after the selector; ${PLAIN}`,
  );
}
