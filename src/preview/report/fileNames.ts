import { shortHash } from "./hash.js";
import type { PlannedObject } from "./order.js";

/** What identifies an object within its cluster. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

// File systems allow 255 bytes, some encrypted ones 143.
const LONGEST = 140;
const HASH = 9;

/** The path to which the Kubernetes provider writes an object of this identity. */
export function providerFileOf(object: ObjectIdentity): string {
  return `${directoryOf(object)}/${stemOf(object)}.yaml`;
}

/** The same path, if it is one file name in a folder. Otherwise with the characters replaced or cut, and a hash of the whole name. */
export function fileOf(object: ObjectIdentity): string {
  return `${directoryOf(object)}/${safeName(stemOf(object))}.yaml`;
}

/**
 * The path of each object within the folder of its cluster, by URN. Objects without a known name have none. A patch and the
 * object that it patches would have one path, as would two whose namespaces and names read the same: all but one of them get a
 * hash of their URN.
 */
export function pathsOf(objects: readonly PlannedObject[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const taken = new Set<string>();
  const named = objects.filter(({ name }) => name !== undefined);
  for (const object of [...named].sort(objectsBeforePatches)) {
    const path = fileOf(object);
    const isTaken = taken.has(`${object.cluster}/${path}`);
    taken.add(`${object.cluster}/${path}`);
    paths.set(object.urn, isTaken ? path.replace(/\.yaml$/, `-${shortHash(object.urn)}.yaml`) : path);
  }
  return paths;
}

/** Text as one file name: without separators, not hidden, and short. Different texts give different names. */
export function safeName(text: string): string {
  const clean = text.replace(/[^\p{L}\p{N}._:-]/gu, "_").replace(/^(\.|$)/, "_");
  if (clean === text && Buffer.byteLength(text) <= LONGEST) return text;
  const cut = Buffer.from(clean)
    .subarray(0, LONGEST - HASH)
    .toString()
    .replace(/\uFFFD$/, "");
  return `${cut}-${shortHash(text)}`;
}

function objectsBeforePatches(a: PlannedObject, b: PlannedObject): number {
  return Number(a.isPatch) - Number(b.isPatch) || (a.urn < b.urn ? -1 : 1);
}

function directoryOf({ kind }: ObjectIdentity): string {
  return kind === "CustomResourceDefinition" ? "0-crd" : "1-manifest";
}

function stemOf({ apiVersion, kind, namespace = "default", name }: ObjectIdentity): string {
  return `${apiVersion.replace(/[/:]/g, "_")}-${kind.toLowerCase()}-${namespace}-${name}`;
}
