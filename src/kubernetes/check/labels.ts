import type { Input } from "@pulumi/pulumi";
import { OWN_PREFIX } from "../../contract/names.js";
import { checkInput } from "../../diagnostics/checkInput.js";
import { checkPlain } from "../../diagnostics/checkPlain.js";
import { isRecord } from "../../diagnostics/checks.js";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { LabelSelector, Labels } from "../labels.js";
import { MAX_NAME_LENGTH } from "./names.js";

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/**
 * Refuses labels that Kubernetes would refuse, keys with this package's prefix, and values that contradict `selector`.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export function checkLabels(
  problems: Problems,
  path: string,
  labels: unknown,
  selector: LabelSelector = {},
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
      problems.refuse({
        path: at,
        problem: "uses the prefix of this library",
        remedy: "choose another prefix",
      });
    }
    checked[key] = checkInput(given as Input<string>, problems, (value, problems) => {
      if (key in selector && value !== selector[key]) {
        const problem = `contradicts the selector, which requires ${quote(selector[key])} to find the pods`;
        problems.refuse({ path: at, value, problem, remedy: "leave the label out" });
      } else checkLabelValue(problems, at, value);
      return value;
    });
  }
  return checked;
}

/** Refuses a selector with keys or values that a label cannot have. */
export function checkSelector(problems: Problems, path: string, selector: unknown): void {
  if (!checkPlain(problems, path, selector, "object")) return;
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
    const at = `${path}[${quote(key)}]`;
    checkLabelKey(problems, at, key);
    if (checkPlain(problems, at, value, "text")) checkLabelValue(problems, at, value);
  }
}

/** The labels of a selector that pods can be compared with. `checkSelector` refuses all others. */
export function textLabels(selector: unknown, byDefault: LabelSelector): LabelSelector {
  if (selector === undefined) return byDefault;
  const isText = (label: [string, unknown]): label is [string, string] => typeof label[1] === "string";
  return Object.fromEntries(Object.entries(isRecord(selector) ? selector : {}).filter(isText));
}

/** Refuses a version that cannot be the value of the version label. */
export function checkVersionLabel(problems: Problems, path: string, version: unknown): void {
  if (!checkPlain(problems, path, version, "text")) return;
  if (typeof version === "string" && version !== "") checkLabelValue(problems, path, version);
  else
    problems.refuse({
      path,
      value: version,
      problem: "is not the name of a version",
      remedy: 'give a name such as "v1"',
    });
}

/** Refuses a key that Kubernetes would refuse. */
export function checkLabelKey(problems: Problems, path: string, key: unknown): void {
  if (!checkPlain(problems, path, key, "text") || (typeof key === "string" && LABEL_KEY.test(key))) return;
  const remedy = 'use a name such as "color", or with a prefix "example.com/color"';
  problems.refuse({ path, value: key, problem: "is not a valid label key", remedy });
}

/** Refuses a value that Kubernetes would refuse. Returns whether the value is valid. */
function checkLabelValue(problems: Problems, path: string, value: unknown): boolean {
  const good = typeof value === "string" && LABEL_VALUE.test(value) && value.length <= MAX_NAME_LENGTH;
  if (!good) {
    const remedy = "use at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit";
    problems.refuse({ path, value, problem: "is not a valid label value", remedy });
  }
  return good;
}
