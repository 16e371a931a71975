import { DEFAULT_DRAIN_SECONDS, MAX_PODS } from "../contract/defaults.js";
import { LABELS } from "../contract/names.js";
import { checkPlain } from "../diagnostics/checkPlain.js";
import { checkFlag, checkKeys, checkWhole, isRecord } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";
import { didYouMean } from "../diagnostics/suggest.js";
import { checkAutoscaling } from "../kubernetes/check/autoscaling.js";
import type { GivenTemplate } from "../kubernetes/check/containers.js";
import { checkRoute } from "../kubernetes/check/gatewayRoute.js";
import { checkLabelKey, textLabels } from "../kubernetes/check/labels.js";
import { checkComponentName, checkNamePart } from "../kubernetes/check/names.js";
import { checkService } from "../kubernetes/check/service.js";
import { checkTargetPorts } from "../kubernetes/check/targetPorts.js";
import type { CheckedRoute } from "../kubernetes/gatewayRoute.js";
import type { LabelSelector } from "../kubernetes/labels.js";
import { type CheckedService, clusterService, type ServiceArgs } from "../kubernetes/service.js";
import { WORKLOAD_ARGS } from "../workload/args.js";
import {
  type CheckedVersion,
  type CheckedWorkload,
  checkDisjointSelectors,
  checkWorkload,
  ownSelector,
  type VersionSource,
} from "../workload/check.js";
import { checkVersionArgs } from "../workload/checkVersion.js";
import { warnOfUnused } from "../workload/config/check.js";
import { givenTemplates } from "../workload/givenTemplates.js";
import type { ServiceWait } from "../workload/objects.js";
import type { VersionArgs } from "../workload/version.js";
import type { BlueGreenServiceArgs } from "./args.js";
import { type ColorPlan, nextColor, planBlueGreen } from "./plan.js";

/** The checked arguments of a blue-green service, with every default filled in. */
export interface CheckedBlueGreen {
  readonly name: string;
  readonly active: CheckedColor;
  /** The other colors, in the order of the arguments. */
  readonly idle: readonly CheckedColor[];
  readonly workload: CheckedWorkload;
  /** The Service that shows the next color before the flip, and that color. */
  readonly preview: { readonly color: string; readonly service: CheckedService } | undefined;
  readonly route: CheckedRoute | undefined;
  readonly serviceWait: ServiceWait;
}

/** One color, its size in this step, and its version. */
export interface CheckedColor extends ColorPlan {
  readonly version: CheckedVersion;
}

const KEYS = Object.keys({
  activeColor: true,
  colors: true,
  replicas: true,
  standbyReplicas: true,
  previewService: true,
  colorLabel: true,
  route: true,
  fastFlip: true,
  ...WORKLOAD_ARGS,
} satisfies Record<keyof BlueGreenServiceArgs, true>);

/** Checks the arguments and plans the step; undefined where something is refused. */
export function checkBlueGreen(
  name: string,
  args: BlueGreenServiceArgs,
  problems: Problems,
): CheckedBlueGreen | undefined {
  if (!checkPlain(problems, "args", args, "object")) return undefined;
  if (!isRecord(args)) {
    const remedy = "give activeColor, colors, replicas, …";
    problems.refuse({ path: "args", value: args, problem: "is not an arguments object", remedy });
    return undefined;
  }
  checkKeys(problems, "", args, KEYS);
  const colors = checkColors(problems, args);
  checkComponentName(problems, name, `-${longest(colors)}`);
  const given = Object.keys(isRecord(args.colors) ? args.colors : {});
  checkActive(problems, args);
  checkSizes(problems, args);
  checkFastFlip(problems, args);
  const colorLabel = checkColorLabel(problems, args);
  const autoscaling = checkAutoscaling(problems, args);
  if (autoscaling) checkDistinctPods(problems, args, colors);
  const plan = planBlueGreen(args, colors, autoscaling);
  const versions = versionSources(name, args, plan, colorLabel);
  const serviceSuffixes = ["preview", ...given];
  const workload = checkWorkload({ name, args, versions, autoscaling, serviceSuffixes }, problems);
  const route = args.route === undefined ? undefined : checkRoute(problems, args.route, args.service);
  if (!workload) return undefined;
  const [active, ...idle] = plan.flatMap((color) => {
    const version = workload.versions[color.color];
    return version ? [{ ...color, version }] : [];
  });
  const templates = givenTemplates(args, Object.values(versions));
  const preview = active && checkPreview(problems, args, workload.service, templates);
  warnOfUnused(problems, workload);
  return (
    active && { name, active, idle, workload, preview, route, serviceWait: serviceWait(args, active, idle) }
  );
}

