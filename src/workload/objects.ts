import type { Input } from "@pulumi/pulumi";
import { DEFAULT_DRAIN_SECONDS } from "../contract/defaults.js";
import { ANNOTATIONS } from "../contract/names.js";
import { mapInput } from "../diagnostics/inputs.js";
import { autoscalerSpec, type StepBounds } from "../kubernetes/autoscaler.js";
import { deploymentSpec, type RolloutSpec } from "../kubernetes/deployment.js";
import { type Backend, type CheckedRoute, routeManifest } from "../kubernetes/gatewayRoute.js";
import { type CommonMetadata, commonLabels, type LabelSelector, type Labels } from "../kubernetes/labels.js";
import { podTemplate, runningPodTemplate } from "../kubernetes/podTemplate.js";
import { type CheckedService, clusterService } from "../kubernetes/service.js";
import {
  FORCE_CONFLICTS,
  SKIP_WAIT,
  waitForEnoughReady,
  waitForPods,
  waitForReadyRange,
  waitForReplicaRange,
} from "../kubernetes/waits.js";
import type { ResourceOf, ResourceSpec } from "../resources/resourceSpec.js";
import type { StepFailure } from "../resources/stepFailure.js";
import type { CheckedVersion, CheckedWorkload } from "./check.js";
import { ConfigSpecs } from "./config/objects.js";

/** One side or color at its size in this step. */
export interface SideSpec {
  /** Suffix of the Deployment's name: `stable`, `blue`. */
  readonly suffix: string;
  readonly version: CheckedVersion;
  /** Its pods; with `scaling`, those it begins with. */
  readonly replicas: number;
  readonly scaling?: SideScaling | undefined;
  readonly reliedOn?: Reliance | undefined;
  /** How the Deployment rolls out, and the pods that `up` waits for. Default: all pods, one at a time. */
  readonly rollout?: { readonly spec: RolloutSpec; readonly pods: { updated: number; all: number } };
  /** What explains a step that waits for its pods in vain. */
  readonly failure?: SideFailure | undefined;
}

/** A step relies on a side when it changes what other sides get, or where traffic goes, because this side has its pods. */
export interface Reliance {
  /** Changes from one step to the next, so that `up` checks the pods again. */
  readonly step: string;
  /** Percentage of its pods that must be ready if nothing else changes them. */
  readonly minReady: number;
}

/** What a component knows about a failed step; the workload knows the names. */
export type SideFailure = Omit<StepFailure, "deployments" | "service">;

/** How an autoscaled side is sized. */
export interface SideScaling {
  readonly bounds: StepBounds;
  /**
   * Whether Pulumi sets the number of pods: on a side without traffic. An autoscaler never starts from 0 pods, so such a
   * side keeps at least one.
   */
  readonly fixedSize: boolean;
  /** Ready pods that `up` waits for; undefined where it does not wait. */
  readonly waitRange: StepBounds | undefined;
}

/** The resources of one side, in their order. */
export interface SideResources {
  readonly deployment: ResourceSpec<"Deployment">;
  readonly specs: readonly ResourceSpec[];
}

/** The Services that clients call. All of them change in the same place of the order. */
export interface ClientServices {
  readonly service: ResourceSpec<"Service">;
  /** By key of `additionalServices`. */
  readonly additionalServices: Readonly<Record<string, ResourceSpec<"Service">>>;
  /** The first one, then the additional ones. */
  readonly all: readonly ResourceSpec<"Service">[];
}

/**
 * When `up` waits for the Services that clients call. `nothingShrinks`: no pod ends behind this step, so the wait is skipped
 * for each Service that has no load balancer.
 */
export type ServiceWait = "always" | "nothingShrinks" | "never";

/** Builds the resources of a checked workload. Pure: registers nothing, refuses nothing. */
export class WorkloadObjects {
  readonly #config: ConfigSpecs;

  constructor(readonly workload: CheckedWorkload) {
    this.#config = new ConfigSpecs(workload.config, this.#common());
  }

