import { type ComponentFacts, componentOf, getsTraffic } from "./components.js";
import { type KubernetesObject, matches, objectOf, placeOf, type ResourceLike } from "./objects.js";
import { type ServiceFacts, serviceOf } from "./services.js";
import { getPath, list, number, requireKnown, text } from "./unknown.js";
import { type WorkloadFacts, workloadOf } from "./workloads.js";

/** The part of a resource that stack policies see. */
export interface StackResource extends ResourceLike {
  readonly parent?: StackResource;
  readonly dependencies: readonly StackResource[];
}

/** The objects of a stack and the relations between them, for components and for objects written by hand. */
export class StackFacts {
  readonly objects: readonly KubernetesObject[];
  readonly workloads: readonly WorkloadFacts[];
  readonly services: readonly ServiceFacts[];
  readonly components: readonly ComponentFacts[];
  readonly #resources: ReadonlyMap<string, StackResource>;
  readonly #components: ReadonlyMap<string, ComponentFacts>;
  readonly #objectsOf: ReadonlyMap<ComponentFacts | undefined, readonly KubernetesObject[]>;
  readonly #workloadsOf: ReadonlyMap<ComponentFacts | undefined, readonly WorkloadFacts[]>;
  readonly #workloadsIn: ReadonlyMap<string, readonly WorkloadFacts[]>;

  constructor(resources: readonly StackResource[]) {
    this.#resources = new Map(resources.map((resource) => [resource.urn, resource]));
    this.objects = resources.map(objectOf).filter((object) => object !== undefined);
    this.workloads = scaledWorkloads(this.objects);
    this.services = this.objects.map(serviceOf).filter((service) => service !== undefined);
    this.components = resources.map(componentOf).filter((component) => component !== undefined);
    this.#components = new Map(this.components.map((component) => [component.urn, component]));
    this.#objectsOf = groupBy(this.objects, (object) => this.componentOf(object));
    this.#workloadsOf = groupBy(this.workloads, (workload) => this.componentOf(workload));
    this.#workloadsIn = groupBy(this.workloads, placeOf);
  }

  /** Returns the workloads whose pods a Service selects. */
  selectedBy(service: ServiceFacts): WorkloadFacts[] {
    return this.workloadsBeside(service).filter((workload) => matches(service.selector, workload.podLabels));
  }

  /**
   * Returns the other colors of a Service: the workloads it would select with another value of its color
   * label.
   */
  alternativesTo(service: ServiceFacts): WorkloadFacts[] {
    const selector = requireKnown(service.selector);
    const keys = Object.keys(selector);
    if (keys.length < 2) return []; // a color alone does not identify an app
    return this.workloadsBeside(service).filter((workload) => {
      const values = requireKnown(workload.podLabels);
      const [other, ...more] = keys.filter(
        (key) => !(key in values) || requireKnown(values[key]) !== requireKnown(selector[key]),
      );
      return other !== undefined && more.length === 0 && other in values && isColorLabel(other);
    });
  }

  /**
   * Returns the workloads that a Service selects in some step of a release: those it selects now, their other colors,
   * and the other sides of its component.
   */
  behind(service: ServiceFacts): WorkloadFacts[] {
    const component = this.componentOf(service);
    const sides = component ? this.workloadsOf(component) : [];
    return [...new Set([...this.selectedBy(service), ...this.alternativesTo(service), ...sides])];
  }

  /** Reports whether a resource depends on another one, directly or through other resources. */
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

  /** Returns the component that made an object, or undefined for an object written by hand. */
  componentOf(object: KubernetesObject): ComponentFacts | undefined {
    const parent = this.#resources.get(object.urn)?.parent;
    return parent && this.#components.get(parent.urn);
  }

  /** Returns the objects that a component made. */
  objectsOf(component: ComponentFacts): readonly KubernetesObject[] {
    return this.#objectsOf.get(component) ?? [];
  }

  /** Returns the workloads that a component made: its sides. */
  workloadsOf(component: ComponentFacts): readonly WorkloadFacts[] {
    return this.#workloadsOf.get(component) ?? [];
  }

  /** Returns the workloads in the namespace of an object, in its cluster. */
  workloadsBeside(object: KubernetesObject): readonly WorkloadFacts[] {
    return this.#workloadsIn.get(placeOf(object)) ?? [];
  }

  /**
   * Reports whether a Service of a component gets no client traffic in this step: the preview Service, and by route those
   * of the sides to which the route sends nothing.
   */
  isIdle(service: ServiceFacts): boolean {
    const component = this.componentOf(service);
    if (!component || component.kind === "KubeProxyConfig") return false;
    const { serviceName, routeName } = component.outputs;
    if (component.kind === "BlueGreenService" && component.outputs.previewServiceName === service.name) {
      return true;
    }
    if (routeName === undefined || service.name === serviceName) return false;
    return this.selectedBy(service).every(({ name }) => !getsTraffic(component, name));
  }

  /** Reports whether a component took the workload over as it was. Its pods keep their template, which has no drain. */
  isAdopted(workload: WorkloadFacts): boolean {
    const component = this.componentOf(workload);
    if (!component || component.kind === "KubeProxyConfig") return false;
    return list(component.outputs.adopted).includes(workload.name);
  }
}

// Common names of the label by which the versions of an app differ, with or without a prefix.
const COLOR_LABEL = /(^|\/)(colou?r|slot|track|version)$/;

/** Reports whether a label distinguishes the versions of an app. */
export function isColorLabel(key: string): boolean {
  return COLOR_LABEL.test(key);
}

/**
 * Returns the workloads among objects. One with an autoscaler has the autoscaler's minimum of pods. An autoscaler does not
 * scale a workload that has 0 replicas.
 */
function scaledWorkloads(objects: readonly KubernetesObject[]): WorkloadFacts[] {
  const keyOf = (object: KubernetesObject, kind: unknown, name: unknown) =>
    JSON.stringify([placeOf(object), text(kind), text(name)]);
  const autoscalers = groupBy(
    objects.filter(({ kind }) => kind === "HorizontalPodAutoscaler"),
    (autoscaler) => {
      const target = getPath(autoscaler.value, "spec", "scaleTargetRef");
      return keyOf(autoscaler, getPath(target, "kind"), getPath(target, "name"));
    },
  );
  return objects
    .map(workloadOf)
    .filter((workload) => workload !== undefined)
    .map((workload) => {
      const [own] = autoscalers.get(keyOf(workload, workload.kind, workload.name)) ?? [];
      if (!own || workload.replicas === 0) return workload;
      return { ...workload, replicas: number(getPath(own.value, "spec", "minReplicas")) ?? 1 };
    });
}

function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
