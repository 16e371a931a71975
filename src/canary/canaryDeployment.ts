import type { CustomResource } from "@pulumi/kubernetes/apiextensions/index.js";
import type { Deployment } from "@pulumi/kubernetes/apps/v1/index.js";
import type { Service } from "@pulumi/kubernetes/core/v1/index.js";
import * as pulumi from "@pulumi/pulumi";
import { COMPONENT_TYPES } from "../contract/names.js";
import type { CanaryDeploymentOutputs, CanaryPlan } from "../contract/outputs.js";
import { quote } from "../diagnostics/format.js";
import { Problems } from "../diagnostics/problems.js";
import { accepted, showOn, throwIfRefused } from "../diagnostics/pulumi.js";
import { checkUniqueObjects } from "../resources/check/uniqueObjects.js";
import { isOfType, type Registered } from "../resources/component.js";
import { register, resourcesByKey } from "../resources/register.js";
import { adoptedIn } from "../workload/adopted.js";
import { settleFloor } from "../workload/liveFloor.js";
import type { CanaryDeploymentArgs } from "./args.js";
import { checkCanary } from "./check.js";

/**
 * Two versions of an app behind one Service. A number in the stack's config sets the share of each.
 *
 * Every step is one `pulumi up`: a larger weight, a smaller weight, an abort (weight 0) or a promotion. Each step brings one
 * side to its size, and changes the other side only when the first one is ready. At every moment, the Service has at least
 * `replicas` ready pods. The Service is never replaced, and no selector changes.
 *
 * ```ts
 * const app = new CanaryDeployment("myapp", {
 *   replicas: 10,
 *   weight: config.requireNumber("canaryWeight"),
 *   stable: { version: "v1", image: "example.com/myapp:v1" },
 *   canary: { version: "v2", image: "example.com/myapp:v2" },
 *   template: { spec: { containers: [{ name: "myapp", ports: [{ containerPort: 80 }] }] } },
 *   service: { ports: [{ port: 80 }] },
 * });
 * export const share = app.plan.achieved; // the share that 10 replicas can achieve, in percent
 * ```
 *
 * To promote, make the canary's version the stable one and set the weight to 0 in the same update.
 *
 * Not for dividing traffic by request or by header (use a mesh or a gateway), and not for automated analysis: nothing
 * monitors the canary between updates.
 *
 * @throws ArgumentError that lists every invalid argument, before anything is registered.
 */
export class CanaryDeployment extends pulumi.ComponentResource {
  /** Type token; policies find the component by it. */
  static readonly __pulumiType = COMPONENT_TYPES.CanaryDeployment;

  /** Whether `value` is a CanaryDeployment, including one from another copy of this package. */
  static override isInstance(value: unknown): value is CanaryDeployment {
    return isOfType(value, CanaryDeployment.__pulumiType);
  }

  /** The Service in front of both sides. */
  public readonly service: Service;
  /** The additional Services, by key of `additionalServices`. */
  public readonly additionalServices: Readonly<Record<string, Service>>;
  /** The stable side's Deployment. With method `hold`, the only Deployment. */
  public readonly stable: Deployment;
  /** The canary's Deployment; undefined without `canary`, and with method `hold`. */
  public readonly canary: Deployment | undefined;
  /** The route; undefined unless the method is `route`. */
  public readonly route: CustomResource | undefined;
  /** The result of the weight: requested and achieved share, pods per side, peak. */
  public readonly plan: CanaryPlan;

  constructor(name: string, args: CanaryDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = new Problems(`CanaryDeployment ${quote(name)}`);
    const canary = accepted(problems, checkCanary(name, args, problems));
    const objects = canary.method.objects(canary);
    checkUniqueObjects(problems, { ...objects, namespace: canary.workload.namespace }, opts);
    throwIfRefused(problems);
    super(CanaryDeployment.__pulumiType, name, args, opts);
    showOn(this, problems);
    settleFloor(this, canary.workload, objects, problems);

    const resourceOf = register(this, objects.specs, canary.workload.timeout);
    this.service = resourceOf(objects.service);
    this.additionalServices = resourcesByKey(objects.additionalServices, resourceOf);
    this.stable = resourceOf(objects.stable);
    this.canary = objects.canary && resourceOf(objects.canary);
    this.route = objects.route && resourceOf(objects.route);
    this.plan = canary.plan;
    this.registerOutputs({
      plan: canary.stepPlan,
      serviceName: objects.service.name,
      method: canary.methodName,
      stableName: objects.stable.name,
      stableVersion: canary.stable.version,
      ...(canary.canary && { canaryVersion: canary.canary.version }),
      ...(objects.canary && { canaryName: objects.canary.name }),
      ...(objects.route && { routeName: objects.route.name }),
      ...adoptedIn(canary.workload),
    } satisfies Registered<CanaryDeploymentOutputs>);
  }
}
