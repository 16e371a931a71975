import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { MAX_PODS } from "../../contract/defaults.js";
import type { Bounds } from "../../contract/outputs.js";
import { checkInput } from "../../diagnostics/checkInput.js";
import { checkPlain } from "../../diagnostics/checkPlain.js";
import { checkFlag, checkKeys, checkWhole, checkWord, isRecord } from "../../diagnostics/checks.js";
import { isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import { type AutoscalingArgs, type CheckedAutoscaling, LiveFloor } from "../autoscaler.js";

const KEYS = Object.keys({
  minReplicas: true,
  maxReplicas: true,
  matchLiveSize: true,
  metrics: true,
  behavior: true,
} satisfies Record<keyof AutoscalingArgs, true>);

/** The field that describes a metric of each type. */
const METRICS: Readonly<Record<string, string>> = {
  Resource: "resource",
  ContainerResource: "containerResource",
  Pods: "pods",
  Object: "object",
  External: "external",
};

/** Checks `autoscaling`. Returns undefined if it is absent or refused. */
export function checkAutoscaling(
  problems: Problems,
  { autoscaling, replicas }: { autoscaling?: AutoscalingArgs | false | undefined; replicas: number },
): CheckedAutoscaling | undefined {
  if (autoscaling === undefined || autoscaling === false) return undefined;
  if (!checkPlain(problems, "autoscaling", autoscaling, "object")) return undefined;
  if (!isRecord(autoscaling)) {
    const remedy = "give { maxReplicas: … }, or false";
    problems.refuse({
      path: "autoscaling",
      value: autoscaling,
      problem: "is not an autoscaling object",
      remedy,
    });
    return undefined;
  }
  checkKeys(problems, "autoscaling", autoscaling, KEYS);
  const bounds = checkBounds(problems, autoscaling, replicas);
  checkFlag(problems, "autoscaling.matchLiveSize", autoscaling.matchLiveSize);
  const liveFloor = autoscaling.matchLiveSize === true ? new LiveFloor() : undefined;
  const metrics =
    autoscaling.metrics === undefined ? undefined : checkInput(autoscaling.metrics, problems, checkMetrics);
  const behavior =
    autoscaling.behavior === undefined
      ? undefined
      : checkInput(autoscaling.behavior, problems, checkBehavior);
  return bounds && { bounds, liveFloor, metrics, behavior };
}

function checkBounds(problems: Problems, autoscaling: AutoscalingArgs, replicas: number): Bounds | undefined {
  const { minReplicas: min = replicas, maxReplicas: max } = autoscaling;
  const range = { min: 1, max: MAX_PODS };
  const least =
    autoscaling.minReplicas === undefined || checkWhole(problems, "autoscaling.minReplicas", min, range);
  if (!checkWhole(problems, "autoscaling.maxReplicas", max, range) || !least) return undefined;
  if (max < min) {
    const problem = `is below ${autoscaling.minReplicas === undefined ? "replicas" : "minReplicas"} ${min}`;
    problems.refuse({ path: "autoscaling.maxReplicas", value: max, problem, remedy: `give at least ${min}` });
    return undefined;
  }
  if (!(replicas >= min && replicas <= max) && Number.isInteger(replicas)) {
    const problem = `is not between the minReplicas ${min} and maxReplicas ${max} of autoscaling`;
    problems.refuse({
      path: "replicas",
      value: replicas,
      problem,
      remedy: "choose an initial size within these bounds",
    });
  }
  return { min, max };
}

function checkMetrics(metrics: unknown, problems: Problems): Input<input.autoscaling.v2.MetricSpec>[] {
  const path = "autoscaling.metrics";
  if (!Array.isArray(metrics) || metrics.length === 0) {
    const remedy = "give at least one metric, or leave it out for the Kubernetes default";
    problems.refuse({ path, value: metrics, problem: "is not a list of metrics", remedy });
    return [];
  }
  return metrics.map((metric, index) =>
    checkInput(metric, problems, (given, problems) => {
      checkMetric(problems, `${path}[${index}]`, given);
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
  const problem = `is missing, but a metric of type ${String(type)} requires it`;
  problems.refuse({ path: `${path}.${field}`, problem, remedy: "give what to measure and a target" });
}

function checkBehavior(
  behavior: unknown,
  problems: Problems,
): input.autoscaling.v2.HorizontalPodAutoscalerBehavior {
  const path = "autoscaling.behavior";
  if (isRecord(behavior)) checkKeys(problems, path, behavior, ["scaleUp", "scaleDown"]);
  else {
    const remedy = "give { scaleUp: …, scaleDown: … }";
    problems.refuse({ path, value: behavior, problem: "must set scaleUp or scaleDown", remedy });
  }
  return behavior as input.autoscaling.v2.HorizontalPodAutoscalerBehavior;
}
