import { isDeepStrictEqual } from "node:util";
import type { Document, ToStringOptions } from "yaml";
import { fieldAt } from "../schema/fields.js";
import { goDuration } from "../schema/goDuration.js";
import { isPlainObject, leavesOf } from "../schema/tree.js";
import { yaml } from "./yaml.js";

/** A live file after the change. */
export interface Merged {
  /** The live text, byte for byte, when it already has every wanted value. */
  readonly text: string;
  readonly changed: boolean;
  /** The parsed text. */
  readonly content: Record<string, unknown>;
}

/**
 * Writes `wanted` into the live file. Only these values change; everything else stays, including comments.
 *
 * A live value that means the same stays as it is: `24h0m0s` for `24h`, or no list for an empty one. A file with aliases
 * loses its comments, because the whole file is rewritten.
 */
export function mergeInto(text: string, live: Document, wanted: object): Merged {
  const content = live.toJS() as Record<string, unknown>;
  const different = leavesOf(wanted).filter(({ keys, value }) => !isSame(keys, content, value));
  if (different.length === 0) return { text, changed: false, content };
  const document = editable(live);
  for (const { keys, value } of different) put(document, keys, value);
  return { text: document.toString(styleOf(text)), changed: true, content: document.toJS() };
}

function isSame(keys: readonly string[], content: unknown, wanted: unknown): boolean {
  const live = keys.reduce((node, key) => (isPlainObject(node) ? node[key] : undefined), content);
  if (Array.isArray(wanted) && wanted.length === 0 && (live === null || live === undefined)) return true;
  const type = fieldAt(keys.join("."))?.type;
  const isDuration = type === "duration" || type === "period" || type === "seconds";
  if (isDuration && typeof live === "string" && typeof wanted === "string")
    return goDuration(live) === goDuration(wanted);
  return isDeepStrictEqual(live, structuredClone(wanted)); // a clone has plain prototypes, which are compared too
}

/** Copies the document, without aliases: a change of an aliased value would appear in both places. */
function editable(live: Document): Document {
  const { Document, visit } = yaml();
  let hasAlias = false;
  visit(live, {
    Alias: () => {
      hasAlias = true;
    },
  });
  return hasAlias ? new Document(live.toJS(), { aliasDuplicateObjects: false }) : live.clone();
}

function put(document: Document, keys: readonly string[], value: unknown): void {
  const { isMap, isScalar } = yaml();
  for (let depth = 1; depth < keys.length; depth++) {
    const section = keys.slice(0, depth);
    if (!isMap(document.getIn(section, true))) document.setIn(section, document.createNode({}));
  }
  const there = document.getIn(keys, true);
  if (!isScalar(there) || typeof value === "object") {
    document.setIn(keys, document.createNode(value));
    return;
  }
  there.value = value; // an edit in place keeps the comment after the value
  there.type = typeof value === "string" ? "QUOTE_DOUBLE" : "PLAIN";
  delete there.source;
  delete there.format;
}

/** Quotes new text, because YAML reads a bare `::` or `yes` as something else. Keeps the indentation of lists. */
function styleOf(text: string): ToStringOptions {
  const indentSeq = !/^( *)[^\s#-].*:\n\1- /m.test(text);
  return { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0, indentSeq };
}
