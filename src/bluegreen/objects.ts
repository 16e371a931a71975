import type { ColorOutputs } from "../contract/outputs.js";
import type { Registered } from "../resources/component.js";
import type { ResourceSpec } from "../resources/resourceSpec.js";
import type { CheckedVersion } from "../workload/check.js";
import {
  type ClientServices,
  type Reliance,
  type SideFailure,
  type SideSpec,
  WorkloadObjects,
} from "../workload/objects.js";
import type { CheckedBlueGreen, CheckedColor } from "./check.js";
import { activeFailure, idleFailure } from "./failures.js";

/** The resources of one step of a blue-green release. */
export interface BlueGreenObjects extends Pick<ClientServices, "service" | "additionalServices"> {
  /** Every resource, each after those that it waits for. */
  readonly specs: readonly ResourceSpec[];
  /** By color, the active one first. */
  readonly deployments: Readonly<Record<string, ResourceSpec<"Deployment">>>;
  readonly previewService: ResourceSpec<"Service"> | undefined;
  readonly route: ResourceSpec<"Route"> | undefined;
  /** By color, the active one first. */
  readonly colors: Readonly<Record<string, Registered<ColorOutputs>>>;
}

/**
 * The active color, then the client Services and the route, then the idle colors. Measured in six flips: this order lost 0
 * of 40 610 requests, both Deployments before the Service 698 of 32 083, no order 2 696 of 30 302.
 *
 * With a route, each color has a fixed Service, and the flip changes the route alone. The Service of an idle color comes
 * after the Deployment: the wait for the Service of a broken color never ends, and would block the update that fixes it.
 */
export function blueGreenObjects(checked: CheckedBlueGreen): BlueGreenObjects {
  const { name, preview } = checked;
  const workload = new WorkloadObjects(checked.workload);
  const reliedOn = { step: "active", minReady: checked.workload.minReady };
  const active = colorResources(workload, checked.active, reliedOn, [], activeFailure(checked));
  const { serviceSelector } = active.version;
  const clients = workload.clientServices(serviceSelector, active.specs, {
    wait: checked.serviceWait,
    sides: [active.side],
  });
  const colorServices = ({ color, version, deployment }: ColorResources) =>
    checked.route ? [workload.sideService(color, version.serviceSelector, [deployment])] : [];
  const activeServices = colorServices(active);
  const backends = [{ name: `${name}-${active.color}`, weight: 1 }];
  const route =
    checked.route && workload.route(checked.route, backends, [...active.specs, ...activeServices]);
  const flipped = [...active.specs, ...clients.all, ...activeServices, ...(route ? [route] : [])];
  const idle = checked.idle.map((color) =>
    colorResources(workload, color, undefined, flipped, idleFailure(checked, color)),
  );

  const all = [active, ...idle];
  const next = preview && all.find(({ color }) => color === preview.color);
  const previewService =
    next &&
    workload.service(`${name}-preview`, preview.service, {
      selector: next.version.serviceSelector,
      dependsOn: [next.deployment],
    });
  return {
    ...clients,
    specs: workload.withConfig([
      ...flipped,
      ...idle.flatMap(({ specs }) => specs),
      ...idle.flatMap(colorServices),
      ...(previewService ? [previewService] : []),
      ...workload.disruptionBudgets(all.map(({ side }) => side)),
    ]),
    deployments: Object.fromEntries(all.map(({ color, deployment }) => [color, deployment])),
    previewService,
    route,
    colors: Object.fromEntries(all.map((resources) => [resources.color, outputsOf(resources)])),
  };
}

/** The resources of one color. */
interface ColorResources {
  readonly color: string;
  readonly version: CheckedVersion;
  readonly side: SideSpec;
  readonly deployment: ResourceSpec<"Deployment">;
  readonly specs: readonly ResourceSpec[];
}

function colorResources(
  workload: WorkloadObjects,
  { color, replicas, scaling, version }: CheckedColor,
  reliedOn: Reliance | undefined,
  dependsOn: readonly ResourceSpec[],
  failure: SideFailure,
): ColorResources {
  const side = { suffix: color, version, replicas, scaling, reliedOn, failure };
  return { color, version, side, ...workload.side(side, dependsOn) };
}

function outputsOf({ version, side, deployment }: ColorResources): Registered<ColorOutputs> {
  const { min = side.replicas, max } = side.scaling?.bounds ?? {};
  return {
    deployment: deployment.name,
    version: version.version,
    replicas: min,
    ...(max !== undefined && { maxReplicas: max }),
  };
}
