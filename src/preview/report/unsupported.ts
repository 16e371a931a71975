import type { PlannedResource } from "../engine/resources.js";

// Types and functions that only the Kubernetes provider expands into objects.
const NEEDS_PROVIDER: readonly (readonly [start: string, what: string])[] = [
  ["kubernetes:helm.sh/v4:Chart", "a Helm chart"],
  ["kubernetes:helm.sh/v3:Chart", "a Helm chart"],
  ["kubernetes:helm.sh/v3:Release", "a Helm release"],
  ["kubernetes:helm:template", "a Helm chart"],
  ["kubernetes:kustomize/v2:Directory", "a kustomization"],
  ["kubernetes:kustomize:directory", "a kustomization"],
  ["kubernetes:kustomize:Directory", "a kustomization"],
  ["kubernetes:yaml/v2:ConfigGroup", "YAML of yaml/v2"],
  ["kubernetes:yaml/v2:ConfigFile", "YAML of yaml/v2"],
];

/** A line for each resource or function whose objects are missing from an offline preview, sorted. */
export function unsupportedResources(
  resources: readonly PlannedResource[],
  invokes: ReadonlySet<string>,
): string[] {
  const lines = resources.flatMap((resource) => {
    const [, what] = NEEDS_PROVIDER.find(([start]) => resource.type === start) ?? [];
    if (what) return line(`${resource.type.split(":").at(-1)} ${resource.name}`, what);
    if (!resource.remote) return [];
    const owner = resource.type.split(":")[0];
    return `${resource.type} ${resource.name}: the package ${owner} builds this component in a plugin, so its resources are not in this preview; pulumi preview shows them`;
  });
  const charts = resources.some((resource) => resource.type === "kubernetes:helm.sh/v3:Chart");
  const directories = resources.some((resource) => resource.type === "kubernetes:kustomize:Directory");
  // A chart or directory already has its line. Otherwise the program called the function itself.
  for (const token of invokes) {
    if (
      (token === "kubernetes:helm:template" && charts) ||
      (token === "kubernetes:kustomize:directory" && directories)
    )
      continue;
    const [, what] = NEEDS_PROVIDER.find(([start]) => start === token) ?? [];
    lines.push(line(token, what ?? "a function"));
  }
  return lines.sort();
}

function line(name: string, what: string): string {
  return `${name}: ${what} is expanded by the kubernetes provider, so its objects are not in this preview; pulumi preview shows them`;
}
