import type { ReleaseSpec } from "../spec/spec.js";
import { configOf, differencesIn, type Subject } from "./course.js";
import type { Past } from "./past.js";
import type { StackState, Update } from "./ports.js";

// Why a release stops, and what a person can do.

/** The stack file still releases what the history shows as promoted. */
export function staleFile(spec: ReleaseSpec, { from, to }: Subject): string {
  return (
    `the config still releases ${spec.component} from ${from} to ${to}, which the history shows as promoted; ` +
    "fetch the newest stack file from git, or set the stable version by hand"
  );
}

/** Other versions in the middle of a release. */
export function otherVersions(
  spec: ReleaseSpec,
  { config, component }: StackState,
  subject: Subject,
): string {
  const { release } = spec;
  const { from, to, sides } = subject;
  const isCanary = release.kind === "canary";
  const versionOf = (color: string) => component?.colors?.find(({ name }) => name === color)?.version;
  const [stable, canary] = isCanary
    ? [config[release.config.stable], config[release.config.canary]]
    : [versionOf(sides.stable), versionOf(sides.canary)];
  return (
    `${isCanary ? "the config" : "the program"} changed the versions from ${from} to ${to} into ` +
    `${stable ?? "none"} to ${canary ?? "none"} in the middle of the release of ${spec.component}; ` +
    "set them back, or run release abort before the next version"
  );
}

/** Another tool moved the release. */
export function movedByUpdate(
  spec: ReleaseSpec,
  { version, config }: Update,
  { release, last }: Past,
  canTakeOver: boolean,
): string {
  const keys = Object.keys(configOf(release.course, last.record.goal)).map(
    (key) => `${key} ${config[key] ?? "removed"}`,
  );
  const way = canTakeOver ? ", or add --take-over to go on from there" : "";
  return (
    `update ${version}, which is not the release driver's, set ${keys.join(", ")} in the middle of the release of ` +
    `${spec.component}; run release abort to go back${way}`
  );
}

/** The stack file differs from the last update. */
export function editedByHand(spec: ReleaseSpec, { config }: StackState, { release, last }: Past): string {
  const wanted = configOf(release.course, last.record.goal);
  const differences = differencesIn(release.course, config, wanted).map(
    (key) => `${key} is ${config[key] ?? "absent"}, and the last update had ${wanted[key] ?? "none"}`,
  );
  return (
    `the stack file differs from the last update of the release of ${spec.component}: ${differences.join("; ")}; ` +
    "set the values back, fetch the newest stack file from git, or run release abort to go back"
  );
}

/** The steps of the release file have changed. */
export function otherSteps(spec: ReleaseSpec, { arrival, reached, release }: Past): string {
  const now = release.course.stages[reached]?.title ?? "none";
  return (
    `the steps in the file changed in the middle of the release of ${spec.component}: step ${reached + 1}, which ` +
    `update ${arrival?.update.version} went to, is ${now} now; set them back, or run release abort`
  );
}
