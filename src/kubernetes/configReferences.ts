import type { Input } from "@pulumi/pulumi";
import { isRecord } from "../diagnostics/checks.js";
import { checkInput, isOutputOrPromise } from "../diagnostics/inputs.js";
import type { Problems } from "../diagnostics/problems.js";
import { didYouMean } from "../diagnostics/suggest.js";

/** Kinds of configuration that a pod reads. */
export type ConfigKind = "ConfigMap" | "Secret";

/** What a side's objects are called. */
export interface Names {
  /** The object's name in the cluster; undefined for one that is not ours. */
  readonly of: (kind: ConfigKind, short: string) => Input<string> | undefined;
  readonly known: (kind: ConfigKind) => readonly string[];
  /** Says that a part of the template is known only later, so that what it names is not known yet. */
  readonly late: () => void;
}

/** The fields of a pod that hold a reference, and the key of the name within: kustomize's list, without what is no pod. */
const REFERENCES: Readonly<Record<string, readonly [kind: ConfigKind, ...keys: string[]]>> = {
  configMap: ["ConfigMap", "name"],
  configMapRef: ["ConfigMap", "name"],
  configMapKeyRef: ["ConfigMap", "name"],
  secret: ["Secret", "secretName", "name"], // a volume, a projected source
  secretRef: ["Secret", "name"],
  secretKeyRef: ["Secret", "name"],
  nodePublishSecretRef: ["Secret", "name"],
  imagePullSecrets: ["Secret", "name"],
};

/**
 * The template with the objects' names in place of the short ones, wherever a pod can refer to a ConfigMap or a Secret.
 * Late parts are read when they are known, and stay secret or unknown as they are.
 */
export function nameReferences<T>(
  template: Input<T>,
  path: string,
  names: Names,
  problems: Problems,
): Input<T> {
  return walk(template, path, undefined, names, problems) as Input<T>;
}

type Reference = (typeof REFERENCES)[string];

function walk(
  input: unknown,
  path: string,
  reference: Reference | undefined,
  names: Names,
  problems: Problems,
): unknown {
  if (isOutputOrPromise(input)) names.late();
  return checkInput(input, problems, (value, found) => {
    if (Array.isArray(value)) {
      return value.map((entry, index) => walk(entry, `${path}[${index}]`, reference, names, found));
    }
    if (!isRecord(value)) return value;
    const [kind, ...keys] = reference ?? [];
    const entries = Object.entries(value).map(([key, inner]) => {
      const at = `${path}.${key}`;
      if (kind && keys.includes(key)) return [key, nameOf(kind, inner, at, names, found)];
      return [key, walk(inner, at, REFERENCES[key], names, found)];
    });
    return Object.fromEntries(entries);
  });
}

function nameOf(kind: ConfigKind, input: unknown, path: string, names: Names, problems: Problems): unknown {
  if (isOutputOrPromise(input)) names.late();
  return checkInput(input, problems, (short, found) => {
    if (typeof short !== "string") return short;
    const name = names.of(kind, short);
    if (name !== undefined) return name;
    const remedy = didYouMean(short, names.known(kind));
    const problem = `is no ${kind} of this app, so the name stays as it is`;
    if (remedy) found.warn({ path, value: short, problem, remedy });
    return short;
  });
}
