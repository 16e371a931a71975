import { isDeepStrictEqual } from "node:util";
import { Document, isMap, isScalar, type ToStringOptions, visit } from "yaml";
import { fieldAt } from "../schema/fields.js";
import { goDuration } from "../schema/goDuration.js";
import { isPlainObject, leavesOf } from "../schema/tree.js";

/** The file with our values in it. */
export interface Merged {
  /** The live text itself, to the last byte, when it says all that is wanted already. */
  readonly text: string;
  readonly changed: boolean;
  /** What the text says. */
  readonly content: Record<string, unknown>;
}

/**
 * Puts `wanted` into the live file: only its values change, and what else is there stays with its comments.
 *
 * A value that means the same stays as it is written: `24h` and `24h0m0s`, a list that is empty and one that is not there.
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
  return isDeepStrictEqual(live, structuredClone(wanted)); // without prototypes, which are compared too
}

/** A copy of the document; one without aliases, since a change of the aliased value would show in both places. */
function editable(live: Document): Document {
  let hasAlias = false;
  visit(live, {
    Alias: () => {
      hasAlias = true;
    },
  });
  return hasAlias ? new Document(live.toJS(), { aliasDuplicateObjects: false }) : live.clone();
}

function put(document: Document, keys: readonly string[], value: unknown): void {
  for (let depth = 1; depth < keys.length; depth++) {
    const section = keys.slice(0, depth);
    if (!isMap(document.getIn(section, true))) document.setIn(section, document.createNode({}));
  }
  const there = document.getIn(keys, true);
  if (!isScalar(there) || typeof value === "object") {
    document.setIn(keys, document.createNode(value));
    return;
  }
  there.value = value; // in place, which keeps the comment behind it
  there.type = typeof value === "string" ? "QUOTE_DOUBLE" : "PLAIN";
  delete there.source;
  delete there.format;
}

/** Text of ours is quoted, because a bare `::` or `yes` would be read as something else; lists stand as they stood. */
function styleOf(text: string): ToStringOptions {
  const indentSeq = !/^( *)[^\s#-].*:\n\1- /m.test(text);
  return { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0, indentSeq };
}
