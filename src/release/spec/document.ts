import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from "yaml";
import { problemList } from "../../diagnostics/format.js";
import { Failure, messageOf } from "../../preview/failure.js";
import type { Path } from "./finding.js";

/** A parsed file, and where in it each value is. */
export interface ReleaseDocument {
  /** Undefined for an empty file. */
  readonly value: unknown;
  /** The line of a value, from 1; that of the nearest value around it where the path leads nowhere. */
  lineOf(path: Path): number;
}

/** Parses YAML. Throws a Failure that lists every place that is not YAML, or that YAML readers understand differently. */
export function parseReleaseText(text: string, file: string): ReleaseDocument {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      merge: true,
      prettyErrors: false,
      logLevel: "error",
    });
    const { errors, warnings } = document;
    if (errors.length > 0 || warnings.length > 0) {
      const problems = [...errors, ...warnings].map((one) => problemOf(one, lines));
      throw new Failure(problemList(`${file} cannot be read`, [...new Set(problems)]));
    }
    const value: unknown = document.toJS() ?? undefined;
    return { value, lineOf: (path) => lineOf(document, path, lines) };
  } catch (error) {
    if (error instanceof Failure) throw error;
    // An alias without an anchor, thousands of aliases, or lists in lists until the stack ends.
    throw new Failure(`${file} cannot be read: ${messageOf(error)}`);
  }
}

function problemOf({ code, message, pos }: YAMLError, lines: LineCounter): string {
  return `line ${lines.linePos(pos[0]).line}: ${TEXTS[code] ?? message}`;
}

const TEXTS: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  DUPLICATE_KEY: "the key is given twice; remove one",
  TAB_AS_INDENT: "the line is indented with a tab; indent with spaces",
  MULTIPLE_DOCS: "a second document begins; give one release a file of its own",
};

function lineOf(document: Document.Parsed, path: Path, lines: LineCounter): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const next = stepInto(resolved(node, document), step);
    if (!next) break;
    offset = startOf(next.at) ?? offset;
    node = next.value;
  }
  return lines.linePos(offset).line || 1;
}

/** The value at one step of a path, and the node that a reader takes for its place: the key of a map. */
function stepInto(node: unknown, step: string | number): { at: unknown; value: unknown } | undefined {
  if (isSeq(node)) {
    const item = typeof step === "number" ? node.items[step] : undefined;
    return item === undefined ? undefined : { at: item, value: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair && { at: pair.key, value: pair.value };
}

function resolved(node: unknown, document: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? ((node as Node).range?.[0] ?? undefined) : undefined;
}
