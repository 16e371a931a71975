import { LABELS } from "../../contract/names.js";
import type { WorkloadFacts } from "../facts/objects.js";
import type { StackFacts } from "../facts/stack.js";
import { getPath, isRecord, Unknown } from "../facts/unknown.js";
import { wordsLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/**
 * The versions that share or take turns in the traffic differ in nothing but what makes them versions: two manifests that
 * drift apart make a flip change more than was tried.
 */
export const sidesAlike = stackPolicy({
  name: "sides-alike",
  description: "The versions behind one Service differ only in the allowed fields of their pod templates.",
  enforcementLevel: "mandatory",
  severity: "medium",
  remediationSteps: "Give all versions one template, and let only the image, environment or labels differ.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template",
  limits: {
    allowed: wordsLimit(
      "Fields of the template and its containers that may differ beside labels, by their last name.",
      ["image", "env", "annotations"],
    ),
  },
  check(stack, { allowed }, report) {
    const seen = new Set<string>();
    for (const sides of groups(stack, report.part)) {
      const [first, ...others] = [...sides].sort((a, b) => (a.urn < b.urn ? -1 : 1));
      for (const other of others) {
        const pair = `${first.urn} ${other.urn}`;
        if (seen.has(pair)) continue;
        seen.add(pair);
        const called = configOf(stack, first);
        const found = differences(
          called(first.template),
          called(other.template),
          first.path,
          new Set(["labels", ...allowed]),
        );
        if (found.length === 0) continue;
        const [path, ...more] = found;
        const also =
          more.length === 0 ? "" : ` (and ${more.slice(0, 3).join(", ")}${more.length > 3 ? ", …" : ""})`;
        report.object({
          title: other.title,
          urn: other.urn,
          path,
          problem: `differs from ${first.title}${also}; only ${["labels", ...allowed].join(", ")} may`,
          remedy: "give both sides the same",
        });
      }
    }
  },
});

/**
 * Calls a component's own ConfigMaps and Secrets in a template by their short names: another content is another object, and
 * so has another name on each side.
 */
function configOf(stack: StackFacts, workload: WorkloadFacts): (template: unknown) => unknown {
  const component = stack.componentOf(workload);
  const names = new Map<unknown, unknown>();
  for (const object of component ? stack.objects : []) {
    const short = getPath(object.value, "metadata", "labels", LABELS.config);
    if (short !== undefined && stack.componentOf(object) === component) names.set(object.name, short);
  }
  const called = (value: unknown): unknown => {
    if (value instanceof Unknown) return value;
    if (Array.isArray(value)) return value.map(called);
    if (!isRecord(value)) return names.get(value) ?? value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, called(inner)]));
  };
  return called;
}

/** The workloads that belong together: of one component, or behind one Service now or after a flip. */
function groups(stack: StackFacts, part: (check: () => void, title?: string) => void): WorkloadFacts[][] {
  const found = stack.components
    .filter(({ kind }) => kind !== "KubeProxyConfig")
    .map((component) => stack.workloads.filter((workload) => stack.componentOf(workload) === component));
  for (const service of stack.services) {
    part(() => {
      const sides = [...stack.selectedBy(service), ...stack.alternativesTo(service)];
      if (sides.length > 0 && !sides.some((side) => stack.componentOf(side))) found.push(sides);
    }, service.title);
  }
  return found.filter((sides) => sides.length > 1);
}

/** The paths at which two values differ. A late value may turn out equal, so it is no difference. */
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
