import { DEFAULT_DRAIN_SECONDS, MAX_PODS } from "../contract/defaults.js";
import { LABELS } from "../contract/names.js";
import { checkFlag, checkWhole, isRecord } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";
import { didYouMean } from "../diagnostics/suggest.js";
import { checkLabelKey, checkNamePart } from "../kubernetes/labels.js";
import { checkVersionArgs } from "../workload/version.js";
import type { BlueGreenServiceArgs } from "./args.js";

/** The colours whose version can be read; what is wrong with the others is said. */
export function checkColors(problems: Problems, { colors }: BlueGreenServiceArgs): string[] {
  if (!isRecord(colors) || Object.keys(colors).length < 2) {
    const remedy = 'give at least two, such as { blue: { version: "v1" }, green: { version: "v2" } }';
    problems.refuse({ path: "colors", value: colors, problem: "is not a set of colours", remedy });
  }
  const good = Object.keys(isRecord(colors) ? colors : {}).filter((color) => {
    const named = checkNamePart(problems, `colors.${color}`, color);
    return checkVersionArgs(problems, `colors.${color}`, colors[color]) && named;
  });
  good.forEach((color, index) => {
    const { version, image } = colors[color];
    const twin = good.slice(0, index).find((other) => colors[other].version === version);
    if (twin === undefined || typeof image !== "string" || colors[twin].image === image) return;
    const problem = `is also the version of ${twin}, with another image`;
    problems.refuse({
      path: `colors.${color}.version`,
      value: version,
      problem,
      remedy: "give it a name of its own",
    });
  });
  return good;
}

export function checkActive(
  problems: Problems,
  { activeColor }: BlueGreenServiceArgs,
  colors: string[],
): void {
  if (colors.includes(activeColor)) return;
  const problem = `is not a key of colors (${colors.join(", ")}), so every request would be refused`;
  const remedy = didYouMean(activeColor, colors) ?? "give one of them";
  problems.refuse({ path: "activeColor", value: activeColor, problem, remedy });
}

export function checkSizes(
  problems: Problems,
  { replicas, standbyReplicas, previewService, autoscaling }: BlueGreenServiceArgs,
): void {
  checkWhole(problems, "replicas", replicas, { min: 1, max: MAX_PODS });
  if (standbyReplicas !== undefined) {
    checkWhole(problems, "standbyReplicas", standbyReplicas, { min: 0, max: MAX_PODS });
  }
  if (standbyReplicas === 0 && autoscaling) {
    const problem = "leaves the standby without a pod, and an autoscaler never starts from none";
    problems.refuse({ path: "standbyReplicas", value: 0, problem, remedy: "give at least 1" });
  }
  if (!isRecord(previewService)) checkFlag(problems, "previewService", previewService);
}

/** Refuses a flip without a wait unless the old pods drain as long as the slowest node may need to hear of it. */
export function checkFastFlip(problems: Problems, { fastFlip, drainSeconds }: BlueGreenServiceArgs): void {
  checkFlag(problems, "fastFlip", fastFlip);
  if (fastFlip !== true || drainSeconds === undefined || drainSeconds >= DEFAULT_DRAIN_SECONDS) return;
  const problem = `needs a drain of ${DEFAULT_DRAIN_SECONDS} seconds or more, and drainSeconds is ${drainSeconds}`;
  problems.refuse({
    path: "fastFlip",
    problem,
    remedy: "raise drainSeconds: nothing else delays the end of the old pods",
  });
}

/** What selects one colour's pods: the component, so that no other app's pods match, and the colour. */
export function selectorOf(problems: Problems, name: string, args: BlueGreenServiceArgs) {
  const key = args.colorLabel ?? LABELS.color;
  checkLabelKey(problems, "colorLabel", key);
  if (isRecord(args.labels) && key in args.labels) {
    const problem = "is the label that tells the colours apart";
    problems.refuse({
      path: `labels["${key}"]`,
      problem,
      remedy: "leave it out or choose another colorLabel",
    });
  }
  const own = args.selector ?? { [LABELS.blueGreenService]: name };
  return (color: string) => ({ ...own, [key]: color });
}

/** The longest suffix of an object's name. */
export function longest(names: readonly string[]): string {
  return names.reduce((a, b) => (b.length > a.length ? b : a), "preview");
}
