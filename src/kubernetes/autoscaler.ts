import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { MAX_PODS } from "../contract/defaults.js";
import { PROVIDER_ANNOTATIONS } from "../contract/names.js";
import type { Bounds } from "../contract/outputs.js";
import { checkKeys, checkWhole, checkWord, isRecord } from "../diagnostics/checks.js";
import { checkInput, isOutputOrPromise } from "../diagnostics/inputs.js";
import type { Problems } from "../diagnostics/problems.js";
import type { VersionArgs } from "../workload/version.js";
import { awaitWritten } from "./deployment.js";

/** Lets a HorizontalPodAutoscaler decide how many pods carry the load. */
export interface AutoscalingArgs {
  /**
   * Fewest pods that carry the full load: a whole number from 1 to `maxReplicas`. What `replicas` promises without
   * autoscaling, this promises with it. Default: `replicas`.
   */
  minReplicas?: number;
  /** Most pods that carry the full load: a whole number from `minReplicas`. Required. */
  maxReplicas: number;
  /**
   * What is measured, the same for every side. Default: Kubernetes' own, 80 % of the CPU that the containers request.
   * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
   */
  metrics?: Input<Input<input.autoscaling.v2.MetricSpec>[]>;
  /** How fast a side may grow and shrink. Default: Kubernetes' own, at once and after five quiet minutes. */
  behavior?: Input<input.autoscaling.v2.HorizontalPodAutoscalerBehavior>;
}

/** How a side of an autoscaled workload is sized. */
export interface SideScaling {
  readonly bounds: Bounds;
  /**
   * Whether the size is written, and not left to the autoscaler: that of a side without traffic. An autoscaler never
   * starts from 0 pods, so such a side keeps at least one.
   */
  readonly written: boolean;
  /** Ready pods that `up` waits for; undefined when it does not. */
  readonly awaited: Bounds | undefined;
}

const KEYS = Object.keys({
  minReplicas: true,
  maxReplicas: true,
  metrics: true,
  behavior: true,
} satisfies Record<keyof AutoscalingArgs, true>);

/** The field in which a metric of each type says what it measures. */
const METRICS: Readonly<Record<string, string>> = {
  Resource: "resource",
  ContainerResource: "containerResource",
  Pods: "pods",
  Object: "object",
  External: "external",
};

/** The sizes of the whole workload; undefined when there is no autoscaling, or `problems` says why there can be none. */
export function checkAutoscaling(
  problems: Problems,
  { autoscaling, replicas }: { autoscaling?: AutoscalingArgs | false; replicas: number },
): Bounds | undefined {
  if (autoscaling === undefined || autoscaling === false) return undefined;
  if (!isRecord(autoscaling)) {
    const remedy = "give { maxReplicas: … }, or false";
    problems.refuse({ path: "autoscaling", value: autoscaling, problem: "is not a range of sizes", remedy });
    return undefined;
  }
  checkKeys(problems, "autoscaling", autoscaling, KEYS);
  const { minReplicas: min = replicas, maxReplicas: max } = autoscaling;
  const range = { min: 1, max: MAX_PODS };
  const least =
    autoscaling.minReplicas === undefined || checkWhole(problems, "autoscaling.minReplicas", min, range);
  if (!checkWhole(problems, "autoscaling.maxReplicas", max, range) || !least) return undefined;
  if (max < min) {
    const problem = `is below the ${min} of ${autoscaling.minReplicas === undefined ? "replicas" : "minReplicas"}`;
    problems.refuse({ path: "autoscaling.maxReplicas", value: max, problem, remedy: `give at least ${min}` });
    return undefined;
  }
  if (!(replicas >= min && replicas <= max) && Number.isInteger(replicas)) {
    const problem = `is not between the minReplicas ${min} and maxReplicas ${max} of autoscaling`;
    problems.refuse({ path: "replicas", value: replicas, problem, remedy: "it is the size to begin with" });
  }
  return { min, max };
}

/**
 * Refuses an existing Deployment that also finds the other sides' pods: an autoscaler stops where its pods are another
 * one's too, and a Service could not leave out a side that waits.
 */