/** The colors whose version can be read. */
function checkColors(problems: Problems, { colors }: BlueGreenServiceArgs): string[] {
  if (!checkPlain(problems, "colors", colors, "object")) return [];
  if (!isRecord(colors) || Object.keys(colors).length < 2) {
    const remedy = 'give at least two, such as { blue: { version: "v1" }, green: { version: "v2" } }';
    problems.refuse({ path: "colors", value: colors, problem: "is not a set of colors", remedy });
  }
  const good = Object.keys(isRecord(colors) ? colors : {}).filter((color) => {
    const named = checkNamePart(problems, `colors.${color}`, color);
    return checkVersionArgs(problems, `colors.${color}`, colors[color]) && named;
  });
  good.forEach((color, index) => {
    const { version, image } = colors[color] as VersionArgs;
    const twin = good.slice(0, index).find((other) => colors[other]?.version === version);
    if (
      twin === undefined ||
      typeof version !== "string" ||
      typeof image !== "string" ||
      colors[twin]?.image === image
    )
      return;
    const problem = `is also the version of ${twin}, which has a different image`;
    problems.refuse({
      path: `colors.${color}.version`,
      value: version,
      problem,
      remedy: "use a different name",
    });
  });
  return good;
}

function checkActive(problems: Problems, { activeColor, colors: given }: BlueGreenServiceArgs): void {
  if (!checkPlain(problems, "activeColor", activeColor, "text")) return;
  if (given !== undefined && !isRecord(given)) return;
  const colors = Object.keys(given ?? {});
  if (colors.includes(activeColor)) return;
  const problem = `is not a key of colors (${colors.join(", ")}), so every request would be refused`;
  const missing = `give one of ${colors.length > 0 ? colors.join(", ") : "the keys of colors"}`;
  const remedy =
    activeColor === undefined ? missing : (didYouMean(activeColor, colors) ?? "give one of them");
  problems.refuse({ path: "activeColor", value: activeColor, problem, remedy });
}

function checkSizes(
  problems: Problems,
  { replicas, standbyReplicas, previewService, autoscaling }: BlueGreenServiceArgs,
): void {
  checkWhole(problems, "replicas", replicas, { min: 1, max: MAX_PODS });
  if (standbyReplicas !== undefined) {
    checkWhole(problems, "standbyReplicas", standbyReplicas, { min: 0, max: MAX_PODS });
  }
  if (standbyReplicas === 0 && autoscaling) {
    const problem = "leaves the standby without pods, and an autoscaler never scales up from 0";
    problems.refuse({ path: "standbyReplicas", value: 0, problem, remedy: "give at least 1" });
  }
  if (!checkPlain(problems, "previewService", previewService, "value")) return;
  if (!isRecord(previewService)) checkFlag(problems, "previewService", previewService);
}

