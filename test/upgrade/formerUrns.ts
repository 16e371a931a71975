import { urnOf } from "../../src/preview/engine/urn.js";
import type { PlannedAlias } from "../../src/preview/index.js";
import { type RecordedResource, STACK } from "./replay.js";

/** The URNs under which the engine looks for a resource in the state: its own, and those that aliases give. */
export function formerUrns(resource: RecordedResource, all: readonly RecordedResource[]): string[] {
  const parent = all.find(({ urn }) => urn === resource.parent);
  const parents = parent ? formerUrns(parent, all) : [resource.parent ?? ""];
  const identities = [{}, ...(resource.options.aliases ?? [])];
  return identities.flatMap((alias) =>
    typeof alias === "string" ? [alias] : parents.map((urn) => urnOfAlias(resource, urn, alias)),
  );
}

function urnOfAlias({ type, name }: RecordedResource, parent: string, alias: PlannedAlias): string {
  const { stack, project } = { ...STACK, ...alias };
  const formerParent = alias.noParent ? "" : (alias.parent ?? parent);
  return urnOf(stack, project, formerParent, alias.type ?? type, alias.name ?? name);
}