  /** All resources of a step: the configuration that pods read, then `specs`. */
  withConfig(specs: readonly ResourceSpec[]): ResourceSpec[] {
    return [...this.#config.all, ...specs];
  }

  /**
   * The Deployment and the autoscaler of one side, and the check of its pods where the step relies on it. The autoscaler
   * goes first, so that the Deployment's wait sees its effect. For a side of fixed size it goes last: an interrupted update
   * must still leave the Deployment something to wait for.
   */
  side(side: SideSpec, dependsOn: readonly ResourceSpec[]): SideResources {
    const before = side.scaling?.fixedSize ? [] : this.autoscaler(side, dependsOn);
    const deployment = this.deployment(side, [...dependsOn, ...before]);
    const after = side.scaling?.fixedSize ? this.autoscaler(side, [...dependsOn, deployment]) : [];
    const check = this.#isChecked(side) ? [this.#disruptionBudget(side, [deployment])] : [];
    return { deployment, specs: [...before, deployment, ...after, ...check] };
  }

  /** The Deployment of one side. */
  deployment(side: SideSpec, dependsOn: readonly ResourceSpec[]): ResourceSpec<"Deployment"> {
    const { version, scaling } = side;
    const { timeout } = this.workload;
    const { resource, name } = this.#namesOf(side);
    const annotations = this.#deploymentAnnotations(side);
    const metadata = { ...this.#metadata(name, version.version), annotations };
    return {
      kind: "Deployment",
      resource,
      name,
      manifest: (resourceOf) => ({
        metadata,
        spec: deploymentSpec({
          replicas: side.replicas,
          selector: version.selector,
          template: this.#template(version, resourceOf),
          timeout,
          rollout: side.rollout?.spec,
        }),
      }),
      dependsOn: [...this.#config.of(version.config), ...dependsOn],
      ...this.#failureOf(side),
      ...(scaling && !scaling.fixedSize && { ignoreChanges: ["spec.replicas"] }),
    };
  }

  /** The autoscaler of one side, if it has one; with `wait`, `up` waits until it has brought the side within its bounds. */
  autoscaler(
    side: SideSpec,
    dependsOn: readonly ResourceSpec[],
    { wait } = { wait: false },
  ): ResourceSpec<"HorizontalPodAutoscaler">[] {
    const { autoscaling } = this.workload;
    if (!side.scaling || !autoscaling) return [];
    const { bounds } = side.scaling;
    const { resource, name } = this.#namesOf(side);
    const { max } = bounds;
    const annotations = wait
      ? { annotations: mapInput(bounds.min, (min) => waitForReplicaRange({ min, max })) }
      : {};
    const metadata = { ...this.#metadata(name), ...annotations };
    const manifest = { metadata, spec: autoscalerSpec(name, bounds, autoscaling) };
    return [{ kind: "HorizontalPodAutoscaler", resource, name, manifest, dependsOn }];
  }

  /** A budget for each side that does not have one as its check, unless the user opts out. */
  disruptionBudgets(sides: readonly SideSpec[]): ResourceSpec<"PodDisruptionBudget">[] {
    if (!this.workload.disruptionBudget) return [];
    return sides.filter((side) => !this.#isChecked(side)).map((side) => this.#disruptionBudget(side, []));
  }

  /** The Services that clients call. `sides` are those whose pods a wait for them waits for. */
  clientServices(
    selector: LabelSelector,
    dependsOn: readonly ResourceSpec[],
    { wait, sides }: { readonly wait: ServiceWait; readonly sides: readonly SideSpec[] },
  ): ClientServices {
    const { name, service, additionalServices } = this.workload;
    const options = { selector, dependsOn, ...this.#failureOf(...sides) };
    const client = (resource: string, checked: CheckedService) =>
      this.service(resource, checked, { ...options, skipWait: this.#skipsWait(checked, wait) });
    const first = client(name, service);
    const more = [...additionalServices].map(
      ([key, additional]) => [key, client(`${name}-${key}`, additional)] as const,
    );
    return {
      service: first,
      additionalServices: Object.fromEntries(more),
      all: [first, ...more.map(([, spec]) => spec)],
    };
  }

  /** A Service inside the cluster with the ports of the first one, for one side or color. */
  sideService(
    suffix: string,
    selector: LabelSelector,
    dependsOn: readonly ResourceSpec[],
  ): ResourceSpec<"Service"> {
    const { name, service } = this.workload;
    return this.service(`${name}-${suffix}`, clusterService(service), { selector, dependsOn });
  }

  /** A Service with a selector. One that the user named may belong to another tool, so Pulumi forces its ownership. */
  service(
    resource: string,
    checked: CheckedService,
    options: {
      readonly selector: LabelSelector;
      readonly dependsOn: readonly ResourceSpec[];
      readonly skipWait?: boolean;
      readonly failure?: StepFailure;
    },
  ): ResourceSpec<"Service"> {
    const { name = resource, labels, spec } = checked;
    const { dependsOn, failure } = options;
    const common = this.#metadata(name);
    const metadata = {
      ...common,
      ...serviceAnnotations(checked, options.skipWait === true),
      labels: mapInput(common.labels, (all) => mapInput(labels, (own) => ({ ...all, ...own }))),
    };
    const manifest = { metadata, spec: { ...spec, selector: options.selector } };
    return { kind: "Service", resource, name, manifest, dependsOn, ...(failure && { failure }) };
  }

  /** The route that divides traffic between Services. */
  route(
    route: CheckedRoute,
    backends: readonly Backend[],
    dependsOn: readonly ResourceSpec[],
  ): ResourceSpec<"Route"> {
    const { name } = this.workload;
    const manifest = routeManifest(route, backends, this.#metadata(name));
    return { kind: "Route", resource: name, name, manifest, dependsOn };
  }

  #failureOf(...sides: readonly SideSpec[]): { failure?: StepFailure } {
    const [failure] = sides.flatMap((side) => side.failure ?? []);
    if (!failure) return {};
    const { name, service } = this.workload;
    const deployments = sides.map((side) => this.#namesOf(side).name);
    return { failure: { deployments, service: service.name ?? name, ...failure } };
  }

  /** Whether the status of the side's budget is the check that enough of its pods are ready. */
  #isChecked({ reliedOn }: SideSpec): boolean {
    const { verifyReady, disruptionBudget } = this.workload;
    return verifyReady && disruptionBudget && reliedOn !== undefined;
  }

  /** The check that enough pods are ready where a step relies on the side. */
  #check(side: SideSpec): Input<Labels> | undefined {
    const { reliedOn, replicas, scaling } = side;
    if (!reliedOn || !this.#isChecked(side)) return undefined;
    return mapInput(scaling?.bounds.min ?? replicas, (pods) =>
      waitForEnoughReady(reliedOn.step, enough(reliedOn, pods)),
    );
  }

  /** A budget that permits one eviction at a time. Pods that are not ready may always be evicted. */
  #disruptionBudget(side: SideSpec, dependsOn: readonly ResourceSpec[]): ResourceSpec<"PodDisruptionBudget"> {
    const { resource, name } = this.#namesOf(side);
    const annotations = this.#check(side);
    const metadata = { ...this.#metadata(name), ...(annotations && { annotations }) };
    const selector = { matchLabels: side.version.selector };
    const spec = { selector, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" };
    const manifest = { metadata, spec };
    return { kind: "PodDisruptionBudget", resource, name, manifest, dependsOn, ...this.#failureOf(side) };
  }

  /**
   * The provider's wait for a Service gives nodes ten seconds before the next object changes. Nothing needs them where no
   * pod ends behind the step.
   */
  #skipsWait({ spec }: CheckedService, wait: ServiceWait): boolean {
    if (wait !== "nothingShrinks") return wait === "never";
    const { drainSeconds, versions } = this.workload;
    const adopts = Object.values(versions).some(({ existing }) => existing !== undefined);
    return !adopts && drainSeconds >= DEFAULT_DRAIN_SECONDS && isInCluster(spec.type);
  }

  #deploymentAnnotations(side: SideSpec): Input<Labels> {
    const { version, scaling, reliedOn } = side;
    const { verifyReady, disruptionBudget, autoscaling } = this.workload;
    return mapInput(waitOf(side), (wait) => ({
      ...wait,
      ...(verifyReady && !disruptionBudget && reliedOn && { [ANNOTATIONS.reliedOn]: reliedOn.step }),
      // An autoscaler that has changed the number of pods owns it.
      ...((version.existing || scaling?.fixedSize || autoscaling === false) && FORCE_CONFLICTS),
    }));
  }

  #template(version: CheckedVersion, resourceOf: ResourceOf) {
    const template = this.#config.nameIn(version.template, version.config, resourceOf);
    if (version.existing) return runningPodTemplate(template, version);
    return podTemplate(template, {
      image: version.image,
      container: version.container,
      labels: this.#labels(version.version),
      selector: { ...version.selector, ...version.serviceSelector },
      drainSeconds: this.workload.drainSeconds,
    });
  }

  /** The names of a side's Deployment, autoscaler and budget. */
  #namesOf({ suffix, version }: SideSpec): { resource: string; name: string } {
    const resource = `${this.workload.name}-${suffix}`;
    return { resource, name: version.existing?.name ?? resource };
  }

  #metadata(name: string, version?: string): CommonMetadata & { readonly name: string } {
    return { name, ...this.#common(version) };
  }

  #common(version?: string): CommonMetadata {
    const { namespace } = this.workload;
    return { ...(namespace !== undefined && { namespace }), labels: this.#labels(version) };
  }

  #labels(version?: string): Input<Labels> {
    const { name, labels } = this.workload;
    return mapInput(labels, (own) => ({ ...commonLabels(name, version), ...own }));
  }
}

/** What makes `up` wait for the pods of a side. */
function waitOf({ version: { version }, replicas, scaling, rollout }: SideSpec): Input<Labels> {
  if (!scaling) return waitForPods(version, rollout?.pods ?? { updated: replicas, all: replicas });
  const { waitRange } = scaling;
  if (!waitRange) return waitForReadyRange(version, undefined);
  return mapInput(waitRange.min, (min) => waitForReadyRange(version, { min, max: waitRange.max }));
}

/** The ready pods that are enough to rely on a side of this size. */
function enough({ minReady }: Reliance, pods: number): number {
  return Math.max(1, Math.floor((pods * minReady) / 100));
}

/** Whether a Service has no load balancer to wait for. A type that only an update knows may have one. */
function isInCluster(type: CheckedService["spec"]["type"]): boolean {
  return type === undefined || type === "ClusterIP" || type === "NodePort";
}

function serviceAnnotations(
  { name, annotations }: CheckedService,
  skipWait: boolean,
): { annotations?: Input<Labels> } {
  const isNamed = name !== undefined;
  if (!isNamed && !skipWait) return annotations === undefined ? {} : { annotations };
  return {
    annotations: mapInput(annotations ?? {}, (given) => ({
      ...(isNamed && FORCE_CONFLICTS),
      ...given,
      ...(skipWait && SKIP_WAIT),
    })),
  };
}
