import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, visit, Document as YamlDocument } from "yaml";
import { isMap, type Marked, Reference, Secret, Unknown } from "../engine/values.js";
import { Failure } from "../failure.js";
import type { PlannedObject } from "./order.js";

/** A Kubernetes object in plain JavaScript. Unknown values and secrets are text. */
export type Document = { [key: string]: unknown };

/** A rendered object. */
export interface RenderedFile {
  /** Path in the directory, as the Kubernetes provider's `renderYamlToDirectory` names it. */
  readonly path: string;
  readonly document: Document;
}

const KUSTOMIZATION = "kustomization.yaml";
const OURS = "# Rendered by pulumi-kubernetes-traffic";
const OWN_FILE = /^(0-crd|1-manifest)\/[^/]+\.yaml$/;

/** The document of an object. Unknown values become `<computed>`, and secrets `<secret>` unless `showSecrets`. */
export function documentOf(object: PlannedObject, showSecrets: boolean): Document {
  return plain(object.inputs, showSecrets) as Document;
}

/** YAML with sorted keys, which YAML 1.1 parsers such as kubectl read with the same types: `"1_000"` stays text. */
export function toYaml(document: Document): string {
  const yaml = new YamlDocument(document, {
    aliasDuplicateObjects: false,
    compat: "yaml-1.1",
    sortMapEntries: true,
  });
  visit(yaml, {
    Scalar: (_, node) => {
      // Other parsers reject a tab in an unquoted string.
      if (typeof node.value === "string" && /\t/.test(node.value) && !node.value.includes("\n")) {
        node.type = "QUOTE_DOUBLE";
      }
    },
  });
  return yaml.toString({ indentSeq: false, lineWidth: 0 });
}

/** The documents of an earlier render by path. Undefined when the directory has no render. */
export function readRendered(directory: string): Map<string, Document> | undefined {
  const listed = listedFiles(directory);
  if (!listed) return undefined;
  const present = listed.filter((path) => existsSync(join(directory, path)));
  return new Map(
    present.map((path) => [path, parse(readFileSync(join(directory, path), "utf8")) as Document]),
  );
}

/** Throws a Failure for a directory with other content than an earlier render, to protect files of the user. */
export function assertRenderable(directory: string): void {
  if (listedFiles(directory) || !existsSync(directory) || readdirSync(directory).length === 0) return;
  throw new Failure(
    `${directory} is neither empty nor an earlier render (no ${KUSTOMIZATION} of this command); choose another with --render DIR`,
  );
}

/**
 * Writes the files and a kustomization.yaml that lists them in dependency order. Removes stale files of an earlier
 * render and no others. Throws a Failure for a directory with other content than a render.
 */
export function writeRendered(directory: string, files: readonly RenderedFile[]): void {
  assertRenderable(directory);
  const before = listedFiles(directory);
  const paths = files.map((file) => file.path);
  for (const stale of before ?? []) {
    if (!paths.includes(stale)) rmSync(join(directory, stale), { force: true });
  }
  for (const file of files) {
    const path = join(directory, file.path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, toYaml(file.document), { mode: 0o600 });
  }
  writeKustomization(directory, paths);
}

/** Lists files in dependency order for `kubectl apply -k`. With `fifo`, kustomize does not sort them by kind. */
function writeKustomization(directory: string, paths: readonly string[]): void {
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: paths,
    sortOptions: { order: "fifo" },
  };
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, KUSTOMIZATION), `${OURS}; edits are overwritten.\n${toYaml(kustomization)}`);
}

/** The path to which the Kubernetes provider writes an object of this identity. */
export function fileOf(object: {
  apiVersion: string;
  kind: string;
  namespace?: string | undefined;
  name?: string | undefined;
}): string {
  const directory = object.kind === "CustomResourceDefinition" ? "0-crd" : "1-manifest";
  const version = object.apiVersion.replace(/[/:]/g, "_");
  return `${directory}/${version}-${object.kind.toLowerCase()}-${object.namespace ?? "default"}-${object.name}.yaml`;
}

function listedFiles(directory: string): string[] | undefined {
  const path = join(directory, KUSTOMIZATION);
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  if (!text.startsWith(OURS)) return undefined;
  const { resources } = parse(text) as { resources?: unknown };
  // An edited list must not make us read or remove files outside the directory.
  return Array.isArray(resources) ? resources.filter((entry) => OWN_FILE.test(String(entry))) : [];
}

/** A value without markers. Unknown values become `<computed>`, and secrets `<secret>` unless `showSecrets`. */
export function plain(value: Marked, showSecrets: boolean): unknown {
  if (value instanceof Unknown) return String(value);
  if (value instanceof Secret) return showSecrets ? plain(value.value, showSecrets) : String(value);
  if (value instanceof Reference) return value.id ?? value.urn;
  if (Array.isArray(value)) return value.map((inner) => plain(inner, showSecrets));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, showSecrets)]));
}
