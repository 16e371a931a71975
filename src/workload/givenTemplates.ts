import { isRecord } from "../diagnostics/checks.js";
import type { GivenTemplate } from "../kubernetes/check/containers.js";
import type { WorkloadArgs } from "./args.js";
import type { VersionArgs } from "./version.js";

/** The template that a version runs: its own or the shared one. `path` is where the user wrote the version. */
export function givenTemplate(
  { template: shared }: WorkloadArgs,
  { path, version }: { readonly path: string; readonly version: VersionArgs | undefined },
): GivenTemplate {
  const own = isRecord(version) ? version.template : undefined;
  return own === undefined
    ? { path: "template", template: shared }
    : { path: `${path}.template`, template: own };
}

/** The templates of all versions, each once. */
export function givenTemplates(
  args: WorkloadArgs,
  versions: Parameters<typeof givenTemplate>[1][],
): GivenTemplate[] {
  const byPath = new Map(
    versions.map((version) => givenTemplate(args, version)).map((one) => [one.path, one]),
  );
  return [...byPath.values()];
}
