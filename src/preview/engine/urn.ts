const ROOT = "pulumi:pulumi:Stack";

/** The URN that the engine assigns to a resource of this stack. */
export function urnOf(stack: string, project: string, parent: string, type: string, name: string): string {
  const parentType = parent === "" ? "" : qualifiedType(parent);
  const prefix = parentType === "" || parentType === ROOT ? "" : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

/** The type token in a URN, without the types of its parents. */
export function typeOf(urn: string): string {
  return qualifiedType(urn).split("$").at(-1) ?? "";
}

/** The name in a URN. It may contain `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** True for the URN of the stack itself. */
export function isRoot(urn: string): boolean {
  return typeOf(urn) === ROOT;
}

function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}
