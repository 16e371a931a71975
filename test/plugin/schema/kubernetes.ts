import { sep } from "node:path";
import { version } from "@pulumi/kubernetes/package.json";
import ts from "typescript";
import { declarationOf } from "./program.js";
import type { TypeSpec } from "./spec.js";

/** The version of the Kubernetes provider whose types the schema names. */
export const KUBERNETES_VERSION: string = version;

const SCHEMA = `/kubernetes/v${KUBERNETES_VERSION}/schema.json#`;
const FOLDER = "/node_modules/@pulumi/kubernetes/";

/** Whether the Kubernetes provider declares this. */
export function isOfKubernetes(declaration: ts.Node): boolean {
  return pathOf(declaration) !== undefined;
}

/**
 * A type or a resource of the Kubernetes provider; undefined for everything else. An enum is any text: the SDK for Java would
 * import it from a package that does not exist.
 */
export function kubernetesType(symbol: ts.Symbol): TypeSpec | undefined {
  const declaration = declarationOf(symbol);
  const path = pathOf(declaration);
  if (path === undefined) return undefined;
  if (path[0] !== "types") return { $ref: `${SCHEMA}/resources/${token(path, symbol.name)}` };
  if (path[1] === "enums") return { type: "string" };
  return { $ref: `${SCHEMA}/types/${token(namespaceOf(declaration), symbol.name)}` };
}

/** The folders of the file within the SDK: `core`, `v1` for resources, `types` for the types of their properties. */
function pathOf(declaration: ts.Node): string[] | undefined {
  const file = declaration.getSourceFile().fileName.split(sep).join("/");
  return file.split(FOLDER)[1]?.split("/").slice(0, -1);
}

/** `kubernetes:apps/v1:Deployment`. */
function token(module: readonly string[], name: string): string {
  return `kubernetes:${module.join("/")}:${name}`;
}

/** The names of the namespaces around a type: `core`, `v1`. */
function namespaceOf(declaration: ts.Node): string[] {
  const names: string[] = [];
  for (let node = declaration.parent; node; node = node.parent) {
    if (ts.isModuleDeclaration(node)) names.unshift(node.name.text);
  }
  return names;
}
