import { ANNOTATIONS, PROVIDER_ANNOTATIONS } from "./names.js";

// How a step checks that enough pods of a side are ready. The components write it, and previews show it.

/** The condition, on a PodDisruptionBudget, that at least `pods` of its pods are ready. */
export function enoughReady(pods: number): string {
  return `[?@.currentHealthy>${pods - 1}]`;
}

/** The ready pods that a step checks for before anything else changes; undefined for an object that is no such check. */
export function checkedPods(annotations: Readonly<Record<string, unknown>>): number | undefined {
  if (annotations[ANNOTATIONS.reliedOn] === undefined) return undefined;
  const [, fewer] = /currentHealthy>(\d+)/.exec(String(annotations[PROVIDER_ANNOTATIONS.waitFor])) ?? [];
  return fewer === undefined ? undefined : Number(fewer) + 1;
}
