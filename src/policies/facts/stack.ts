import { type ComponentFacts, componentOf } from "./components.js";
import { type KubernetesObject, matches, objectOf, type ResourceLike } from "./objects.js";
import { type ServiceFacts, serviceOf } from "./services.js";
import { getPath, number, requireKnown } from "./unknown.js";
import { type WorkloadFacts, workloadOf } from "./workloads.js";

/** What a stack policy reads of a resource. */
export interface StackResource extends ResourceLike {
  readonly parent?: StackResource;
  readonly dependencies: readonly StackResource[];
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

  /** True for the Service by which a BlueGreenService shows its idle color to testers. */
  isPreview(service: ServiceFacts): boolean {
    const component = this.componentOf(service);
    return component?.kind === "BlueGreenService" && component.outputs.previewServiceName === service.name;
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
