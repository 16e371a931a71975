import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { checkFlag, isRecord } from "../problems/checks.js";
import { mapInput } from "../problems/inputs.js";
import type { Problems } from "../problems/problems.js";
import { checkAdditionalServices } from "./additionalServices.js";
import { ConfigObjects } from "./config.js";
import type { ConfigArgs } from "./configArgs.js";
import { awaitPods, checkTimeout, DEFAULT_TIMEOUT, deploymentSpec, TAKE_OVER } from "./deployment.js";
import { checkDrain } from "./drain.js";
import {
  checkLabels,
  checkNamespace,
  checkSelector,
  commonLabels,
  type Labels,
  OWN_PREFIX,
} from "./identity.js";
import { type Draft, type Part, part } from "./parts.js";
import type { Backend, CheckedRoute } from "./route.js";
import {
  type AutoscalingArgs,
  autoscalerSpec,
  awaitReadyWithin,
  awaitWithin,
  type SideScaling,
} from "./scaling.js";
import { type CheckedService, checkService, innerPorts, type ServiceArgs } from "./service.js";
import { podTemplate } from "./template.js";
import type { VersionArgs } from "./versions.js";

/** Arguments that every release of a workload has, whatever its strategy. */
export interface WorkloadArgs extends ConfigArgs {
  /**
   * Pod template of all versions, so that they differ in nothing but what they say themselves. Required, unless every
   * version brings a `template`. Each container gets a preStop sleep of `drainSeconds` unless it has a preStop of its own;
   * `imagePullPolicy`, probes and resources are left as they are.
   */
  template?: Input<input.core.v1.PodTemplateSpec>;
  /** The Service in front of the pods. Its name is the component's and never changes. Required. */
  service: ServiceArgs;
  /**
   * Further Services in front of the same pods, by what their names end with (`<component>-<key>`, unless they have a `name`):
   * one for UDP beside one for TCP, or a headless one (`clusterIP: "None"`) for what collects metrics. They move together
   * with `service`, in the same place of every step, and the same is refused. Default none.
   */
  additionalServices?: Record<string, ServiceArgs>;
  /**
   * Seconds a pod keeps serving after Kubernetes decided to end it, so that every node stops sending it new connections
   * first. A whole number from 0 to 3600; default 5. Set as the native preStop sleep with a longer grace period. It delays
   * only: the app must still finish open requests after SIGTERM. Refused when not below an explicit
   * `terminationGracePeriodSeconds`. https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
   */
  drainSeconds?: number;
  /** Labels of every object and pod, beside the common `app.kubernetes.io/…` ones. Never part of a selector. Default none. */
  labels?: Input<Labels>;
  /** Namespace of every object. Default: the provider's. */
  namespace?: Input<string>;
  /**
   * Whether each Deployment gets a PodDisruptionBudget, so that draining nodes ends one of its pods at a time. Default true.
   * https://kubernetes.io/docs/tasks/run-application/configure-pdb/
   */
  disruptionBudget?: boolean;
  /**
   * Leaves the number of pods to a HorizontalPodAutoscaler for each side, between bounds that keep the side's share.
   * `replicas` is then the size to begin with, and `minReplicas` what a step relies on. Default none.
   *
   * `false` takes the number back from autoscalers that were there before: leaving the argument out would leave them named
   * as its owners in the cluster, and end the next step with a conflict.
   */
  autoscaling?: AutoscalingArgs | false;
  /**
   * Labels that the Service selects pods by, in place of the component's own label: for taking over a Service whose pods
   * carry others. Every pod gets them. Default none.
   */
  selector?: Record<string, string>;
  /**
   * Makes every step wait for the pods it relies on, also when nothing else of their Deployment changes: a standby of full
   * size, or a canary at 50 %, whose pods have failed since the last `up` would get the traffic otherwise, because the
   * provider waits only for what it updates. The Deployment gets the annotation `pulumi-kubernetes-traffic/relied-on`, which
   * changes from step to step; no pod does. Default false.
   */
  verifyReady?: boolean;
  /**
   * Seconds `up` waits for the pods of a Deployment, or for the Service, before it fails. A whole number from 10 to 86400;
   * default 300. The Deployment's progress deadline is four fifths of it. The error says which count of pods was missing;
   * `kubectl describe` says why.
   */
  timeout?: number;
}

/** Seconds a pod drains when nothing is said. */
const DEFAULT_DRAIN = 5;

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
    this.timeout = args.timeout ?? DEFAULT_TIMEOUT;
    this.#drainSeconds = args.drainSeconds ?? DEFAULT_DRAIN;
    checkFlag(problems, "disruptionBudget", args.disruptionBudget);
    checkFlag(problems, "verifyReady", args.verifyReady);
    if (args.selector !== undefined) checkSelector(problems, "selector", args.selector);
    checkTimeout(problems, this.timeout);
    checkDrain(problems, this.#drainSeconds);
    this.#labels = mapInput(args.labels ?? {}, problems, (given, found) =>
      checkLabels(found, "labels", given),
    );
    this.#namespace = args.namespace && mapInput(args.namespace, problems, checkedNamespace);
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
      // An autoscaler that has changed the number of pods owns it.
      ...((scaling?.written || this.args.autoscaling === false) && { "pulumi.com/patchForce": "true" }),
      ...(verify && { [`${OWN_PREFIX}relied-on`]: reliedOn }),
      ...(existing && TAKE_OVER),
    };
    const resource = `${this.name}-${side.suffix}`;
    const name = existing?.name ?? resource;
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
    const { scaling, suffix, version } = side;
    if (!scaling || !this.args.autoscaling) return [];
    const resource = `${this.name}-${suffix}`;
    const name = version.existing?.name ?? resource;
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

  #innerPorts() {
    return innerPorts(this.#service?.spec.ports, this.problems);
  }

  #frontedBy(
    name: string,
    spec: input.core.v1.ServiceSpec,
    own: Input<Labels>,
    annotations?: Input<Labels>,
  ): Draft<"Service">["manifest"] {
    const labels = mapInput(this.#labelled(), this.problems, (common) =>
      mapInput(own, this.problems, (given) => ({ ...common, ...given })),
    ) as Input<Labels>;
    return { metadata: { name, namespace: this.#namespace, annotations, labels }, spec };
  }

  #labelled(version?: string): Input<Labels> {
    return mapInput(this.#labels, this.problems, (own) => ({ ...commonLabels(this.name, version), ...own }));
  }
}

function checkedNamespace(namespace: string, problems: Problems): string {
  checkNamespace(problems, namespace);
  return namespace;
}
