import { LABELS } from "../../contract/names.js";
import type { StackFacts } from "../facts/stack.js";
import { getPath, isRecord, Unknown } from "../facts/unknown.js";
import type { WorkloadFacts } from "../facts/workloads.js";
import { wordsLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";
import type { Reporter } from "../framework/reporter.js";

/** The fields of a drain, which an adopted side lacks: its pods keep their template. */
const DRAIN = ["lifecycle", "terminationGracePeriodSeconds"];

/**
 * Finds pod templates that have drifted apart: a flip or a canary step between them changes more than the
 * version that was tested.
 */
export const sidesAlike = stackPolicy({
  name: "sides-alike",
  description: "The versions behind one Service differ only in the allowed fields of their pod templates.",
  enforcementLevel: "mandatory",
  severity: "medium",
  remediationSteps:
    "Use one template for all versions, and vary only the image, the environment or the labels.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template",
  limits: {
    allowed: wordsLimit(
      "Fields of the template and its containers that may differ, apart from labels, by the last part of their path.",
      ["image", "env", "annotations"],
    ),
  },
  check(stack, { allowed }, reporter) {
    const mayDiffer = ["labels", ...allowed];
    const compared = new Set<string>();
    const compare = (side: WorkloadFacts, other: WorkloadFacts) => {
      const pair = `${side.urn} ${other.urn}`;
      if (compared.has(pair)) return;
      compared.add(pair);
      const named = withShortNames(stack, side);
      const adopted = stack.isAdopted(side) || stack.isAdopted(other);
      const [path, ...more] = differences(
        named(side.template),
        named(other.template),
        side.path,
        new Set(adopted ? [...mayDiffer, ...DRAIN] : mayDiffer),
      );
      if (path === undefined) return;
      const also =
        more.length === 0 ? "" : ` (and ${more.slice(0, 3).join(", ")}${more.length > 3 ? ", …" : ""})`;
      reporter.report({
        title: other.title,
        urn: other.urn,
        path,
        problem: `differs from ${side.title}${also}; only ${mayDiffer.join(", ")} may differ`,
        remedy: "use the same value on both sides",
      });
    };
    for (const sides of groupsOf(stack, reporter)) {
      const [first, ...others] = [...sides].sort((a, b) => (a.urn < b.urn ? -1 : 1));
      for (const other of others) if (first) compare(first, other);
    }
  },
});

/**
 * Returns a function that replaces the names of a component's own ConfigMaps and Secrets in a template by
 * their short names. Two sides with different content refer to different objects, which does not count as drift.
 */
function withShortNames(stack: StackFacts, workload: WorkloadFacts): (template: unknown) => unknown {
  const component = stack.componentOf(workload);
  const names = new Map<unknown, unknown>();
  for (const object of component ? stack.objectsOf(component) : []) {
    const short = getPath(object.value, "metadata", "labels", LABELS.config);
    if (short !== undefined) names.set(object.name, short);
  }
  const named = (value: unknown): unknown => {
    if (value instanceof Unknown) return value;
    if (Array.isArray(value)) return value.map(named);
    if (!isRecord(value)) return names.get(value) ?? value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner)]));
  };
  return named;
}

/**
 * Returns the workloads that must be alike: those of one component, and those that one Service selects before
 * or after a flip.
 */
function groupsOf(stack: StackFacts, reporter: Reporter): (readonly WorkloadFacts[])[] {
  const found = stack.components
    .filter(({ kind }) => kind !== "KubeProxyConfig")
    .map((component) => stack.workloadsOf(component));
  reporter.forEach(stack.services, (service) => {
    const sides = [...stack.selectedBy(service), ...stack.alternativesTo(service)];
    if (!sides.some((side) => stack.componentOf(side))) found.push(sides);
  });
  return found.filter((sides) => sides.length > 1);
}

/**
 * Returns the paths at which two values differ. An unknown value may turn out equal, so it does not count as a difference.
 */
function differences(a: unknown, b: unknown, path: string, allowed: ReadonlySet<string>): string[] {
  if (a instanceof Unknown || b instanceof Unknown) return [];
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    return a.flatMap((value, index) => differences(value, b[index], `${path}[${index}]`, allowed));
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return keys
      .filter((key) => !allowed.has(key))
      .flatMap((key) => differences(getPath(a, key), getPath(b, key), `${path}.${key}`, allowed));
  }
  return a === b ? [] : [path];
}
