import type { Input } from "@pulumi/pulumi";
import { DEFAULT_DRAIN_SECONDS, DEFAULT_MIN_READY, DEFAULT_TIMEOUT_SECONDS } from "../contract/defaults.js";
import { checkInput } from "../diagnostics/checkInput.js";
import { checkFlag, checkWhole, isRecord } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";
import type { CheckedAutoscaling } from "../kubernetes/autoscaler.js";
import { checkDrainSeconds } from "../kubernetes/check/drain.js";
import { checkLabels, checkSelector, textLabels } from "../kubernetes/check/labels.js";
import { checkNamespace } from "../kubernetes/check/names.js";
import { checkImage, checkPodTemplate, checkRunningPodTemplate } from "../kubernetes/check/podTemplate.js";
import { checkRequests } from "../kubernetes/check/requests.js";
import { checkService } from "../kubernetes/check/service.js";
import { checkTargetPorts } from "../kubernetes/check/targetPorts.js";
import { checkTimeout } from "../kubernetes/check/timeout.js";
import type { LabelSelector, Labels } from "../kubernetes/labels.js";
import type { CheckedPodTemplate } from "../kubernetes/podTemplate.js";
import type { CheckedService } from "../kubernetes/service.js";
import type { WorkloadArgs } from "./args.js";
import { checkAdditionalServices } from "./checkAdditionalServices.js";
import { ConfigChecker, type ConfigObject, type VersionConfig } from "./config/check.js";
import { givenTemplate, givenTemplates } from "./givenTemplates.js";
import type { ExistingDeployment, VersionArgs } from "./version.js";

/** The checked arguments of a workload, with every default filled in. */
export interface CheckedWorkload {
  readonly name: string;
  readonly labels: Input<Labels>;
  readonly namespace: Input<string> | undefined;
  readonly service: CheckedService;
  /** By key of `additionalServices`. */
  readonly additionalServices: ReadonlyMap<string, CheckedService>;
  /** By side or color, in the order in which they were checked. */
  readonly versions: Readonly<Record<string, CheckedVersion>>;
  readonly config: readonly ConfigObject[];
  /** `false` returns the number of pods from autoscalers to Pulumi. */
  readonly autoscaling: CheckedAutoscaling | false | undefined;
  readonly disruptionBudget: boolean;
  readonly verifyReady: boolean;
  /** In percent. */
  readonly minReady: number;
  readonly drainSeconds: number;
  readonly timeout: number;
}

/** One checked version, and the Deployment that runs it. */
export interface CheckedVersion {
  readonly version: string;
  readonly template: Input<CheckedPodTemplate>;
  readonly image: Input<string> | undefined;
  readonly container: string | undefined;
  readonly existing: ExistingDeployment | undefined;
  readonly config: VersionConfig;
  /** Labels by which the Deployment finds its pods. They can never change for an existing Deployment. */
  readonly selector: LabelSelector;
  /** Labels by which the Service finds the pods. */
  readonly serviceSelector: LabelSelector;
}

/** A version as the user wrote it. */
export interface VersionSource {
  /** Where: `stable`, `colors.blue`. */
  readonly path: string;
  /** Undefined if the version as a whole is refused. The template that it would run is checked nevertheless. */
  readonly version: VersionArgs | undefined;
  readonly selector: LabelSelector;
  readonly serviceSelector: LabelSelector;
}

/** Checks the arguments that are common to the components. Returns undefined if there is no workload to build. */
export function checkWorkload(
  source: {
    readonly name: string;
    readonly args: WorkloadArgs;
    /** By side or color. */
    readonly versions: Readonly<Record<string, VersionSource>>;
    /** Suffixes of names that other Services of the component have. */
    readonly serviceSuffixes: readonly string[];
    readonly autoscaling: CheckedAutoscaling | undefined;
  },
  problems: Problems,
): CheckedWorkload | undefined {
  const { name, args } = source;
  const { timeout = DEFAULT_TIMEOUT_SECONDS, drainSeconds = DEFAULT_DRAIN_SECONDS } = args;
  checkFlag(problems, "disruptionBudget", args.disruptionBudget);
  checkFlag(problems, "verifyReady", args.verifyReady);
  checkMinReady(problems, args);
  if (args.selector !== undefined) checkSelector(problems, "selector", args.selector);
  checkTimeout(problems, timeout);
  checkDrainSeconds(problems, drainSeconds);
  const labels = checkInput(args.labels ?? {}, problems, (given, problems) =>
    checkLabels(problems, "labels", given),
  );
  const namespace = args.namespace && checkInput(args.namespace, problems, checkNamespace);
  const templates = givenTemplates(args, Object.values(source.versions));
  const checkTargets = (service: CheckedService, path: string) =>
    checkTargetPorts(problems, service, path, templates);
  const service = checkService(problems, args.service, "service");
  const config = new ConfigChecker(name, args, problems);
  const versions = Object.entries(source.versions).flatMap(([key, version]) => {
    const checked = checkVersion(version, { args, drainSeconds, config }, problems);
    return checked ? [[key, checked] as const] : [];
  });
  const taken = new Map(
    source.serviceSuffixes.map((suffix) => [`${name}-${suffix}`, "a Service of the component"]),
  );
  for (const used of [name, service?.name ?? name]) taken.set(used, "service");
  const additionalServices = checkAdditionalServices(problems, name, args.additionalServices, taken);
  return (
    service && {
      name,
      labels,
      namespace,
      service: checkTargets(service, "service"),
      additionalServices: new Map(
        [...additionalServices].map(([key, other]) => [
          key,
          checkTargets(other, `additionalServices.${key}`),
        ]),
      ),
      versions: Object.fromEntries(versions),
      config: config.objects,
      autoscaling:
        args.autoscaling === false
          ? false
          : source.autoscaling && checkRequests(problems, source.autoscaling, templates),
      disruptionBudget: args.disruptionBudget ?? true,
      verifyReady: args.verifyReady ?? true,
      minReady: args.minReady ?? DEFAULT_MIN_READY,
      drainSeconds,
      timeout,
    }
  );
}

