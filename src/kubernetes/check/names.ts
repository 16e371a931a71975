import { checkPlain } from "../../diagnostics/checkPlain.js";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";

/** Maximum length of a Service's name, a namespace and a label's value. */
export const MAX_NAME_LENGTH = 63;

/** Form of a ConfigMap's name, and of most other names. At most 253 characters. */
export const OBJECT_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Form of a namespace, and of a name that is also a label's value. At most 63 characters. */
export const NAMESPACE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const DNS_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Refuses a component name that is not valid for its objects: it becomes the Service's name and a label value, and with a
 * suffix the names of Deployments. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function checkComponentName(problems: Problems, name: unknown, longestSuffix: string): void {
  if (!checkPlain(problems, "name", name, "text")) return;
  if (typeof name !== "string" || !DNS_LABEL.test(name)) {
    const remedy = "use lowercase letters, digits and -, starting with a letter and not ending with -";
    problems.refuse({ path: "name", value: name, problem: "is not a valid Service name", remedy });
    return;
  }
  const most = MAX_NAME_LENGTH - longestSuffix.length;
  if (name.length <= most) return;
  const problem = `has ${name.length} characters, too many for a name and label such as ${quote(`…${longestSuffix}`)}`;
  problems.refuse({ path: "name", value: name, problem, remedy: `use at most ${most}` });
}

/** Refuses a color or another key that cannot be part of an object name. Returns whether it can. */
export function checkNamePart(problems: Problems, path: string, part: string): boolean {
  const good = DNS_LABEL.test(part) && part.length <= 40;
  if (!good) {
    const remedy = "use at most 40 lowercase letters, digits and -, starting with a letter";
    problems.refuse({ path, value: part, problem: "cannot be part of an object name", remedy });
  }
  return good;
}

/** Refuses the name of an existing object that Kubernetes would never have accepted. */
export function checkObjectName(problems: Problems, path: string, name: unknown): void {
  if (!checkPlain(problems, path, name, "text")) return;
  if (typeof name === "string" && name.length <= 253 && OBJECT_NAME.test(name)) return;
  const remedy = "use the name that the object has in the cluster";
  problems.refuse({ path, value: name, problem: "is not a valid object name", remedy });
}

/** Refuses a namespace that Kubernetes would refuse. */
export function checkNamespace(namespace: string, problems: Problems): string {
  if (typeof namespace !== "string" || !NAMESPACE.test(namespace) || namespace.length > MAX_NAME_LENGTH) {
    const remedy = "use at most 63 lowercase letters, digits and -";
    problems.refuse({ path: "namespace", value: namespace, problem: "is not a valid namespace", remedy });
  }
  return namespace;
}
