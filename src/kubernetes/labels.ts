import type { Input } from "@pulumi/pulumi";
import { OWN_PREFIX } from "../contract/names.js";
import { isRecord } from "../diagnostics/checks.js";
import { quote } from "../diagnostics/format.js";
import { checkInput } from "../diagnostics/inputs.js";
import type { Problems } from "../diagnostics/problems.js";

/** Labels of an object. */
export type Labels = Record<string, Input<string>>;

/** Longest name of a Service and longest value of a label. */
const LONGEST_NAME = 63;

const DNS_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const OBJECT_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/**
 * Refuses a component name that cannot name its objects: it becomes the Service's name, and with a suffix the names of
 * Deployments, and a label value. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function checkName(problems: Problems, name: unknown, longestSuffix: string): void {
  if (typeof name !== "string" || !DNS_LABEL.test(name)) {
    const remedy = "use lower-case letters, digits and -, beginning with a letter and not ending with -";
    problems.refuse({ path: "name", value: name, problem: "cannot name a Service", remedy });
    return;
  }
  const most = LONGEST_NAME - longestSuffix.length;
  if (name.length <= most) return;
  const problem = `has ${name.length} characters, too many for a name and label such as ${quote(`…${longestSuffix}`)}`;
  problems.refuse({ path: "name", value: name, problem, remedy: `use at most ${most}` });
}

/** Refuses what cannot be part of an object's name, such as a colour. */
export function checkNamePart(problems: Problems, path: string, part: string): boolean {
  const good = DNS_LABEL.test(part) && part.length <= 40;
  if (!good) {
    const remedy = "use at most 40 lower-case letters, digits and -, beginning with a letter";
    problems.refuse({ path, value: part, problem: "cannot be part of an object's name", remedy });
  }
  return good;
}

/** Refuses the name of an object of the user's that Kubernetes would not have taken. */
export function checkObjectName(problems: Problems, path: string, name: unknown): void {
  if (typeof name === "string" && name.length <= 253 && OBJECT_NAME.test(name)) return;
  const remedy = "give the name as the cluster has it";
  problems.refuse({ path, value: name, problem: "is no object's name", remedy });
}

/** Refuses a selector with keys or values that no label has. */
export function checkSelector(problems: Problems, path: string, selector: unknown): void {
  if (!isRecord(selector)) {
    problems.refuse({
      path,
      value: selector,
      problem: "is not a selector",
      remedy: "give the labels of the pods",
    });
    return;
  }
  for (const [key, value] of Object.entries(selector)) {
    checkLabelKey(problems, `${path}[${quote(key)}]`, key);
    checkLabelValue(problems, `${path}[${quote(key)}]`, value);
  }
}

/** Refuses a namespace that Kubernetes would refuse. */
export function checkNamespace(problems: Problems, namespace: unknown): void {
  if (typeof namespace === "string" && NAMESPACE.test(namespace) && namespace.length <= LONGEST_NAME) return;
  const remedy = "use at most 63 lower-case letters, digits and -";
  problems.refuse({ path: "namespace", value: namespace, problem: "is not a namespace's name", remedy });
}

/** Refuses a value that no label can have. */
function checkLabelValue(problems: Problems, path: string, value: unknown): boolean {
  const good = typeof value === "string" && LABEL_VALUE.test(value) && value.length <= LONGEST_NAME;
  if (!good) {
    const remedy = "use at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit";
    problems.refuse({ path, value, problem: "cannot be a label's value", remedy });
  }
  return good;
}

/** Refuses a key that no label can have. */
export function checkLabelKey(problems: Problems, path: string, key: unknown): void {
  if (typeof key === "string" && LABEL_KEY.test(key)) return;
  const remedy = 'use a name such as "color", or with a prefix "example.com/color"';
  problems.refuse({ path, value: key, problem: "cannot be a label's key", remedy });
}

/**
 * The labels, checked: refuses what Kubernetes would refuse, keys under our own prefix, and what contradicts `selector`.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export function checkLabels(
  problems: Problems,
  path: string,
  labels: unknown,
  selector: Readonly<Record<string, string>> = {},
): Labels {
  if (!isRecord(labels)) {
    problems.refuse({
      path,
      value: labels,
      problem: "is not a set of labels",
      remedy: "give keys and values",
    });
    return {};
  }
  const checked: Labels = {};
  for (const [key, given] of Object.entries(labels)) {
    const at = `${path}[${quote(key)}]`;
    checkLabelKey(problems, at, key);
    if (key.startsWith(OWN_PREFIX) && !(key in selector)) {
      problems.refuse({ path: at, problem: "is a key of this library", remedy: "choose another prefix" });
    }
    checked[key] = checkInput(given as Input<string>, problems, (value, found) => {
      if (key in selector && value !== selector[key]) {
        const problem = `contradicts the selector, which needs ${quote(selector[key])} to find the pods`;
        found.refuse({ path: at, value, problem, remedy: "leave the label out" });
      } else checkLabelValue(found, at, value);
      return value;
    });
  }
  return checked;
}

/** Refuses a version that cannot be the value of the version label. */
export function checkVersion(problems: Problems, path: string, version: unknown): void {
  if (typeof version === "string" && version !== "") checkLabelValue(problems, path, version);
  else
    problems.refuse({
      path,
      value: version,
      problem: "names no version",
      remedy: 'give a name such as "v1"',
    });
}

/** Labels every object of a component carries. None of them is in a selector, so a user may change them at any time. */
export function commonLabels(name: string, version?: string): Labels {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": name,
    ...(version === undefined ? {} : { "app.kubernetes.io/version": version }),
    "app.kubernetes.io/managed-by": "pulumi",
  };
}
