import type { KubernetesObject } from "../facts/objects.js";
import type { StackFacts } from "../facts/stack.js";
import { getPath, Unknown } from "../facts/unknown.js";
import { stackPolicy } from "../framework/policy.js";

/** Prevents two resources from managing one object: each update of one would undo the other. */
export const uniqueObjects = stackPolicy({
  name: "unique-objects",
  description: "Each object of a cluster belongs to one resource of the stack.",
  enforcementLevel: "mandatory",
  severity: "critical",
  remediationSteps: "Rename one of the two, or move it to another namespace or cluster.",
  url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
  limits: {},
  check(stack, _, reporter) {
    const owners = new Map<string, KubernetesObject>();
    for (const object of componentsFirst(stack)) {
      const identity = identityOf(object);
      if (identity === undefined) continue;
      const owner = owners.get(identity);
      owners.set(identity, owner ?? object);
      if (owner === undefined) continue;
      const { title, urn, name, kind } = object;
      const problem = `is also the name of the ${kind} of ${makerOf(stack, owner)} in this cluster and namespace`;
      const remedy = "rename one of the two, or give one another namespace";
      reporter.report({ title, urn, path: "metadata.name", value: name, problem, remedy });
    }
  },
});

/** The objects, in an order that does not depend on the run. An object of a component owns its name. */
function componentsFirst(stack: StackFacts): KubernetesObject[] {
  const rank = (object: KubernetesObject) => (stack.componentOf(object) ? 0 : 1);
  return [...stack.objects].sort((a, b) => rank(a) - rank(b) || (a.urn < b.urn ? -1 : 1));
}

/**
 * Undefined for a name or namespace that only an update knows, and for a patch, which shares its object with others. An
 * object without a namespace is in that of the kubeconfig's context, which need not be `default`.
 */
function identityOf({ apiVersion, kind, cluster, value }: KubernetesObject): string | undefined {
  const name = getPath(value, "metadata", "name");
  const namespace = getPath(value, "metadata", "namespace");
  if (typeof name !== "string" || namespace instanceof Unknown || kind.endsWith("Patch")) return undefined;
  return JSON.stringify([cluster, apiVersion.split("/", 1)[0], kind, namespace ?? "", name]);
}

function makerOf(stack: StackFacts, object: KubernetesObject): string {
  return stack.componentOf(object)?.title ?? `the resource ${JSON.stringify(object.resourceName)}`;
}
