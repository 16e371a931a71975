import type { input } from "@pulumi/kubernetes/types";
import { type Input, output } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { isRecord } from "../../diagnostics/checks.js";
import { quote } from "../../diagnostics/format.js";
import { isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import type { LabelSelector, Labels } from "../labels.js";
import { type CheckedPodSpec, type CheckedPodTemplate, imageContainer } from "../podTemplate.js";
import { checkGracePeriod, checkLifecycle } from "./drain.js";
import { checkLabels } from "./labels.js";

type Container = input.core.v1.Container;

/** A pod template that the user wrote, and the version that runs it. */
export interface TemplateSource {
  /** Where the user wrote the template: `template` or `canary.template`. */
  readonly path: string;
  /** Where the user wrote the version, for messages about its image: `canary`. */
  readonly versionPath: string;
  /** Whether the version has its own image, which replaces the template's. */
  readonly hasImage: boolean;
  /** Name of the container that gets the version's image; undefined is the first one. */
  readonly container: string | undefined;
  /** Labels by which the Deployment and the Service find the pods; the template must not contradict them. */
  readonly selector: LabelSelector;
  readonly drainSeconds: number;
}

/** Checks the template of pods that the component starts. An Output in it is checked when its value is known. */
export function checkPodTemplate(
  template: unknown,
  source: TemplateSource,
  problems: Problems,
): Input<CheckedPodTemplate> {
  return checkTemplate(template, source, problems, (given, problems) => {
    const metadata = checkInput(given.metadata, problems, (metadata, problems) =>
      isRecord(metadata) ? { ...metadata, labels: podLabels(metadata.labels, source, problems) } : metadata,
    );
    const spec = checkInput(given.spec, problems, (spec, problems) => podSpec(spec, source, problems));
    return { ...given, ...(metadata !== undefined && { metadata }), spec };
  });
}

/** Checks the template of pods that already run: they must have the labels that find them. */
export function checkRunningPodTemplate(
  template: unknown,
  source: TemplateSource,
  problems: Problems,
): Input<CheckedPodTemplate> {
  return checkTemplate(template, source, problems, (given, problems) => {
    const metadata = checkInput(given.metadata, problems, (metadata, problems) => {
      const labels = isRecord(metadata) ? metadata.labels : undefined;
      const checked = checkInput(labels, problems, (labels, problems) => {
        checkSelected(labels, source, problems);
        return labels;
      });
      return checked === undefined ? metadata : { ...(metadata as object), labels: checked };
    });
    const spec = !source.hasImage
      ? given.spec
      : checkInput(given.spec, problems, (spec, problems) => {
          const containers = isRecord(spec) ? containerList(spec.containers) : undefined;
          const checked = checkInput(containers, problems, (list, problems) => {
            if (isContainerList(list, source, problems)) checkContainer(list, source, problems);
            return list;
          });
          return { ...(spec as object), containers: checked };
        });
    return { ...given, ...(metadata !== undefined && { metadata }), spec };
  });
}

/** Refuses what is no record, and checks the rest of a template with `check`. */
function checkTemplate(
  template: unknown,
  { path }: TemplateSource,
  problems: Problems,
  check: (template: Record<string, unknown>, problems: Problems) => unknown,
): Input<CheckedPodTemplate> {
  return checkInput(template, problems, (given, problems) => {
    if (isRecord(given)) return check(given, problems);
    const remedy = "give { spec: { containers: […] } }";
    problems.refuse({ path, value: given, problem: "is not a pod template", remedy });
    return given;
  }) as Input<CheckedPodTemplate>;
}

/** Refuses what is not the name of an image. */
export function checkImage(
  image: unknown,
  { path, remedy }: { readonly path: string; readonly remedy: string },
  problems: Problems,
): Input<string> {
  return checkInput(image, problems, (given, problems) => {
    if (typeof given !== "string" || given.trim() === "")
      problems.refuse({ path, value: given, problem: "is not an image", remedy });
    return given;
  }) as Input<string>;
}

function checkSelected(labels: unknown, source: TemplateSource, problems: Problems): void {
  for (const [key, value] of Object.entries(source.selector)) {
    const given = isRecord(labels) ? labels[key] : undefined;
    if (given === value) continue;
    const reason = given === undefined ? "is missing" : "contradicts the selector";
    problems.refuse({
      path: `${source.path}.metadata.labels[${quote(key)}]`,
      ...(given !== undefined && { value: given }),
      problem: `${reason}; the existing pods are selected by ${quote(value)}`,
      remedy: "use the labels that they have, or another selector",
    });
  }
}

function podLabels(labels: unknown, source: TemplateSource, problems: Problems): Input<Labels> | undefined {
  if (labels === undefined) return undefined;
  return checkInput(labels, problems, (given, problems) =>
    given === undefined
      ? undefined
      : checkLabels(problems, `${source.path}.metadata.labels`, given, source.selector),
  ) as Input<Labels>;
}

function podSpec(spec: unknown, source: TemplateSource, problems: Problems): Input<CheckedPodSpec> {
  const path = `${source.path}.spec`;
  if (!isRecord(spec) || spec.containers === undefined) {
    const remedy = "give at least one container";
    problems.refuse({ path: `${path}.containers`, problem: "is missing", remedy });
    return spec as Input<CheckedPodSpec>;
  }
  const given = spec as unknown as CheckedPodSpec;
  const grace = checkGracePeriod(
    given.terminationGracePeriodSeconds as Input<number | undefined> | undefined,
    source.drainSeconds,
    `${path}.terminationGracePeriodSeconds`,
    problems,
  );
  return {
    ...given,
    ...(grace !== undefined && { terminationGracePeriodSeconds: grace as Input<number> }),
    containers: checkInput(containerList(given.containers), problems, (list, problems) =>
      containers(list, source, problems),
    ),
  };
}

/** A list with an Output in it becomes one Output: which container has which name decides where the image goes. */
function containerList(list: unknown): unknown {
  return Array.isArray(list) && list.some(isOutputOrPromise) ? output(list) : list;
}

function containers(list: unknown, source: TemplateSource, problems: Problems): Container[] {
  const path = `${source.path}.spec.containers`;
  if (!isContainerList(list, source, problems)) return list as Container[];
  if (!list.some((container) => container.readinessProbe)) {
    const problem = "has no readinessProbe, so pods count as ready and get traffic as soon as they start";
    problems.warn({ path, problem, remedy: "add one to the container that serves" });
  }
  const chosen = checkContainer(list, source, problems);
  if (chosen < 0) return list; // refused already, and which image is missing would be a guess
  return list.map((container, index) => {
    const at = `${path}[${index}]`;
    const image =
      index === chosen && source.hasImage
        ? container.image
        : containerImage(container, index === chosen, `${at}.image`, source, problems);
    const lifecycle = checkLifecycle(
      container.lifecycle as Input<input.core.v1.Lifecycle | undefined> | undefined,
      source.drainSeconds,
      `${at}.lifecycle`,
      problems,
    );
    return {
      ...container,
      ...(image !== undefined && { image }),
      ...(lifecycle && { lifecycle }),
    } as Container;
  });
}

function isContainerList(list: unknown, source: TemplateSource, problems: Problems): list is Container[] {
  if (Array.isArray(list) && list.length > 0 && list.every(isRecord)) return true;
  const path = `${source.path}.spec.containers`;
  problems.refuse({ path, value: list, problem: "is not a list of containers", remedy: "give at least one" });
  return false;
}

/** The index of the container that gets the version's image; refuses a name that no container has. */
function checkContainer(list: readonly Container[], source: TemplateSource, problems: Problems): number {
  const index = imageContainer(list, source.container);
  if (index < 0) {
    const names = list.map(({ name }) => (typeof name === "string" ? name : ""));
    problems.refuse({
      path: `${source.versionPath}.container`,
      value: source.container,
      problem: `is not a container of ${source.path} (${names.join(", ")})`,
      remedy: didYouMean(source.container, names),
    });
  }
  return index;
}

function containerImage(
  { image }: Container,
  chosen: boolean,
  path: string,
  source: TemplateSource,
  problems: Problems,
): Input<string> {
  const at = chosen && image === undefined ? `${source.versionPath}.image` : path;
  const remedy = chosen ? `set it here or in ${source.path}` : "give the container an image";
  return checkImage(image, { path: at, remedy }, problems);
}
