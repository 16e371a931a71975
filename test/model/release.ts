import { expect } from "vitest";
import { type Plan, planStack } from "../../src/testing/index.js";
import { brokenWithin, type Change } from "./changes.js";
import type { Goal } from "./invariants.js";
import { changedPaths, type Planned, type PodTemplate, planned } from "./manifests.js";

/** The name of every component in a walk, and so of the Service that clients call. */
export const NAME = "app";

/** What the model needs of a component: how a config becomes objects, and what changes between two configs. */
export interface Strategy<Config extends { readonly replicas: number }> {
  program(config: Config): unknown;
  change(before: Config, after: Config): Change;
  shareAtRest(config: Config, plan: Plan): Goal["shareAtRest"];
  inWords(config: Config): string;
  /** The ready pods of a Deployment that are enough for a step that relies on it without changing it. */
  enough(config: Config, deployment: string): number;
  /** Whether `next` may follow `open`: the last config that was reached, and those attempted since. Default: always. */
  allows?(open: readonly Config[], next: Config): boolean;
  /** The config whose pods a held rollout keeps; undefined without a hold. */
  beneath?(config: Config): Config | undefined;
}

/** The planned objects of one config, and what it promises once it is reached. */
export type Release = Omit<Goal, "floor">;

/** Plans each config once, through the real component. */
export class Releases<Config extends { readonly replicas: number }> {
  readonly #known = new Map<string, Promise<Release>>();

  constructor(readonly strategy: Strategy<Config>) {}

  /** How many distinct configs were planned. */
  get size(): number {
    return this.#known.size;
  }

  of(config: Config): Promise<Release> {
    const key = JSON.stringify(config);
    const release = this.#known.get(key) ?? this.#plan(config);
    this.#known.set(key, release);
    return release;
  }

  async #plan(config: Config): Promise<Release> {
    const program = () => {
      this.strategy.program(config);
    };
    const plan = await withoutStacks(() => planStack({ preview: false }, program));
    const previewed = await withoutStacks(() => planStack({ preview: true }, program));
    const objects = planned(plan.kubernetes);
    // Preview shows what `up` does, and a plan depends only on its config (invariant 10).
    expect(planned(previewed.kubernetes)).toEqual(objects);
    expect([...brokenWithin(objects)]).toEqual([]);
    const old = this.strategy.beneath?.(config);
    return {
      beneath: old && templateOf((await this.of(old)).plan),
      plan: objects,
      service: NAME,
      full: config.replicas,
      sound: isSound(objects),
      shareAtRest: this.strategy.shareAtRest(config, plan),
    };
  }
}

/** The SDK records a stack for each promise and each resource, which takes most of the time of a plan. */
async function withoutStacks<T>(task: () => Promise<T>): Promise<T> {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  // The SDK raises the limit again for each resource.
  Error.prepareStackTrace = () => "";
  try {
    return await task();
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

export function isSound(plan: readonly Planned[]): boolean {
  return plan.every(
    ({ manifest }) => manifest.kind !== "Deployment" || manifest.replicas === 0 || !manifest.template.broken,
  );
}

/** The template of the only Deployment. */
function templateOf(plan: readonly Planned[]): PodTemplate | undefined {
  const [template] = plan.flatMap(({ manifest }) =>
    manifest.kind === "Deployment" ? [manifest.template] : [],
  );
  return template;
}

/** Whether two configs differ only in these keys. */
export function differOnlyIn<Config extends object>(
  before: Config,
  after: Config,
  keys: readonly (keyof Config & string)[],
): boolean {
  return changedPaths(before, after).every((path) => keys.some((key) => path.split(".")[0] === key));
}
