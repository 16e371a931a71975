import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { didYouMean } from "../../diagnostics/suggest.js";
import { Failure, messageOf } from "../../preview/failure.js";
import { parseStackFile, parseYamlFile } from "../../preview/project/stackFile.js";
import type { ConfigChanges } from "../driver/ports.js";
import type { Keys } from "./keys.js";
import { removeKey, setKey } from "./yamlText.js";

/** A stack's config file, and the keys of a release in it. */
export interface ConfigFile {
  readonly path: string;
  /** Name of the project. */
  readonly project: string;
  readonly keys: Keys;
}

/**
 * The values of the file, without secrets, which are never decrypted. Values that an ESC environment or Pulumi.yaml gives
 * are not in the file. Throws a Failure when it is not a stack file.
 */
export function readConfigFile({ path, project, keys }: ConfigFile): Record<string, string> {
  const { values } = parseStackFile(textOf(path), project, basename(path));
  const plain = [...values].filter(([, value]) => !value.secret);
  return Object.fromEntries(plain.map(([key, value]) => [keys.short(key), value.read(neverDecrypts)]));
}

/** A config file that was written. */
export interface WrittenFile {
  /** All of it. */
  readonly text: string;
  /** Puts the file back as it was before, unless someone else has written it since. */
  undo(): void;
}

/**
 * Writes the changes into the file, all of them or none. Comments, order and other keys stay. A key that the file does not
 * have overrides the value of an ESC environment; one that is removed lets it count again.
 */
export function writeConfigFile(file: ConfigFile, changes: ConfigChanges): WrittenFile {
  const before = textOf(file.path);
  const text = changedText(before, file, changes);
  if (text !== before) replaceFile(file.path, text);
  const undo = () => {
    if (text !== before && textOf(file.path) === text) replaceFile(file.path, before);
  };
  return { text, undo };
}

/** The text of a stack file with other values. Pure. Throws a Failure that lists everything that is refused. */
export function changedText(text: string, file: ConfigFile, changes: ConfigChanges): string {
  refuse(text, file, changes);
  const changed = Object.entries(changes).reduce(
    (present, [key, value]) => withValue(present, file, key, value),
    text,
  );
  assertOnlyChanged(file, text, changed, changes);
  return changed;
}

function withValue(text: string, { path, keys }: ConfigFile, key: string, value: string | undefined): string {
  const document = parseYamlFile(text, basename(path));
  const isSame = (name: string) => keys.full(name) === keys.full(key);
  return value === undefined
    ? removeKey(text, document, isSame)
    : setKey(text, document, isSame, { name: keys.full(key), value });
}

/** Nothing else may change, whatever the file looks like. */
function assertOnlyChanged(file: ConfigFile, before: string, after: string, changes: ConfigChanges): void {
  const { project, keys } = file;
  const name = basename(file.path);
  const plain = (text: string) =>
    [...parseStackFile(text, project, name).values].map(
      ([key, value]) => [key, value.read((ciphertext) => ciphertext)] as const,
    );
  const expected = new Map(plain(before));
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) expected.delete(keys.full(key));
    else expected.set(keys.full(key), value);
  }
  const actual = new Map(plain(after));
  const same =
    actual.size === expected.size && [...expected].every(([key, value]) => actual.get(key) === value);
  if (same) return;
  const wanted = Object.entries(changes).map(([key, value]) => `${key}: ${value ?? "(removed)"}`);
  throw new Failure(
    `${name}: config cannot be changed without touching other lines; write one key a line below config, then set ${wanted.join(", ")}`,
  );
}

function refuse(text: string, { path, project, keys }: ConfigFile, changes: ConfigChanges): void {
  const { values } = parseStackFile(text, project, basename(path));
  const allowed = keys.written.join(", ");
  const problems = Object.keys(changes).flatMap((key) => {
    if (!keys.written.includes(key)) {
      const advice = didYouMean(key, keys.written) ?? `it may write ${allowed}`;
      return `${key} is not a config key of this release; ${advice}`;
    }
    if (!values.get(keys.full(key))?.secret) return [];
    return `${key} is a secret, and a release writes only plain values; remove it and set it without --secret`;
  });
  if (problems.length > 0) throw new Failure(problems.map((text) => `${basename(path)}: ${text}`).join("\n"));
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Another program sees the old file or the new one, never a part. A link stays a link, and the mode stays. */
function replaceFile(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}`);
  try {
    const file = openSync(temporary, "wx", 0o644);
    try {
      if (existsSync(target)) fchmodSync(file, statSync(target).mode & 0o777);
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Failure(`${path} cannot be written: ${messageOf(error)}; the release needs to change it`);
  }
}

function neverDecrypts(): never {
  throw new Error("a secret is not read");
}
