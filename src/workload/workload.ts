import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { DEFAULT_DRAIN_SECONDS, DEFAULT_TIMEOUT_SECONDS } from "../contract/defaults.js";
import { ANNOTATIONS } from "../contract/names.js";
import { checkFlag, isRecord } from "../diagnostics/checks.js";
import { checkInput } from "../diagnostics/inputs.js";
import type { Problems } from "../diagnostics/problems.js";
import { autoscalerSpec, awaitReadyWithin, awaitWithin, type SideScaling } from "../kubernetes/autoscaler.js";
import { awaitPods, checkTimeout, deploymentSpec, TAKE_OVER } from "../kubernetes/deployment.js";
import { checkDrain } from "../kubernetes/drain.js";
import type { Backend, CheckedRoute } from "../kubernetes/gatewayRoute.js";
import {
  checkLabels,
  checkNamespace,
  checkSelector,
  commonLabels,
  type Labels,
} from "../kubernetes/labels.js";
import { podTemplate } from "../kubernetes/podTemplate.js";
import { type CheckedService, checkService, innerPorts, type ServiceArgs } from "../kubernetes/service.js";
import { checkAdditionalServices } from "./additionalServices.js";
import type { WorkloadArgs } from "./args.js";
import { ConfigObjects } from "./config/objects.js";
import { type Draft, type Part, part } from "./part.js";
import type { VersionArgs } from "./version.js";

/** One Deployment of a workload. */
export interface Side {
  /** Suffix of the Deployment's name: `stable`, `blue`. */
  readonly suffix: string;
  /** Where the user wrote its version: `stable`, `colors.blue`. */
  readonly path: string;
  readonly version: VersionArgs;
  /** Its pods; with `scaling`, those it begins with. */
  readonly replicas: number;
  readonly scaling?: SideScaling;
  /** Labels the Deployment selects its pods by. Can never change for an existing Deployment. */
  readonly selector: Readonly<Record<string, string>>;
  /** Labels the Service selects its pods by. */
  readonly selected: Readonly<Record<string, string>>;
  /** Says what the step relies on this side for, so that it differs from one step to the next; undefined when it does not. */
  readonly reliedOn?: string;
}

/** The checked arguments of a workload, and how they become objects. Pure: makes manifests, registers nothing. */
export class Workload {
  readonly timeout: number;
  readonly #labels: Input<Labels>;
  readonly #namespace: Input<string> | undefined;
  readonly #drainSeconds: number;
  readonly #service: CheckedService | undefined;
  readonly #config: ConfigObjects;

