import { parse } from "yaml";
import { DEFAULT_CLUSTER } from "./clusters.js";
import { isIncomplete, type Missing, reasonsOf } from "./missing.js";
import { toYaml } from "./render.js";

/** Name of the file that lists the objects of one cluster for `kubectl apply -k`. */
export const KUSTOMIZATION = "kustomization.yaml";

/** First words of every list that a render writes, by which the next one recognizes its folder. */
export const OURS = "# Rendered by pulumi-kubernetes-traffic";

const CLUSTER = "# Cluster: ";
const LEFT_OUT = "# - ";

/** The files of one cluster, in dependency order. */
export interface FileList {
  /** Name of the cluster's folder. */
  readonly cluster: string;
  /** Paths within it. */
  readonly paths: readonly string[];
}

/**
 * Lists the files of one cluster. With `fifo`, kustomize does not sort them by kind. A file that lacks a value is only in a
 * comment: applied, it would replace the value in the cluster by a marker.
 */
export function kustomizationText(
  cluster: string,
  files: readonly { readonly path: string; readonly missing: Missing }[],
): string {
  const complete = files.filter(({ missing }) => !isIncomplete(missing));
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: complete.map(({ path }) => path),
    sortOptions: { order: "fifo" },
  };
  const leftOut = files.filter(({ missing }) => isIncomplete(missing));
  return [
    `${OURS}; edits are overwritten.`,
    ...(cluster === DEFAULT_CLUSTER ? [] : [`${CLUSTER}${cluster}`]),
    ...(leftOut.length > 0 ? ["# Left out, because kubectl must not apply them:"] : []),
    ...leftOut.map(({ path, missing }) => `${LEFT_OUT}${path} ${inComment(reasonsOf(missing).join("; "))}`),
    toYaml(kustomization),
  ].join("\n");
}

/** The files in the text of such a list, those in comments included. Undefined for a text that no render has written. */
export function listOf(text: string): FileList | undefined {
  if (!text.startsWith(OURS)) return undefined;
  const { resources } = (parse(text) ?? {}) as { resources?: unknown };
  const lines = text.split("\n");
  const cluster = lines.find((line) => line.startsWith(CLUSTER))?.slice(CLUSTER.length);
  const leftOut = lines
    .filter((line) => line.startsWith(LEFT_OUT))
    .map((line) => line.slice(LEFT_OUT.length).split(" ")[0] ?? "");
  const listed = Array.isArray(resources) ? resources.map(String) : [];
  return { cluster: cluster ?? DEFAULT_CLUSTER, paths: [...listed, ...leftOut] };
}

/** Text on one line: a line break would end the comment. */
export function inComment(text: string): string {
  return text.replace(/\s+/g, " ");
}
