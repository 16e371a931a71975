import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import type { PlannedAlias, PlannedOptions } from "./resources.js";

/** The options of a registration. An option that is not set is absent. */
export function optionsOf(request: RegisterResourceRequest): PlannedOptions {
  const timeouts = request.getCustomtimeouts()?.toObject() ?? {};
  return withoutEmpty<PlannedOptions>({
    dependsOn: [...request.getDependenciesList()].sort(),
    aliases: request.getAliasesList().map(aliasOf),
    customTimeouts: withoutEmpty(timeouts),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    import: request.getImportid(),
    version: request.getVersion(),
    deletedWith: request.getDeletedwith(),
    replaceWith: request.getReplaceWithList(),
    providers: Object.fromEntries(request.getProvidersMap().toArray()),
    hooks: hooksOf(request),
  });
}

function aliasOf(alias: Alias): string | PlannedAlias {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  return withoutEmpty<PlannedAlias>({
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent() || undefined,
  });
}

function hooksOf(request: RegisterResourceRequest): Record<string, readonly string[]> {
  const hooks = request.getHooks();
  if (hooks === undefined) return {};
  return withoutEmpty({
    beforeCreate: hooks.getBeforeCreateList(),
    afterCreate: hooks.getAfterCreateList(),
    beforeUpdate: hooks.getBeforeUpdateList(),
    afterUpdate: hooks.getAfterUpdateList(),
    beforeDelete: hooks.getBeforeDeleteList(),
    afterDelete: hooks.getAfterDeleteList(),
    onError: hooks.getOnErrorList(),
  });
}

/** Removes options that are not set: they arrive as undefined, "", [] or {}. */
function withoutEmpty<T extends object>(options: { [K in keyof T]: T[K] | undefined }): T {
  const kept = Object.entries<unknown>(options).filter(([, value]) => {
    if (value === undefined || value === "") return false;
    return typeof value !== "object" || Object.keys(value as object).length > 0;
  });
  return Object.fromEntries(kept) as T;
}