  constructor(
    readonly name: string,
    readonly args: WorkloadArgs,
    readonly problems: Problems,
  ) {
    this.timeout = args.timeout ?? DEFAULT_TIMEOUT_SECONDS;
    this.#drainSeconds = args.drainSeconds ?? DEFAULT_DRAIN_SECONDS;
    checkFlag(problems, "disruptionBudget", args.disruptionBudget);
    checkFlag(problems, "verifyReady", args.verifyReady);
    if (args.selector !== undefined) checkSelector(problems, "selector", args.selector);
    checkTimeout(problems, this.timeout);
    checkDrain(problems, this.#drainSeconds);
    this.#labels = checkInput(args.labels ?? {}, problems, (given, found) =>
      checkLabels(found, "labels", given),
    );
    this.#namespace = args.namespace && checkInput(args.namespace, problems, checkedNamespace);
    this.#service = checkService(problems, args.service, "service");
    const config = { name, args, namespace: this.#namespace, labels: this.#labelled() };
    this.#config = new ConfigObjects(config, problems);
  }

  /** The parts of a release, behind the configuration that its pods read. Asked for when all Deployments are made. */
  configured(parts: readonly Part[]): Part[] {
    return [...this.#config.parts, ...parts];
  }

  /** The Deployment of one side. */
  deployment(side: Side): Draft<"Deployment"> {
    const labels = this.#labelled(side.version.version);
    const { existing } = side.version;
    const own = side.version.template !== undefined;
    const given = (own ? side.version.template : this.args.template) as Input<input.core.v1.PodTemplateSpec>;
    const path = own ? `${side.path}.template` : "template";
    const configured = this.#config.apply(given, path, side);
    const template = podTemplate(
      {
        template: configured.template,
        path,
        image: side.version.image,
        sidePath: side.path,
        container: side.version.container,
        labels,
        selector: { ...side.selector, ...side.selected },
        drainSeconds: this.#drainSeconds,
        untouched: existing !== undefined,
      },
      this.problems,
    );
    const { replicas, scaling, selector, reliedOn } = side;
    const verify = this.args.verifyReady === true && reliedOn !== undefined;
    const annotations = {
      ...(scaling
        ? awaitReadyWithin(side.version.version, scaling.awaited)
        : awaitPods(side.version.version, { updated: replicas, all: replicas })),
      ...(verify && { [ANNOTATIONS.reliedOn]: reliedOn }),
      // An autoscaler that has changed the number of pods owns it.
      ...((existing || scaling?.written || this.args.autoscaling === false) && TAKE_OVER),
    };
    const { resource, name } = this.#named(side);
    return {
      resource,
      needs: configured.needs,
      manifest: {
        metadata: { name, namespace: this.#namespace, labels, annotations },
        spec: deploymentSpec({ replicas, selector, template, timeout: this.timeout }),
      },
      ...(scaling && !scaling.written && { ignoreChanges: ["spec.replicas"] }),
    };
  }

  /**
   * One side, in its order. With an autoscaler, its bounds go first, so that the Deployment's wait sees what has become of
   * them. Where the size is written they go last: bounds that have let go of a side must not stand without a Deployment
   * that says so, or an update that was broken off between the two is undone without a wait.
   */
  side(side: Side, after: readonly Part[] = []): Part[] {
    if (side.scaling?.written) {
      const deployment = part("Deployment", this.deployment(side), after);
      return [deployment, ...this.bounds(side, [...after, deployment])];
    }
    const bounds = this.bounds(side, after);
    return [...bounds, part("Deployment", this.deployment(side), [...after, ...bounds])];
  }

  /** The autoscaler of one side, if it has one; `awaited` when `up` goes on only when it has kept its bounds. */
  bounds(
    side: Side,
    after: readonly Part[],
    { awaited } = { awaited: false },
  ): Part<"HorizontalPodAutoscaler">[] {
    const { scaling } = side;
    if (!scaling || !this.args.autoscaling) return [];
    const { resource, name } = this.#named(side);
    const annotations = awaited ? awaitWithin(scaling.bounds) : undefined;
    const metadata = { name, namespace: this.#namespace, labels: this.#labelled(), annotations };
    const spec = autoscalerSpec(this.problems, name, scaling.bounds, this.args.autoscaling);
    return [part("HorizontalPodAutoscaler", { resource, manifest: { metadata, spec } }, after)];
  }

  /** A budget for each Deployment, unless the user has opted out. Unready pods may always be evicted. */
  disruptionBudgets(deployments: readonly Part<"Deployment">[]): Part<"PodDisruptionBudget">[] {
    if (this.args.disruptionBudget === false) return [];
    return deployments.map(({ resource, name, manifest }) => {
      const { selector } = manifest.spec as input.apps.v1.DeploymentSpec;
      const metadata = { name, namespace: this.#namespace, labels: this.#labelled() };
      const spec = { selector, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" };
      return part("PodDisruptionBudget", { resource, manifest: { metadata, spec } });
    });
  }

  /**
   * The Services that clients call, the first one first; all wait for `after`. `taken` are the endings of names that other
   * Services of the component have.
   */
  services(
    selector: Readonly<Record<string, string>>,
    after: readonly Part[],
    taken: readonly string[],
  ): [Part<"Service">, ...Part<"Service">[]] {
    const front = (resource: string, checked: CheckedService | undefined) => {
      const { name = resource, labels = {}, spec } = checked ?? {};
      const manifest = this.#frontedBy(name, { ...spec, selector }, labels, checked?.annotations);
      return part("Service", { resource, manifest }, after);
    };
    const first = front(this.name, this.#service);
    const names = new Map(taken.map((ending) => [`${this.name}-${ending}`, "a Service of the component"]));
    for (const name of [this.name, first.name]) names.set(name, "service");
    const { additionalServices } = this.args;
    const more = checkAdditionalServices(this.problems, this.name, additionalServices, names);
    return [first, ...[...more].map(([key, checked]) => front(`${this.name}-${key}`, checked))];
  }

  /** A Service inside the cluster with the same ports, for one side or colour alone. */
  innerService(suffix: string, selector: Readonly<Record<string, string>>): Draft<"Service"> {
    const spec = { type: "ClusterIP", ports: this.#innerPorts(), selector };
    const resource = `${this.name}-${suffix}`;
    return { resource, manifest: this.#frontedBy(resource, spec, this.#service?.labels ?? {}) };
  }

  /** The Service that shows a colour before it is live: an inner one, with what the user wants otherwise. */
  previewService(
    given: boolean | Partial<ServiceArgs> | undefined,
    selector: Readonly<Record<string, string>>,
  ): Draft<"Service"> {
    const inner = this.innerService("preview", selector);
    if (!isRecord(given)) return inner;
    const wanted = { type: "ClusterIP", ports: this.#innerPorts(), ...given } as ServiceArgs;
    const checked = checkService(this.problems, wanted, "previewService");
    const { name = inner.resource, labels = {}, spec } = checked ?? {};
    const manifest = this.#frontedBy(name, { ...spec, selector }, labels, checked?.annotations);
    return { ...inner, manifest };
  }

  /** The route that divides traffic between Services, named as the component is. */
  route(checked: CheckedRoute, backends: readonly Backend[]): Draft<"Route"> {
    const metadata = { name: this.name, namespace: this.#namespace, labels: this.#labelled() };
    return {
      resource: this.name,
      manifest: checked.manifest(backends, metadata) as Draft<"Route">["manifest"],
    };
  }

  /** What a side's Deployment and its autoscaler are called. */
  #named({ suffix, version }: Side): { resource: string; name: string } {
    const resource = `${this.name}-${suffix}`;
    return { resource, name: version.existing?.name ?? resource };
  }

  #innerPorts() {
    return innerPorts(this.#service?.spec.ports, this.problems);
  }

  #frontedBy(
    name: string,
    spec: input.core.v1.ServiceSpec,
    own: Input<Labels>,
    annotations?: Input<Labels>,
  ): Draft<"Service">["manifest"] {
    const labels = checkInput(this.#labelled(), this.problems, (common) =>
      checkInput(own, this.problems, (given) => ({ ...common, ...given })),
    ) as Input<Labels>;
    return { metadata: { name, namespace: this.#namespace, annotations, labels }, spec };
  }

  #labelled(version?: string): Input<Labels> {
    return checkInput(this.#labels, this.problems, (own) => ({
      ...commonLabels(this.name, version),
      ...own,
    }));
  }
}

function checkedNamespace(namespace: string, problems: Problems): string {
  checkNamespace(problems, namespace);
  return namespace;
}