/** Refuses a flip without a wait unless the old pods drain until even the slowest node sends them no new connections. */
function checkFastFlip(problems: Problems, { fastFlip, drainSeconds }: BlueGreenServiceArgs): void {
  checkFlag(problems, "fastFlip", fastFlip);
  if (fastFlip !== true || typeof drainSeconds !== "number" || drainSeconds >= DEFAULT_DRAIN_SECONDS) return;
  const problem = `requires drainSeconds of ${DEFAULT_DRAIN_SECONDS} or more, but drainSeconds is ${drainSeconds}`;
  problems.refuse({
    path: "fastFlip",
    problem,
    remedy: "raise drainSeconds, because nothing else delays the shutdown of the old pods",
  });
}

/** When `up` waits for the Service. An autoscaled color shrinks to its standby's size after a flip, whatever that is. */
function serviceWait(
  { fastFlip }: BlueGreenServiceArgs,
  active: ColorPlan,
  idle: readonly ColorPlan[],
): ServiceWait {
  if (fastFlip !== undefined) return fastFlip ? "never" : "always";
  const keepsSize = active.scaling === undefined && idle.every(({ replicas }) => replicas >= active.replicas);
  return keepsSize ? "nothingShrinks" : "always";
}

/** Refuses a label that cannot distinguish the colors; returns its key, undefined for what is no text. */
function checkColorLabel(problems: Problems, args: BlueGreenServiceArgs): string | undefined {
  const key = args.colorLabel ?? LABELS.color;
  checkLabelKey(problems, "colorLabel", key);
  if (typeof key !== "string") return undefined;
  if (isRecord(args.labels) && key in args.labels) {
    const problem = "is the label that distinguishes the colors";
    const remedy = "leave it out or choose another colorLabel";
    problems.refuse({ path: `labels["${key}"]`, problem, remedy });
  }
  return key;
}

/** The versions in the order in which their colors change. */
function versionSources(
  name: string,
  args: BlueGreenServiceArgs,
  plan: readonly ColorPlan[],
  colorLabel: string | undefined,
): Record<string, VersionSource> {
  const common = textLabels(args.selector, { [LABELS.blueGreenService]: name });
  const sources = plan.map(({ color }) => {
    const version = args.colors[color];
    const serviceSelector: LabelSelector = {
      ...common,
      ...(colorLabel !== undefined && { [colorLabel]: color }),
    };
    const selector = ownSelector(version, serviceSelector);
    return [color, { path: `colors.${color}`, version, selector, serviceSelector }] as const;
  });
  return Object.fromEntries(sources);
}

function checkDistinctPods(problems: Problems, args: BlueGreenServiceArgs, colors: readonly string[]): void {
  const versions = colors.map((color) => [`colors.${color}`, args.colors[color]]);
  checkDisjointSelectors(problems, Object.fromEntries(versions), args.selector);
}

/** Checks the preview Service; by default it is inside the cluster, with the ports of the first Service. */
function checkPreview(
  problems: Problems,
  { previewService, activeColor, colors, standbyReplicas }: BlueGreenServiceArgs,
  service: CheckedService,
  templates: readonly GivenTemplate[],
): CheckedBlueGreen["preview"] {
  if (!previewService) return undefined;
  const byDefault = clusterService(service);
  const { type, ports } = byDefault.spec;
  const checked = isRecord(previewService)
    ? checkService(problems, { type, ports, ...previewService } as ServiceArgs, "previewService")
    : byDefault;
  const color = nextColor(Object.keys(colors), activeColor);
  if (standbyReplicas === 0) {
    const problem = `shows ${color}, which has no pods while standbyReplicas is 0`;
    const remedy = "raise standbyReplicas to see it before the flip";
    problems.warn({ path: "previewService", problem, remedy });
  }
  // Its ports are checked already where they are those of the first Service.
  const own = isRecord(previewService) && previewService.ports !== undefined;
  return (
    checked && {
      color,
      service: own ? checkTargetPorts(problems, checked, "previewService", templates) : checked,
    }
  );
}

/** The longest suffix of an object's name. */
function longest(names: readonly string[]): string {
  return names.reduce((a, b) => (b.length > a.length ? b : a), "preview");
}
