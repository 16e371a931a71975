import type { BlueGreenSpec, CanarySpec, ReleaseSpec } from "../spec/spec.js";
import { courseOf, hasConfig, type Release, type Subject } from "./course.js";
import type { Side, StackState } from "./ports.js";

/** What a person may ask for on the command line. */
export interface Wishes {
  /** Gives traffic again to a version that was rolled back. Default: false. */
  readonly again?: boolean | undefined;
  /** Goes on from a weight that a person has set, if a step has it. Default: false. */
  readonly takeOver?: boolean | undefined;
  /** Agrees with the next step, if it needs a person. Holds for one update. Default: false. */
  readonly approve?: boolean | undefined;
  /** Goes back to the old version, whatever the evidence is. Default: false. */
  readonly abort?: boolean | undefined;
}

/** A release that has not begun. */
export type Start =
  /** There is no new version. */
  | { readonly phase: "idle"; readonly why: string }
  | {
      readonly phase: "ready";
      readonly release: Release;
      /** The stage whose weight a person has set. */
      readonly takeOver?: number | undefined;
      /** Whether the config gives connections to the new version already: a driver died in its first update. */
      readonly written: boolean;
    }
  /** A person must look first. */
  | { readonly phase: "stopped"; readonly why: string };

/** Whether a release can begin, and which. */
export function startOf(spec: ReleaseSpec, state: StackState, wishes: Wishes): Start {
  if (!state.component) {
    return stopped(
      `the stack has no ${spec.component} yet; run pulumi up with the old version first, then release the new one`,
    );
  }
  return spec.release.kind === "canary"
    ? canaryStart(spec, spec.release, state, wishes)
    : blueGreenStart(spec, spec.release, state);
}

function canaryStart(
  spec: ReleaseSpec,
  { config: keys }: CanarySpec,
  state: StackState,
  { takeOver }: Wishes,
): Start {
  const { config, updates } = state;
  const { [keys.stable]: from, [keys.canary]: to, [keys.weight]: weight } = config;
  if (from === undefined)
    return stopped(`the config has no ${keys.stable}; set it to the version that serves now`);
  if (to === undefined) return idle(`there is no new version: set ${keys.canary} to one`);
  if (from === to) return idle(`${keys.canary} is the stable version ${from} already`);
  const before = updates[0]?.config ?? {};
  if (before[keys.stable] !== undefined && before[keys.stable] !== from) {
    return stopped(
      `${keys.stable} changes from ${before[keys.stable]} to ${from} outside of a release; run pulumi up, or set it back`,
    );
  }
  const release = releaseOf(spec, state, { from, to, sides: { stable: "stable", canary: "canary" } });
  const { [keys.weight]: weightBefore = "0" } = before;
  const isAtStart = Number(weightBefore) === 0;
  const set = isAtStart ? weight : weightBefore;
  if (Number(set ?? 0) === 0 || (isAtStart && isWritten(release, config))) return ready(release, config);
  const stage = release.course.stages.findIndex((one) => one.weight === Number(set));
  if (takeOver && stage !== -1) return { ...ready(release, config), takeOver: stage };
  const way = stage === -1 ? "" : ", or add --take-over to go on from there";
  return stopped(
    `${keys.weight} is ${set}, which no release driver has set; set it to 0 and run pulumi up${way}`,
  );
}

function blueGreenStart(
  spec: ReleaseSpec,
  { config: keys, to: wanted }: BlueGreenSpec,
  state: StackState,
): Start {
  const { component, config } = state;
  if (!component) return idle("there is no component");
  const [stable = component.sides.stable] = component.colors ?? [];
  const others = (component.colors ?? sidesIn(component.sides)).filter(({ name }) => name !== stable.name);
  // Without a color in the file, it is the one that the stack previews, or the only other one.
  const name = wanted ?? (others.length === 1 ? others[0]?.name : component.sides.canary?.name);
  const next = others.find((other) => other.name === name);
  const names = others.map(({ name }) => name).join(", ");
  if (wanted === stable.name) return idle(`${wanted} has all connections already`);
  if (!next && wanted !== undefined)
    return stopped(`to: ${wanted} is no color of ${spec.component}; use one of ${names}`);
  if (!next)
    return stopped(`${spec.component} has more than two colors; set \`to\` in the file to one of ${names}`);
  if (next.version === stable.version) {
    return idle(`${next.name} runs version ${stable.version} as ${stable.name} does`);
  }
  const sides = { stable: stable.name, canary: next.name };
  const release = releaseOf(spec, state, { from: stable.version, to: next.version, sides });
  if (config[keys.color] !== stable.name && !isWritten(release, config)) {
    return stopped(
      `${keys.color} is ${config[keys.color] ?? "absent"}, but ${stable.name} has the connections; run pulumi up, or set it back`,
    );
  }
  return ready(release, config);
}

function ready(release: Release, config: StackState["config"]): Start & { phase: "ready" } {
  const { course } = release;
  const written = isWritten(release, config) && !hasConfig(course, config, course.back);
  return { phase: "ready", release, written };
}

/** A driver that died in its first update has written the first stage. */
function isWritten({ course }: Release, config: StackState["config"]): boolean {
  const [first] = course.stages;
  return first !== undefined && hasConfig(course, config, first.config);
}

function releaseOf(spec: ReleaseSpec, { component, updates }: StackState, subject: Subject): Release {
  const course = courseOf(spec, subject, component?.runsWithoutTraffic ?? false);
  // Two drivers that begin it at the same time begin the same one.
  return { id: `after update ${updates[0]?.version ?? 0}`, subject, course };
}

function sidesIn({ stable, canary }: { stable: Side; canary: Side | undefined }): Side[] {
  return canary ? [stable, canary] : [stable];
}

function stopped(why: string): Start {
  return { phase: "stopped", why };
}

function idle(why: string): Start {
  return { phase: "idle", why };
}
