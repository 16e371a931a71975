import type { input } from "@pulumi/kubernetes/types";
import { type Input, output } from "@pulumi/pulumi";
import { isRecord } from "../diagnostics/checks.js";
import { quote } from "../diagnostics/format.js";
import { checkInput, isOutputOrPromise } from "../diagnostics/inputs.js";
import type { Problems } from "../diagnostics/problems.js";
import { didYouMean } from "../diagnostics/suggest.js";
import { drained, gracePeriod } from "./drain.js";
import { checkLabels, type Labels } from "./labels.js";

type PodTemplate = input.core.v1.PodTemplateSpec;
type Container = input.core.v1.Container;

/** What makes the pods of one side differ from the shared template. */
export interface SideTemplate {
  /** The template this side runs. */
  readonly template: Input<PodTemplate>;
  /** Where the user wrote it: `template` or `canary.template`. */
  readonly path: string;
  /** Image of this side; undefined keeps the template's. */
  readonly image?: Input<string>;
  /** Where the user wrote the side, for messages about its image: `canary`. */
  readonly sidePath: string;
  /** Name of the container that gets `image`; undefined is the first. */
  readonly container?: string;
  /** Labels the component gives its pods, those of the selector left out. */
  readonly labels: Input<Labels>;
  /** Labels the pods are found by, by their Deployment and by the Service; the template may not contradict them. */
  readonly selector: Readonly<Record<string, string>>;
  readonly drainSeconds: number;
  /** True for pods that run already and must not restart: the template is kept as it is, and must have the selector's labels. */
  readonly untouched?: boolean;
}

/** The pod template of one side: its image, our labels, and a drain before the end. What the user wrote is kept. */
export function podTemplate(side: SideTemplate, problems: Problems): Input<PodTemplate> {
  return checkInput(side.template, problems, (template, found) => {
    if (!isRecord(template)) {
      const remedy = "give { spec: { containers: […] } }";
      found.refuse({ path: side.path, value: template, problem: "is not a pod template", remedy });
      return template;
    }
    if (side.untouched) return untouched(template, side, found);
    const metadata = checkInput(template.metadata ?? {}, found, (given, later) => ({
      ...given,
      labels: podLabels((given as input.meta.v1.ObjectMeta).labels, side, later),
    }));
    const spec = checkInput(template.spec, found, (given, later) => podSpec(given, side, later));
    return { ...template, metadata, spec } as PodTemplate;
  });
}

function untouched(template: PodTemplate, side: SideTemplate, problems: Problems): PodTemplate {
  const path = `${side.path}.metadata.labels`;
  checkInput(template.metadata, problems, (metadata, found) =>
    checkInput(metadata?.labels, found, (labels, later) => {
      for (const [key, value] of Object.entries(side.selector)) {
        if (labels?.[key] === value) continue;
        const found = labels?.[key] === undefined ? "is missing" : "contradicts the selector";
        const problem = `${found}; the existing pods are selected by ${quote(value)}`;
        const at = `${path}[${quote(key)}]`;
        const given = labels?.[key] === undefined ? {} : { value: labels[key] };
        later.refuse({
          path: at,
          ...given,
          problem,
          remedy: "give the labels they have, or another selector",
        });
      }
    }),
  );
  if (side.image === undefined) return template;
  const spec = checkInput(template.spec, problems, (given, found) => {
    const containers = checkInput(wholeList(given?.containers as Container[]), found, (list, later) => {
      const chosen = chosenContainer(list, side, later);
      return list.map((container, index) =>
        index === chosen ? { ...container, image: side.image } : container,
      );
    });
    return { ...given, containers };
  });
  return { ...template, spec } as PodTemplate;
}

/** The template's own labels win over the component's, and the selector's over both. */
function podLabels(given: unknown, side: SideTemplate, problems: Problems): Input<Labels> {
  return checkInput((given ?? {}) as Input<Labels>, problems, (labels, found) => {
    const own = checkLabels(found, `${side.path}.metadata.labels`, labels, side.selector);
    return checkInput(side.labels, found, (common) => ({ ...common, ...own, ...side.selector })) as Labels;
  });
}

function podSpec(spec: unknown, side: SideTemplate, problems: Problems): Input<input.core.v1.PodSpec> {
  const path = `${side.path}.spec`;
  if (!isRecord(spec) || spec.containers === undefined) {
    problems.refuse({
      path: `${path}.containers`,
      problem: "is missing",
      remedy: "give at least one container",
    });
    return spec as Input<input.core.v1.PodSpec>;
  }
  const given = spec as unknown as input.core.v1.PodSpec;
  return {
    ...given,
    terminationGracePeriodSeconds: gracePeriod(
      given.terminationGracePeriodSeconds,
      side.drainSeconds,
      `${path}.terminationGracePeriodSeconds`,
      problems,
    ),
    containers: checkInput(wholeList(given.containers), problems, (list, found) =>
      containers(list, side, found),
    ),
  };
}

/** A list with a late element is late as a whole: which container is named what decides where the image goes. */
function wholeList<T>(list: Input<Input<T>[]>): Input<T[]> {
  if (isOutputOrPromise(list) || !Array.isArray(list)) return list as Input<T[]>;
  return list.some(isOutputOrPromise) ? (output(list) as Input<T[]>) : (list as T[]);
}

function containers(list: unknown, side: SideTemplate, problems: Problems): Container[] {
  const path = `${side.path}.spec.containers`;
  if (!Array.isArray(list) || list.length === 0 || !list.every(isRecord)) {
    problems.refuse({
      path,
      value: list,
      problem: "is not a list of containers",
      remedy: "give at least one",
    });
    return list as Container[];
  }
  const given = list as unknown as Container[];
  if (!given.some((container) => container.readinessProbe)) {
    const problem = "has no readinessProbe, so pods count as ready, and get traffic, as soon as they start";
    problems.warn({ path, problem, remedy: "add one to the container that serves" });
  }
  const chosen = chosenContainer(given, side, problems);
  if (chosen < 0) return given; // refused: which image is missing can only be guessed
  return given.map((container, index) => {
    const image = containerImage(container, index === chosen, `${path}[${index}].image`, side, problems);
    const lifecycle = drained(
      container.lifecycle,
      side.drainSeconds,
      `${path}[${index}].lifecycle`,
      problems,
    );
    return { ...container, image, ...(lifecycle === undefined ? {} : { lifecycle }) };
  });
}

function chosenContainer(list: readonly Container[], side: SideTemplate, problems: Problems): number {
  if (side.container === undefined) return 0;
  const names = list.map((container) => (typeof container.name === "string" ? container.name : ""));
  const index = names.indexOf(side.container);
  if (index < 0) {
    const problem = `names no container of ${side.path} (${names.join(", ")})`;
    const remedy = didYouMean(side.container, names);
    problems.refuse({ path: `${side.sidePath}.container`, value: side.container, problem, remedy });
  }
  return index;
}

/** The side's image for the chosen container, the template's for the others. */
function containerImage(
  container: Container,
  chosen: boolean,
  path: string,
  side: SideTemplate,
  problems: Problems,
) {
  const own = chosen && side.image !== undefined;
  const at = chosen && (own || container.image === undefined) ? `${side.sidePath}.image` : path;
  return checkInput(own ? side.image : container.image, problems, (image, found) => {
    if (typeof image === "string" && image.trim() !== "") return image;
    const remedy = chosen ? `give it here or in ${side.path}` : "give the container an image";
    found.refuse({ path: at, value: image, problem: "is not an image", remedy });
    return image;
  }) as Input<string>;
}
