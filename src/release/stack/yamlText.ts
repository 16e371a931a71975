import { Document, isMap, isScalar, type Pair, type ParsedNode, Scalar, type YAMLMap } from "yaml";

// The text is changed where the document's nodes are, and not written anew: writing it anew would change other values that
// Pulumi reads as they are typed, such as 0x0A or an account number with a leading 0.

type ConfigPair = Pair<ParsedNode, ParsedNode | null>;
type ParsedDocument = { readonly contents: unknown };

/** A config key in full, and its new value. */
interface Setting {
  readonly name: string;
  readonly value: string;
}

/** The text without a key of `config`. Comments above the key stay: after a promotion they explain what to set again. */
export function removeKey(text: string, document: ParsedDocument, isSame: (name: string) => boolean): string {
  const pair = pairsOf(document).find(({ key }) => isSame(textOf(key)));
  if (!pair) return text;
  const { start, end } = linesOf(text, pair);
  return text.slice(0, start) + text.slice(end);
}

/** The text with a value of `config`. A number stays a number, and a quoted text stays quoted. A new key is the last one. */
export function setKey(
  text: string,
  document: ParsedDocument,
  isSame: (name: string) => boolean,
  setting: Setting,
): string {
  const pairs = pairsOf(document);
  const pair = pairs.find(({ key }) => isSame(textOf(key)));
  if (!pair) return withNewKey(text, document, pairs.at(-1), setting);
  const { value } = pair;
  if (isScalar(value) && value.range && isFlow(value)) {
    if (textOf(value) === setting.value) return text;
    const [start, end] = value.range;
    const space = /[:-]$/.test(text.slice(0, start)) ? " " : "";
    return text.slice(0, start) + space + scalarText(setting.value, value) + text.slice(end);
  }
  const { start, end } = linesOf(text, pair);
  return text.slice(0, start) + lineOf(text, pair, setting) + text.slice(end);
}

function withNewKey(
  text: string,
  document: ParsedDocument,
  last: ConfigPair | undefined,
  setting: Setting,
): string {
  if (last) {
    const { end } = linesOf(text, last);
    const before = text.slice(0, end);
    return (
      before + (before.endsWith("\n") ? "" : lineEnd(text)) + lineOf(text, last, setting) + text.slice(end)
    );
  }
  const line = `  ${setting.name}: ${scalarText(setting.value)}${lineEnd(text)}`;
  const config = configPair(document);
  if (!config)
    return `${text}${text === "" || text.endsWith("\n") ? "" : lineEnd(text)}config:${lineEnd(text)}${line}`;
  const { start, end } = linesOf(text, config);
  return `${text.slice(0, start)}config:${lineEnd(text)}${line}${text.slice(end)}`;
}

/** A line with the indentation of another key. */
function lineOf(text: string, like: ConfigPair, { name, value }: Setting): string {
  const start = like.key.range[0];
  const indentation = text.slice(lineStart(text, start), start);
  return `${indentation}${name}: ${scalarText(value)}${lineEnd(text)}`;
}

/** The lines of a key and its value. */
function linesOf(text: string, { key, value }: ConfigPair): { start: number; end: number } {
  const [from] = key.range;
  const to = Math.max(key.range[1], value?.range[1] ?? 0);
  const last = from + text.slice(from, to).trimEnd().length;
  const newline = text.indexOf("\n", last);
  return { start: lineStart(text, from), end: newline === -1 ? text.length : newline + 1 };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** A value as YAML on one line, like the one before where that reads back as the same text. */
function scalarText(value: string, before?: Scalar): string {
  const wasText = before !== undefined && typeof before.value === "string";
  const scalar = new Scalar(wasText || !isNumber(value) ? value : Number(value));
  // Space that is not U+0020 is seen, and kept at the end, only between quotes.
  if (/\p{Cc}|[^\S ]/u.test(value)) scalar.type = Scalar.QUOTE_DOUBLE;
  else if (wasText && before.type) scalar.type = before.type;
  return new Document(scalar).toString({ lineWidth: 0 }).trimEnd();
}

/** Whether a text is a number that YAML writes the same way. */
function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text;
}

/** Whether a scalar is written on its line: not as a block, and without an anchor or a tag. */
function isFlow({ type, anchor, tag }: Scalar): boolean {
  const isBlock = type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL;
  return !isBlock && anchor === undefined && tag === undefined;
}

function pairsOf(document: ParsedDocument): ConfigPair[] {
  const config = configPair(document)?.value;
  return isMap(config) ? ((config as YAMLMap.Parsed).items as ConfigPair[]) : [];
}

function configPair({ contents }: ParsedDocument): ConfigPair | undefined {
  if (!isMap(contents)) return undefined;
  return (contents as YAMLMap.Parsed).items.find(({ key }) => textOf(key) === "config") as
    | ConfigPair
    | undefined;
}

/** A scalar as it is typed. */
function textOf(node: ParsedNode | null): string {
  if (!isScalar(node) || node.value === null) return "";
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}
