import { inspect } from "node:util";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** A value that is known only after an update. Prints as `<computed>`. */
export class Unknown {
  toString(): string {
    return "<computed>";
  }
  toJSON(): string {
    return "<computed>";
  }
}

/** A secret. It prints as `<secret>` in text, in JSON and on the console; `value` is in clear. */
export class Secret {
  constructor(readonly value: Marked) {}

  toString(): string {
    return "<secret>";
  }
  toJSON(): string {
    return "<secret>";
  }
  [inspect.custom](): string {
    return "<secret>";
  }
}

/** A resource that is used as a value. */
export class Reference {
  constructor(
    readonly urn: string,
    readonly id: string | undefined,
  ) {}
}

/** The only instance of `Unknown`. */
export const unknown = new Unknown();

/** A property value in plain JavaScript, with markers for unknown values, secrets and resources. */
export type Marked =
  | null
  | boolean
  | number
  | string
  | Unknown
  | Secret
  | Reference
  | Marked[]
  | { [key: string]: Marked };

/** The properties of a resource. */
export type Properties = Record<string, Marked>;

// The signatures of the Pulumi wire format, sdk/go/common/resource/properties.go. They are repeated here because
// importing them loads the whole SDK, half a second, into a process that only serves the program.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Decodes properties from a program. */
export function decode(properties: Struct | undefined): Properties {
  return properties === undefined ? {} : (decodeObject(properties.toJavaScript()) as Properties);
}

/** Encodes properties for a program. */
export function encode(properties: Properties): Struct {
  return Struct.fromJavaScript(encodeObject(properties) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** True for a plain map of values. */
export function isMap(value: unknown): value is Record<string, Marked> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The value without its secret mark, at this level only. */
export function reveal(value: Marked | undefined): Marked | undefined {
  return value instanceof Secret ? value.value : value;
}

function decodeObject(object: Record<string, unknown>): Marked {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, decodeValue(value)]));
}

function decodeValue(value: unknown): Marked {
  if (value === UNKNOWN) return unknown;
  if (Array.isArray(value)) return value.map(decodeValue);
  if (typeof value !== "object" || value === null) return value as Marked;
  const object = value as Record<string, unknown>;
  switch (object[SIGNATURE]) {
    case SECRET:
      return new Secret(decodeValue(object.value));
    case OUTPUT: {
      const inner = "value" in object ? decodeValue(object.value) : unknown;
      return object.secret === true ? new Secret(inner) : inner;
    }
    case REFERENCE:
      return new Reference(String(object.urn), typeof object.id === "string" ? object.id : undefined);
    default:
      return decodeObject(object);
  }
}

function encodeObject(object: Record<string, Marked>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, encodeValue(value)]));
}

function encodeValue(value: Marked): unknown {
  if (value instanceof Unknown) return UNKNOWN;
  if (value instanceof Secret) return { [SIGNATURE]: SECRET, value: encodeValue(value.value) };
  if (value instanceof Reference) {
    return { [SIGNATURE]: REFERENCE, urn: value.urn, ...(value.id === undefined ? {} : { id: value.id }) };
  }
  if (Array.isArray(value)) return value.map(encodeValue);
  return isMap(value) ? encodeObject(value) : value;
}
