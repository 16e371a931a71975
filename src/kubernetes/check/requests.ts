import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { quote } from "../../diagnostics/format.js";
import { isOutputOrPromise, mapInput } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { CheckedAutoscaling } from "../autoscaler.js";
import {
  checkBy,
  field,
  type GivenTemplate,
  readContainers,
  readSpec,
  settled,
  together,
} from "./containers.js";

type Metric = input.autoscaling.v2.MetricSpec;

/** A metric that is a percentage of what containers request. */
interface Utilization {
  readonly path: string;
  /** `cpu` or `memory`. */
  readonly resource: string;
  /** The only container that it measures; undefined for all. */
  readonly container: string | undefined;
}

/** The metric of Kubernetes where `autoscaling` has none. */
const DEFAULT: Utilization = { path: "autoscaling", resource: "cpu", container: undefined };

/**
 * Warns about a metric in percent of what containers request, where a container requests nothing: the autoscaler then
 * never changes the number of pods. It is no refusal, because a LimitRange of the namespace may set the request.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function checkRequests(
  problems: Problems,
  autoscaling: CheckedAutoscaling,
  templates: readonly GivenTemplate[],
): CheckedAutoscaling {
  const { metrics } = autoscaling;
  if (metrics === undefined) {
    const checked = checkMetric<Input<Metric>[] | undefined>(undefined, DEFAULT, templates, problems);
    if (checked === undefined) return autoscaling;
    return { ...autoscaling, metrics: checked as Input<Input<Metric>[]> }; // undefined later leaves the field out
  }
  const checked = checkInput(metrics, problems, (list, problems) =>
    list.map((metric, index) =>
      checkInput(metric, problems, (given, problems) => {
        const utilization = utilizationOf(given, `autoscaling.metrics[${index}]`);
        return utilization ? checkMetric(given, utilization, templates, problems) : given;
      }),
    ),
  );
  return { ...autoscaling, metrics: checked };
}

function checkMetric<T>(
  metric: Input<T>,
  utilization: Utilization,
  templates: readonly GivenTemplate[],
  problems: Problems,
): Input<T> {
  const missing = together(templates.map(({ template }) => withoutRequest(template, utilization)));
  return checkBy(metric, missing, problems, (known, problems) => {
    known.forEach((names, index) => {
      if (names.length > 0) warn(utilization, templates[index]?.path ?? "", names, problems);
    });
  });
}

function warn({ path, resource }: Utilization, template: string, names: string[], problems: Problems): void {
  const who = problems.masked ? "a container" : names.map(quote).join(", ");
  problems.warn({
    path,
    problem: `scales by a percentage of the requested ${resource}, but ${who} in ${template} requests none, so the number of pods never changes`,
    remedy: `set resources.requests.${resource}`,
  });
}

/** The percentage that a metric is; undefined for other metrics, and for what is known only later. */
function utilizationOf(metric: unknown, path: string): Utilization | undefined {
  const source = field(metric, "resource") ?? field(metric, "containerResource");
  const [resource, container] = [field(source, "name"), field(source, "container")];
  const target = field(source, "target");
  const isShare =
    field(target, "type") === "Utilization" || field(target, "averageUtilization") !== undefined;
  if (!isShare || typeof resource !== "string" || isOutputOrPromise(container)) return undefined;
  return { path, resource, container: typeof container === "string" ? container : undefined };
}

/** Names of the measured containers that request nothing. Kubernetes takes a limit as the request. */
function withoutRequest(template: unknown, { resource, container }: Utilization): Input<string[]> {
  const asks = (resources: unknown) =>
    ["requests", "limits"].some((kind) => field(field(resources, kind), resource) !== undefined);
  return mapInput(readSpec(template), (spec) =>
    mapInput(settled(field(spec, "resources")), (ofPod) => {
      if (container === undefined && asks(ofPod)) return [];
      const lacking = readContainers(template, ({ name, resources }) =>
        mapInput(settled({ name, resources }), (given) => {
          const measured = container === undefined || field(given, "name") === container;
          return measured && !asks(field(given, "resources")) ? [String(field(given, "name"))] : [];
        }),
      );
      return mapInput(lacking, (lists) => lists.flat());
    }),
  );
}
