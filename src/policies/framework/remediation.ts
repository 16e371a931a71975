import type { ResourceValidationArgs } from "@pulumi/policy";
import { templatePath } from "../facts/workloads.js";

/** A resource's own properties, changed in place: a copy would lose which values are secret or unknown. */
type Raw = Record<string, unknown>;

/** Returns the pod spec in a resource's properties, or undefined if there is none or it is unknown. */
export function podSpecOf(resource: ResourceValidationArgs): Raw | undefined {
  if (!resource.type.startsWith("kubernetes:")) return undefined;
  const path = templatePath(resource.type.split(":").at(-1) ?? "");
  if (path === undefined) return undefined;
  const keys = path === "" ? ["spec"] : [...path.split("."), "spec"];
  return known(() =>
    keys.reduce<Raw | undefined>((value, key) => asRaw(asRaw(value)?.[key]), resource.props),
  );
}

/**
 * Sets the fields that `change` returns on each known container. Returns the properties, or undefined if none
 * changed.
 */
export function withContainers(
  resource: ResourceValidationArgs,
  change: (container: Raw) => Raw | undefined,
): Raw | undefined {
  const spec = podSpecOf(resource);
  const containers = known(() => spec?.containers);
  if (!Array.isArray(containers)) return undefined;
  let changed = false;
  for (let index = 0; index < containers.length; index++) {
    const container = known(() => asRaw(containers[index]));
    const fields = container && known(() => change(container));
    if (!fields) continue;
    Object.assign(container, fields);
    changed = true;
  }
  return changed ? resource.props : undefined;
}

/** Returns the value that `read` returns, or undefined if it reads an unknown value. */
export function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function asRaw(value: unknown): Raw | undefined {
  return typeof value === "object" && value !== null ? (value as Raw) : undefined;
}