export function checkApart(
  problems: Problems,
  versions: Readonly<Record<string, VersionArgs | undefined>>,
  shared: Readonly<Record<string, string>> | undefined,
): void {
  for (const [path, version] of Object.entries(versions)) {
    const own = isRecord(version) ? version.existing?.selector : undefined;
    if (!isRecord(own) || !isRecord(shared)) continue;
    if (Object.entries(own).some(([key, value]) => shared[key] !== value)) continue;
    const problem = "also finds the other pods behind the Service, and no autoscaler could tell them apart";
    const remedy = "autoscale once the next version runs, on a Deployment of the component's own";
    problems.refuse({ path: `${path}.existing.selector`, value: own, problem, remedy });
  }
}

/** The autoscaler's spec for one Deployment. Refuses metrics and behaviour that the API server would refuse. */
export function autoscalerSpec(
  problems: Problems,
  deployment: string,
  { min, max }: Bounds,
  { metrics, behavior }: AutoscalingArgs,
): input.autoscaling.v2.HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas: min,
    maxReplicas: max,
    ...(metrics !== undefined && { metrics: checkInput(metrics, problems, checkedMetrics) }),
    ...(behavior !== undefined && { behavior: checkInput(behavior, problems, checkedBehavior) }),
  };
}

/**
 * Annotations that make `up` go on only when the pods of this write are ready, however many an autoscaler has made of
 * them: none of an older version is left, and as many are ready as `bounds` allow. Pods above the floor that cannot start
 * hold up nothing. Without `bounds` it does not wait.
 *
 * The provider reads a condition as RFC 9535 JSONPath, so it can compare. It splits the condition at a `=` alone, so `>=`
 * cannot be said, and its parser takes no space behind a path.
 */
export function awaitReadyWithin(version: string, bounds: Bounds | undefined): Record<string, string> {
  const ready = bounds && anyField(...within("readyReplicas", bounds), "@.updatedReplicas==@.replicas");
  return awaitWritten(version, ready ? [ready] : []);
}

/** Annotations of an autoscaler that make `up` go on only when it has brought the size within its bounds. */
export function awaitWithin(bounds: Bounds): Record<string, string> {
  return { [PROVIDER_ANNOTATIONS.waitFor]: JSON.stringify([anyField(...within("currentReplicas", bounds))]) };
}

function within(field: string, { min, max }: Bounds): string[] {
  return [`@.${field}>${min - 1}`, `@.${field}<${max + 1}`];
}

/** The condition that one field of the object, which is its status, is all of this. */
function anyField(...tests: string[]): string {
  return `jsonpath={[?${tests.join("&&")}]}`;
}

function checkedMetrics(metrics: unknown, problems: Problems): Input<input.autoscaling.v2.MetricSpec>[] {
  const path = "autoscaling.metrics";
  if (!Array.isArray(metrics) || metrics.length === 0) {
    const remedy = "give at least one metric, or leave it out for Kubernetes' own";
    problems.refuse({ path, value: metrics, problem: "is not a list of metrics", remedy });
    return [];
  }
  return metrics.map((metric, index) =>
    checkInput(metric, problems, (given, found) => {
      checkMetric(found, `${path}[${index}]`, given);
      return given;
    }),
  ) as Input<input.autoscaling.v2.MetricSpec>[];
}

function checkMetric(problems: Problems, path: string, metric: unknown): void {
  if (!isRecord(metric)) {
    const remedy = 'give { type: "Resource", resource: { … } }';
    problems.refuse({ path, value: metric, problem: "is not a metric", remedy });
    return;
  }
  const { type } = metric;
  if (isOutputOrPromise(type)) return;
  checkWord(problems, `${path}.type`, type, Object.keys(METRICS));
  const field = METRICS[String(type)];
  if (field === undefined || metric[field] !== undefined) return;
  const problem = `is missing, and a metric of type ${String(type)} is measured by it`;
  problems.refuse({ path: `${path}.${field}`, problem, remedy: "say what to measure, and its target" });
}

function checkedBehavior(
  behavior: unknown,
  problems: Problems,
): input.autoscaling.v2.HorizontalPodAutoscalerBehavior {
  const path = "autoscaling.behavior";
  if (isRecord(behavior)) checkKeys(problems, path, behavior, ["scaleUp", "scaleDown"]);
  else {
    const remedy = "give { scaleUp: …, scaleDown: … }";
    problems.refuse({ path, value: behavior, problem: "says nothing about growing or shrinking", remedy });
  }
  return behavior as input.autoscaling.v2.HorizontalPodAutoscalerBehavior;
}