/**
 * Refuses an existing Deployment whose selector also finds the pods of other versions: an autoscaler does not work if another
 * one has the same pods, and the Service could not exclude a side without traffic.
 */
export function checkDisjointSelectors(
  problems: Problems,
  versions: Readonly<Record<string, VersionArgs | undefined>>,
  shared: LabelSelector | undefined,
): void {
  for (const [path, version] of Object.entries(versions)) {
    const own = isRecord(version) ? version.existing?.selector : undefined;
    if (!isRecord(own) || !isRecord(shared)) continue;
    if (Object.entries(own).some(([key, value]) => shared[key] !== value)) continue;
    const problem =
      "also selects the other pods behind the Service, and an autoscaler cannot distinguish them";
    const remedy = "enable autoscaling once the next version runs on a Deployment that the component creates";
    problems.refuse({ path: `${path}.existing.selector`, value: own, problem, remedy });
  }
}

function checkMinReady(problems: Problems, { minReady, verifyReady, disruptionBudget }: WorkloadArgs): void {
  if (minReady === undefined) return;
  checkWhole(problems, "minReady", minReady, { min: 1, max: 100 });
  const off =
    verifyReady === false ? "verifyReady" : disruptionBudget === false ? "disruptionBudget" : undefined;
  if (off === undefined) return;
  const problem = `has no effect, because ${off} is false`;
  problems.refuse({ path: "minReady", value: minReady, problem, remedy: "leave out one of them" });
}

/** Labels by which the Deployment of a version finds its pods: those of an existing one, or `byDefault`. */
export function ownSelector(version: VersionArgs | undefined, byDefault: LabelSelector): LabelSelector {
  if (version?.existing === undefined) return byDefault;
  return textLabels(isRecord(version.existing) ? version.existing.selector : {}, {});
}

function checkVersion(
  { path, version, selector, serviceSelector }: VersionSource,
  app: { readonly args: WorkloadArgs; readonly drainSeconds: number; readonly config: ConfigChecker },
  problems: Problems,
): CheckedVersion | undefined {
  const { path: templatePath, template: given } = givenTemplate(app.args, { path, version });
  const source = {
    path: templatePath,
    versionPath: path,
    hasImage: version === undefined || version.image !== undefined,
    container: typeof version?.container === "string" ? version.container : undefined,
    selector: { ...selector, ...serviceSelector },
    drainSeconds: app.drainSeconds,
  };
  if (version === undefined) {
    checkPodTemplate(given, source, problems);
    return undefined;
  }
  const { image, container, existing } = version;
  const checked = existing
    ? {
        config: app.config.checkRunningVersion(version, path),
        template: checkRunningPodTemplate(given, source, problems),
      }
    : checkNewPods(version, given, source, app.config, problems);
  const remedy = `set it here or in ${templatePath}`;
  return {
    version: version.version,
    ...checked,
    image: image === undefined ? undefined : checkImage(image, { path: `${path}.image`, remedy }, problems),
    container,
    existing,
    selector,
    serviceSelector,
  };
}

function checkNewPods(
  version: VersionArgs,
  given: unknown,
  source: Parameters<typeof checkPodTemplate>[1],
  config: ConfigChecker,
  problems: Problems,
): Pick<CheckedVersion, "template" | "config"> {
  const named = config.checkVersion(version, source.versionPath, given, source.path);
  return { template: checkPodTemplate(named.template, source, problems), config: named.config };
}
