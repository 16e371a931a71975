import { isMap, isScalar, type ParsedNode, parseDocument, type YAMLMap } from "yaml";
import { Failure, messageOf } from "../failure.js";

/** Configuration as a program receives it: every value is text. A list or map is JSON. */
export interface Config {
  readonly values: Record<string, string>;
  /** Keys whose values are secret. */
  readonly secretKeys: string[];
}

/** A parsed stack file, not yet decrypted. */
export interface StackFile {
  /** Values by full key, `project:name`. */
  readonly values: ReadonlyMap<string, StackValue>;
  /** `encryptionsalt`, if a passphrase encrypts the secrets. */
  readonly salt: string | undefined;
  /** True for a file that imports Pulumi ESC environments. */
  readonly hasEnvironment: boolean;
}

/** A value of a stack file. `read` returns its text and decrypts every `secure:` in it. */
export interface StackValue {
  readonly secret: boolean;
  read(decrypt: (ciphertext: string) => string): string;
}

/** Parses the text of a Pulumi.STACK.yaml. Throws a Failure that names `file` when it is not a stack file. */
export function parseStackFile(text: string, project: string, file: string): StackFile {
  const document = parseYamlFile(text, file);
  const root = document.contents;
  if (root === null) return { values: new Map(), salt: undefined, hasEnvironment: false };
  if (!isMap(root)) throw new Failure(`${file}: a stack file is a map with the key config`);
  const config = root.get("config", true) as unknown;
  const pairs = isMap(config) ? (config as YAMLMap.Parsed).items : [];
  const salt = root.get("encryptionsalt");
  return {
    values: new Map(pairs.map((pair) => [ownKey(scalarText(pair.key), project), stackValue(pair.value)])),
    salt: typeof salt === "string" ? salt : undefined,
    hasEnvironment: root.has("environment"),
  };
}

/** Parses a YAML file of the project. Throws a Failure with the file and the position when it is not YAML. */
export function parseYamlFile(text: string, file: string) {
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem) throw new Failure(`${file}: ${messageOf(problem).split("\n")[0]}`);
  return document;
}

/** The full name of a configuration key. A key without `:` belongs to the project. */
export function ownKey(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function stackValue(node: ParsedNode | null): StackValue {
  if (isScalar(node) || node === null) return { secret: false, read: () => scalarText(node) };
  const plain: unknown = node.toJSON();
  if (isSecure(plain)) return { secret: true, read: (decrypt) => decrypt(plain.secure) };
  return { secret: containsSecure(plain), read: (decrypt) => JSON.stringify(decryptAll(plain, decrypt)) };
}

/** The text of a scalar as the user typed it. The CLI keeps `0x10` and `1.50` too. */
function scalarText(node: ParsedNode | null): string {
  if (!isScalar(node) || node.value === null) return "";
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}

function isSecure(value: unknown): value is { secure: string } {
  if (typeof value !== "object" || value === null) return false;
  return Object.keys(value).length === 1 && typeof (value as { secure?: unknown }).secure === "string";
}

function containsSecure(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecure(value) || Object.values(value).some(containsSecure);
}

function decryptAll(value: unknown, decrypt: (ciphertext: string) => string): unknown {
  if (isSecure(value)) return decrypt(value.secure);
  if (Array.isArray(value)) return value.map((inner) => decryptAll(inner, decrypt));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decryptAll(inner, decrypt)]));
}
