import { type Exploration, explore, exploreWithReruns, fromScratch } from "./explore.js";
import type { Goal, Invariant } from "./invariants.js";
import { type Json, manifestOf, type Planned } from "./manifests.js";
import { isSound, Releases, type Strategy } from "./release.js";
import type { World } from "./world.js";

/** A change of a component's plan, as if the component were built in another way. */
export type Alteration = (plan: readonly Planned[]) => readonly Planned[];

/** Explores single changes of config in full, with the real component or an altered one. */
export class Scenario<Config extends { readonly replicas: number }> {
  readonly #releases: Releases<Config>;

  constructor(
    strategy: Strategy<Config>,
    readonly alter: Alteration = (plan) => plan,
  ) {
    this.#releases = new Releases(strategy);
  }

  /** The world after a successful update to this config. */
  async at(config: Config): Promise<World> {
    const { plan, beneath } = await this.goal(config);
    return fromScratch(plan, beneath);
  }

  async goal(config: Config, floor = config.replicas): Promise<Goal> {
    const release = await this.#releases.of(config);
    const plan = this.alter(release.plan);
    return { ...release, plan, sound: isSound(plan), floor };
  }

  /**
   * The invariants that an update from any of these worlds to this config can break. Includes the same update again after
   * a failure or a kill.
   */
  async brokenFrom(worlds: readonly World[], config: Config, floor?: number): Promise<Invariant[]> {
    const { violations } = exploreWithReruns(worlds, await this.goal(config, floor));
    return [...violations.keys()].sort((a, b) => a - b);
  }

  /** The invariants that a change between two configs can break. */
  async broken([before, after]: readonly [Config, Config]): Promise<Invariant[]> {
    return this.brokenFrom([await this.at(before)], after, Math.min(before.replicas, after.replicas));
  }

  /** Everything that one update from this world can lead to. */
  async explore(world: World, config: Config): Promise<Exploration> {
    return explore([world], await this.goal(config));
  }
}

/** Sets the dependencies of each object, by kind and name. */
export function ordered(waitsFor: Readonly<Record<string, readonly string[]>>): Alteration {
  return (plan) =>
    plan.map((planned) => ({ ...planned, waitsFor: waitsFor[planned.manifest.key] ?? planned.waitsFor }));
}

/** Edits a copy of each object of this kind. `plan` has all objects, for an edit that depends on others. */
export function edited(kind: string, edit: (inputs: Json, plan: readonly Planned[]) => void): Alteration {
  return (plan) =>
    plan.map((planned) => {
      if (planned.manifest.inputs.kind !== kind) return planned;
      const inputs = structuredClone(planned.manifest.inputs);
      edit(inputs, plan);
      return { ...planned, manifest: manifestOf(planned.manifest.urn, inputs) };
    });
}
