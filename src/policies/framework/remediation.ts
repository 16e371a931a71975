import type { ResourceValidationArgs } from "@pulumi/policy";
import { templatePath } from "../facts/workloads.js";

/** Properties as they are, to be changed in place: a copy would lose which of them are secret or not known yet. */
type Raw = Record<string, unknown>;

/** The pod's own spec inside an object's properties; undefined for what makes no pods, or where it is not known yet. */
export function podSpecOf(resource: ResourceValidationArgs): Raw | undefined {
  if (!resource.type.startsWith("kubernetes:")) return undefined;
  const path = templatePath(resource.type.split(":").at(-1) ?? "");
  if (path === undefined) return undefined;
  const keys = path === "" ? ["spec"] : [...path.split("."), "spec"];
  return known(() =>
    keys.reduce<Raw | undefined>((value, key) => asRaw(asRaw(value)?.[key]), resource.props),
  );
}

/** Sets what `change` gives for each container that is known; the properties, or undefined when none changed. */
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

/** What was read, or undefined where it is not known yet. */
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
