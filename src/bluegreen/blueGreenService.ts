import type { CustomResource } from "@pulumi/kubernetes/apiextensions/index.js";
import type { Deployment } from "@pulumi/kubernetes/apps/v1/index.js";
import type { Service } from "@pulumi/kubernetes/core/v1/index.js";
import * as pulumi from "@pulumi/pulumi";
import { COMPONENT_TYPES } from "../contract/names.js";
import type { BlueGreenServiceOutputs } from "../contract/outputs.js";
import { quote } from "../diagnostics/format.js";
import { Problems } from "../diagnostics/problems.js";
import { accepted, showOn, throwIfRefused } from "../diagnostics/pulumi.js";
import { checkUniqueObjects } from "../resources/check/uniqueObjects.js";
import { isOfType, type Registered } from "../resources/component.js";
import { register, resourcesByKey } from "../resources/register.js";
import { adoptedIn } from "../workload/adopted.js";
import { settleFloor } from "../workload/liveFloor.js";
import type { BlueGreenServiceArgs } from "./args.js";
import { checkBlueGreen } from "./check.js";
import { blueGreenObjects } from "./objects.js";

/**
 * Two or more versions of an app side by side. The stack's config names the one that gets all new connections.
 *
 * The flip is one `pulumi up`, in this order: the new active color scales up until all its pods are ready, then the Service's
 * selector changes, then the other colors scale down to `standbyReplicas`. If the new color does not become ready, the Service
 * does not change. The Service is never replaced. Going back is the same change in the other direction.
 *
 * ```ts
 * const shop = new BlueGreenService("shop", {
 *   activeColor: config.require("activeColor"),
 *   colors: {
 *     blue: { version: "v1", image: "example.com/shop:v1" },
 *     green: { version: "v2", image: "example.com/shop:v2" },
 *   },
 *   replicas: 2,
 *   template: { spec: { containers: [{ name: "shop", ports: [{ containerPort: 80 }] }] } },
 *   service: { ports: [{ port: 80 }] },
 *   previewService: true, // shop-preview shows the other color before the flip
 * });
 * ```
 *
 * A flip moves new connections. Open connections stay with their pod: while the old color has pods, a client with a
 * long-lived connection keeps using it.
 *
 * @throws ArgumentError that lists every invalid argument, before anything is registered.
 */
export class BlueGreenService extends pulumi.ComponentResource {
  /** Type token; policies find the component by it. */
  static readonly __pulumiType = COMPONENT_TYPES.BlueGreenService;

  /** Whether `value` is a BlueGreenService, including one from another copy of this package. */
  static override isInstance(value: unknown): value is BlueGreenService {
    return isOfType(value, BlueGreenService.__pulumiType);
  }

  /** The Service that clients call; it selects the active color. */
  public readonly service: Service;
  /** The additional Services, by key of `additionalServices`. */
  public readonly additionalServices: Readonly<Record<string, Service>>;
  /** The Deployments by color. */
  public readonly deployments: Readonly<Record<string, Deployment>>;
  /** The Service of the next color; undefined without `previewService`. */
  public readonly previewService: Service | undefined;
  /** The route to the active color; undefined without `route`. */
  public readonly route: CustomResource | undefined;
  /** The color that gets all new connections. */
  public readonly activeColor: string;

  constructor(name: string, args: BlueGreenServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = new Problems(`BlueGreenService ${quote(name)}`);
    const checked = accepted(problems, checkBlueGreen(name, args, problems));
    const objects = blueGreenObjects(checked);
    checkUniqueObjects(problems, { ...objects, namespace: checked.workload.namespace }, opts);
    throwIfRefused(problems);
    super(BlueGreenService.__pulumiType, name, args, opts);
    showOn(this, problems);
    settleFloor(this, checked.workload, objects, problems);

    const { service, previewService, route, colors } = objects;
    const { preview } = checked;
    const resourceOf = register(this, objects.specs, checked.workload.timeout);
    this.service = resourceOf(service);
    this.additionalServices = resourcesByKey(objects.additionalServices, resourceOf);
    this.deployments = resourcesByKey(objects.deployments, resourceOf);
    this.previewService = previewService && resourceOf(previewService);
    this.route = route && resourceOf(route);
    this.activeColor = checked.active.color;
    this.registerOutputs({
      activeColor: this.activeColor,
      serviceName: service.name,
      ...(route && { routeName: route.name }),
      ...(previewService && { previewServiceName: previewService.name }),
      ...(preview && { previewColor: preview.color }),
      colors,
      ...adoptedIn(checked.workload),
    } satisfies Registered<BlueGreenServiceOutputs>);
  }
}
