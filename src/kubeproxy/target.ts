import { checkKeys, isRecord } from "../problems/checks.js";
import { isLate } from "../problems/inputs.js";
import type { Problems } from "../problems/problems.js";
import { TARGET_KEYS } from "./unknownKeys.js";

/** Where the configuration is written; by default where kubeadm puts it. */
export interface Target {
  readonly namespace: string;
  readonly configMapName: string;
  readonly configMapKey: string;
}

/** Where kubeadm's kube-proxy looks for its configuration. */
export const KUBEADM_TARGET: Target = {
  namespace: "kube-system",
  configMapName: "kube-proxy",
  configMapKey: "config.conf",
};

const NAMES: Record<keyof Target, { form: RegExp; longest: number; what: string; characters: string }> = {
  namespace: {
    form: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    longest: 63,
    what: "a namespace's name",
    characters: "lower-case letters, digits and -",
  },
  configMapName: {
    form: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    longest: 253,
    what: "a ConfigMap's name",
    characters: "lower-case letters, digits, - and .",
  },
  configMapKey: {
    form: /^(?!\.$|\.\.)[-._a-zA-Z0-9]+$/,
    longest: 253,
    what: "a ConfigMap's key",
    characters: "letters, digits, -, _ and .",
  },
};

/** The target with its defaults; refuses names that Kubernetes would refuse. */
export function checkTarget(target: unknown, problems: Problems): Target {
  if (target === undefined) return KUBEADM_TARGET;
  if (!isRecord(target) || isLate(target)) {
    problems.refuse({ path: "target", problem: "is not a plain object", remedy: "give one of plain names" });
    return KUBEADM_TARGET;
  }
  checkKeys(problems, "target", target, TARGET_KEYS);
  const [namespace, configMapName, configMapKey] = TARGET_KEYS.map((key) =>
    checkTargetName(key, target[key], problems),
  );
  return { namespace, configMapName, configMapKey };
}

function checkTargetName(key: keyof Target, name: unknown, problems: Problems): string {
  if (name === undefined) return KUBEADM_TARGET[key];
  const { form, longest, what, characters } = NAMES[key];
  if (typeof name === "string" && form.test(name) && name.length <= longest) return name;
  const path = `target.${key}`;
  if (isLate(name))
    problems.refuse({ path, problem: "must be plain text, known before anything is created" });
  else {
    const remedy = `use at most ${longest} ${characters}`;
    problems.refuse({ path, value: name, problem: `is not ${what}`, remedy });
  }
  return KUBEADM_TARGET[key];
}
