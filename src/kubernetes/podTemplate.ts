import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { mapInput } from "../diagnostics/inputs.js";
import { gracePeriod, withDrain } from "./drain.js";
import type { LabelSelector, Labels } from "./labels.js";

type PodTemplate = input.core.v1.PodTemplateSpec;
type PodSpec = input.core.v1.PodSpec;
type ObjectMeta = input.meta.v1.ObjectMeta;
type Container = input.core.v1.Container;

/** A pod template with containers, none of which is an Output. */
export interface CheckedPodTemplate extends PodTemplate {
  spec: Input<CheckedPodSpec>;
}

/** The spec of a {@link CheckedPodTemplate}. */
export interface CheckedPodSpec extends PodSpec {
  containers: Input<Container[]>;
}

/** What makes the pods of one Deployment differ from their template. */
export interface PodsOfVersion {
  /** Image of the version; undefined keeps the template's. */
  readonly image: Input<string> | undefined;
  /** Name of the container that gets `image`; undefined is the first one. */
  readonly container: string | undefined;
  /** Labels that the component gives its pods, apart from those of the selector. */
  readonly labels: Input<Labels>;
  /** Labels by which the Deployment and the Service find the pods. */
  readonly selector: LabelSelector;
  readonly drainSeconds: number;
}

/** The template with the version's image, the component's labels, and a drain. Everything else stays as written. */
export function podTemplate(template: Input<CheckedPodTemplate>, pods: PodsOfVersion): Input<PodTemplate> {
  return mapInput(template, (given) => ({
    ...given,
    metadata: mapInput<ObjectMeta | undefined, ObjectMeta>(given.metadata, (metadata = {}) => ({
      ...metadata,
      labels: podLabels(metadata.labels, pods),
    })),
    spec: mapInput(given.spec, (spec) => ({
      ...spec,
      terminationGracePeriodSeconds: gracePeriod(spec.terminationGracePeriodSeconds, pods.drainSeconds),
      containers: mapInput(spec.containers, (list) => containers(list, pods)),
    })),
  }));
}

/** The template of pods that already run: only the image may change, because everything else would restart them. */
export function runningPodTemplate(
  template: Input<CheckedPodTemplate>,
  pods: Pick<PodsOfVersion, "image" | "container">,
): Input<PodTemplate> {
  const { image } = pods;
  if (image === undefined) return template;
  return mapInput(template, (given) => ({
    ...given,
    spec: mapInput(given.spec, (spec) => ({
      ...spec,
      containers: mapInput(spec.containers, (list) => {
        const chosen = imageContainer(list, pods.container);
        return list.map((container, index) => (index === chosen ? { ...container, image } : container));
      }),
    })),
  }));
}

/** Index of the container that gets the version's image; -1 where no container has this name. */
export function imageContainer(list: readonly Container[], container: string | undefined): number {
  return container === undefined ? 0 : list.findIndex(({ name }) => name === container);
}

/** The template's own labels win over the component's, and the selector's over both. */
function podLabels(own: ObjectMeta["labels"], { labels, selector }: PodsOfVersion): Input<Labels> {
  return mapInput<Labels | undefined, Labels>(own, (given) =>
    mapInput(labels, (common) => ({ ...common, ...given, ...selector })),
  );
}

function containers(list: readonly Container[], pods: PodsOfVersion): Container[] {
  const chosen = imageContainer(list, pods.container);
  return list.map((container, index) => {
    const image = index === chosen ? (pods.image ?? container.image) : container.image;
    const lifecycle = withDrain(container.lifecycle, pods.drainSeconds);
    return { ...container, image, ...(lifecycle === undefined ? {} : { lifecycle }) } as Container;
  });
}
