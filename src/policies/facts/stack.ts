import type { ResourceValidationArgs } from "@pulumi/policy";
import { type ComponentKind, componentKindOf } from "../../contract/names.js";
import {
  type KubernetesObject,
  matches,
  objectOf,
  type ResourceLike,
  type ServiceFacts,
  serviceOf,
  type WorkloadFacts,
  workloadOf,
} from "./objects.js";
import { getPath, isRecord, number, plain, requireKnown, type Unknown } from "./unknown.js";

/** What a stack policy reads of a resource. */
export interface StackResource extends ResourceLike {
  readonly parent?: StackResource;
  readonly dependencies: readonly StackResource[];
}

/** A component of this library, with what it registered about itself. */
export interface ComponentFacts {
  readonly urn: string;
  readonly kind: ComponentKind;
  readonly name: string;
  /** How messages name it: `CanaryDeployment "myapp"`. */
  readonly title: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The component of this package that made a resource, by its kind; undefined for what was written by hand. */
export function madeBy(resource: ResourceValidationArgs): ReturnType<typeof componentKindOf> {
  return componentKindOf(resource.opts.parent?.split("::")[2]?.split("$").at(-1) ?? "");
}

/** How messages name a component: `CanaryDeployment "myapp"`. */
export function componentTitle(resource: ResourceLike): string {
  return `${componentKindOf(resource.type)} ${JSON.stringify(resource.name)}`;
}

/** The objects of a stack and who belongs to whom, whether a component or a person wrote them. */
export class StackFacts {
  readonly objects: readonly KubernetesObject[];
  readonly workloads: readonly WorkloadFacts[];
  readonly services: readonly ServiceFacts[];
  readonly components: readonly ComponentFacts[];
  readonly #resources: ReadonlyMap<string, StackResource>;

  constructor(resources: readonly StackResource[]) {
    this.#resources = new Map(resources.map((resource) => [resource.urn, resource]));
    this.objects = resources.map(objectOf).filter((object) => object !== undefined);
    const autoscalers = this.objects.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
    this.workloads = this.objects
      .map(workloadOf)
      .filter((workload) => workload !== undefined)
      .map((workload) => scaledBy(autoscalers, workload));
    this.services = this.objects.map(serviceOf).filter((service) => service !== undefined);
    this.components = resources.map(componentOf).filter((component) => component !== undefined);
  }

  /** The workloads whose pods a Service sends traffic to. */
  selectedBy(service: ServiceFacts): WorkloadFacts[] {
    return this.#beside(service).filter((workload) => matches(service.selector, workload.podLabels));
  }

  /**
   * The other colours: the workloads that the Service would select if the value of its colour label were another one.
   */
  alternativesTo(service: ServiceFacts): WorkloadFacts[] {
    const selector = requireKnown(service.selector);
    const keys = Object.keys(selector);
    if (keys.length < 2) return []; // a colour alone does not say which app's pods are meant
    return this.#beside(service).filter((workload) => {
      const values = requireKnown(workload.podLabels);
      const [other, ...more] = keys.filter(
        (key) => !(key in values) || requireKnown(values[key]) !== requireKnown(selector[key]),
      );
      return other !== undefined && more.length === 0 && other in values && isColorLabel(other);
    });
  }

  /** True when the resource waits for the other one, itself or through what it waits for. */
  waitsFor(urn: string, other: string): boolean {
    const seen = new Set<string>();
    const reaches = (resource: StackResource | undefined): boolean =>
      (resource?.dependencies ?? []).some((next) => {
        if (next.urn === other) return true;
        if (seen.has(next.urn)) return false;
        seen.add(next.urn);
        return reaches(this.#resources.get(next.urn));
      });
    return reaches(this.#resources.get(urn));
  }

  /** The component that made the object; undefined for one written by hand. */
  componentOf(object: KubernetesObject): ComponentFacts | undefined {
    const parent = this.#resources.get(object.urn)?.parent;
    return parent && this.components.find((component) => component.urn === parent.urn);
  }

  /** The component's object of this kind and name in the cluster. */
  childOf<T extends KubernetesObject>(
    component: ComponentFacts,
    objects: readonly T[],
    name: unknown,
  ): T | undefined {
    return objects.find((object) => object.name === name && this.componentOf(object) === component);
  }

  #beside(service: ServiceFacts): WorkloadFacts[] {
    return this.workloads.filter((workload) => workload.namespace === service.namespace);
  }
}

// What people call the label that tells the versions of one app apart, with or without a prefix.
const COLOR_LABEL = /(^|\/)(colou?r|slot|track|version)$/;

/** True for a label that tells the versions of one app apart. */
export function isColorLabel(key: string): boolean {
  return COLOR_LABEL.test(key);
}

/** A workload's pods; undefined when something else decides, throws when only an update tells. */
export function podsOf(workload: WorkloadFacts): number | undefined {
  return requireKnown(workload.replicas as number | Unknown | undefined);
}

/** The workload at the fewest pods that its autoscaler gives it; an autoscaler leaves one without pods alone. */
function scaledBy(autoscalers: readonly KubernetesObject[], workload: WorkloadFacts): WorkloadFacts {
  const own = autoscalers.find(({ namespace, value }) => {
    const target = getPath(value, "spec", "scaleTargetRef");
    const { kind, name } = workload;
    return (
      namespace === workload.namespace && getPath(target, "kind") === kind && getPath(target, "name") === name
    );
  });
  if (!own || workload.replicas === 0) return workload;
  return { ...workload, replicas: number(getPath(own.value, "spec", "minReplicas")) ?? 1 };
}

function componentOf(resource: StackResource): ComponentFacts | undefined {
  const kind = componentKindOf(resource.type);
  if (!kind) return undefined;
  const outputs = plain(resource.props);
  return {
    urn: resource.urn,
    kind,
    name: resource.name,
    title: componentTitle(resource),
    outputs: isRecord(outputs) ? outputs : {},
  };
}
