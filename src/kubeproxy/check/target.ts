import { checkPlain } from "../../diagnostics/checkPlain.js";
import { checkKeys, isRecord } from "../../diagnostics/checks.js";
import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import { MAX_NAME_LENGTH, NAMESPACE, OBJECT_NAME } from "../../kubernetes/check/names.js";
import { isLayout, KUBEADM, LAYOUTS, type Target } from "../schema/layouts.js";
import { TARGET_KEYS } from "./unknownKeys.js";

const NAMES: Record<keyof Target, { form: RegExp; longest: number; what: string; characters: string }> = {
  namespace: {
    form: NAMESPACE,
    longest: MAX_NAME_LENGTH,
    what: "a valid namespace",
    characters: "lowercase letters, digits and -",
  },
  configMapName: {
    form: OBJECT_NAME,
    longest: 253,
    what: "a valid ConfigMap name",
    characters: "lowercase letters, digits, - and .",
  },
  configMapKey: {
    form: /^(?!\.$|\.\.)[-._a-zA-Z0-9]+$/,
    longest: 253,
    what: "a valid ConfigMap key",
    characters: "letters, digits, -, _ and .",
  },
  daemonSetName: {
    form: NAMESPACE,
    longest: MAX_NAME_LENGTH,
    what: "a valid DaemonSet name",
    characters: "lowercase letters, digits and -",
  },
};

/** Checks the target and fills in its defaults. Refuses names that Kubernetes refuses. */
export function checkTarget(target: unknown, problems: Problems): Target {
  if (target === undefined) return KUBEADM;
  if (typeof target === "string") return checkLayout(target, problems);
  if (!checkPlain(problems, "target", target, "value")) return KUBEADM;
  if (!isRecord(target)) {
    const layouts = Object.keys(LAYOUTS).map(quote).join(", ");
    const problem = "is neither a layout nor a plain object";
    problems.refuse({
      path: "target",
      problem,
      remedy: `use one of ${layouts}, or an object of plain names`,
    });
    return KUBEADM;
  }
  checkKeys(problems, "target", target, TARGET_KEYS);
  const name = (key: keyof Target) => checkTargetName(key, target[key], problems);
  return {
    namespace: name("namespace"),
    configMapName: name("configMapName"),
    configMapKey: name("configMapKey"),
    daemonSetName: name("daemonSetName"),
  };
}

function checkLayout(layout: string, problems: Problems): Target {
  if (isLayout(layout)) return LAYOUTS[layout];
  const layouts = Object.keys(LAYOUTS);
  const problem = `is not a layout (${layouts.join(", ")})`;
  problems.refuse({ path: "target", value: layout, problem, remedy: didYouMean(layout, layouts) });
  return KUBEADM;
}

function checkTargetName(key: keyof Target, name: unknown, problems: Problems): string {
  if (name === undefined) return KUBEADM[key];
  const { form, longest, what, characters } = NAMES[key];
  if (typeof name === "string" && form.test(name) && name.length <= longest) return name;
  const path = `target.${key}`;
  if (checkPlain(problems, path, name, "text")) {
    const remedy = `use at most ${longest} ${characters}`;
    problems.refuse({ path, value: name, problem: `is not ${what}`, remedy });
  }
  return KUBEADM[key];
}
