import { checkPlain } from "../diagnostics/checkPlain.js";
import { checkKeys, isRecord } from "../diagnostics/checks.js";
import { isOutputOrPromise } from "../diagnostics/inputs.js";
import type { Problems } from "../diagnostics/problems.js";
import { checkSelector, checkVersionLabel } from "../kubernetes/check/labels.js";
import { checkObjectName } from "../kubernetes/check/names.js";
import type { VersionArgs } from "./version.js";

const KEYS = Object.keys({
  version: true,
  image: true,
  container: true,
  template: true,
  existing: true,
  configMaps: true,
  secrets: true,
} satisfies Record<keyof VersionArgs, true>);

/** Refuses an invalid version. Returns whether its fields may be read. */
export function checkVersionArgs(problems: Problems, path: string, version: unknown): version is VersionArgs {
  if (!checkPlain(problems, path, version, "object")) return false;
  if (!isRecord(version)) {
    const remedy = 'give { version: "v1", image: "…" }';
    problems.refuse({ path, value: version, problem: "is not a version", remedy });
    return false;
  }
  checkKeys(problems, path, version, KEYS);
  checkVersionLabel(problems, `${path}.version`, version.version);
  if (version.container !== undefined) checkContainerName(problems, `${path}.container`, version.container);
  if (version.existing !== undefined) checkExisting(problems, `${path}.existing`, version.existing);
  return true;
}

function checkContainerName(problems: Problems, path: string, name: unknown): void {
  if (typeof name === "string" || !checkPlain(problems, path, name, "text")) return;
  const remedy = "give the name of a container";
  problems.refuse({ path, value: name, problem: "is not a name", remedy });
}

function checkExisting(problems: Problems, path: string, existing: unknown): void {
  if (!checkPlain(problems, path, existing, "object")) return;
  const { selector } = isRecord(existing) ? existing : {};
  if (!isRecord(existing) || !(isOutputOrPromise(selector) || hasKeys(selector))) {
    const remedy = "give { name: …, selector: { … } } of the Deployment";
    problems.refuse({ path, value: existing, problem: "does not identify a Deployment", remedy });
    return;
  }
  checkKeys(problems, path, existing, ["name", "selector"]);
  checkObjectName(problems, `${path}.name`, existing.name);
  checkSelector(problems, `${path}.selector`, selector);
}

function hasKeys(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length > 0;
}
