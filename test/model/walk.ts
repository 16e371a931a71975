import { ailing, recovered } from "./ailing.js";
import { brokenBetween } from "./changes.js";
import { type Ending, type Exploration, exploreWithReruns } from "./explore.js";
import type { Goal } from "./invariants.js";
import type { Releases } from "./release.js";
import { emptyWorld, inWords, keyOf, refreshed, type World } from "./world.js";

/** A step of a walk: an edit of the config, and a number that picks how the update with it ends. */
export interface Step<Config> {
  readonly edit: (config: Config) => Config;
  readonly pick: number;
  /** Whether pods that no promise counts on have failed before the update. */
  readonly failing?: boolean;
}

/** What the walker looks at in a config itself. */
export interface Walked {
  readonly replicas: number;
  readonly port: number;
  readonly verifyReady?: boolean;
}

/** How much was visited. */
export interface Tally {
  updates: number;
  distinct: number;
  moments: number;
  failed: number;
  killed: number;
}

/** Walks configs of one component, remembering every update that was explored before. */
export class Walker<Config extends Walked> {
  readonly #known = new Map<string, Exploration>();
  readonly tally: Tally = { updates: 0, distinct: 0, moments: 0, failed: 0, killed: 0 };

  constructor(readonly releases: Releases<Config>) {}

  /** Rejects with the walk in words, config by config and write by write, when a promise is broken. */
  async walk(first: Config, steps: readonly Step<Config>[]): Promise<void> {
    const told: string[] = [];
    let config = first;
    let release = await this.releases.of(config);
    let floor = 0;
    let open = [config];
    let ending: Ending = this.#update(emptyWorld, { ...release, floor }, 0, told, this.#words(config));
    if (ending.run === "done") floor = config.replicas;

    for (const { edit, pick, failing } of steps) {
      const before = { config, release };
      const edited = edit(config);
      if (this.releases.strategy.allows?.(open, edited) ?? true) config = edited;
      release = await this.releases.of(config);
      const changed = JSON.stringify(config) !== JSON.stringify(before.config);
      let world = ending.world;
      if (ending.run === "done") {
        const change = this.releases.strategy.change(before.config, config);
        for (const { invariant, how } of brokenBetween(before.release.plan, release.plan, change))
          throw new Error([...told, this.#words(config), `invariant ${invariant}: ${how}`].join("\n"));
      } else if (ending.run === "killed" && changed) {
        // After a kill the state is behind the cluster; see findings.test.ts for what happens without this.
        told.push("pulumi refresh");
        world = refreshed(world);
      }
      if (failing && config.verifyReady && ending.run === "done") {
        const sick = ailing(world, { ...release, floor }, floor);
        world = sick[pick % sick.length] ?? world;
      }
      floor = Math.min(floor, config.replicas);
      const goal = { ...release, floor, ailing: world !== ending.world && ending.run === "done" };
      ending = this.#update(world, goal, pick, told, this.#words(config));
      if (goal.ailing) ending = { ...ending, world: recovered(ending.world) };
      open = ending.run === "done" ? [config] : [...open, config];
      if (ending.run === "done") floor = config.replicas;
    }
  }

  #words(config: Config): string {
    return `up with ${this.releases.strategy.inWords(config)}`;
  }

  #update(world: World, goal: Goal, pick: number, told: string[], words: string): Ending {
    told.push(words);
    const { endings, violations } = this.#explored(world, goal);
    for (const { invariant, how, trace } of violations.values())
      throw new Error(
        [...told, ...trace.map((line) => `  ${line}`), `invariant ${invariant}: ${how}`].join("\n"),
      );
    const ending = picked(endings, pick);
    this.tally.updates++;
    if (ending.run !== "done") this.tally[ending.run]++;
    told.push(`  ${ending.run}: ${inWords(ending.world)}`);
    return ending;
  }

  #explored(world: World, goal: Goal): Exploration {
    const plan = goal.plan.map(({ manifest }) => manifest.id).join();
    const key = [keyOf(world), plan, goal.floor, goal.ailing, goal.beneath?.key].join("#");
    const known = this.#known.get(key);
    if (known) return known;
    const explored = exploreWithReruns([world], goal);
    this.#known.set(key, explored);
    this.tally.distinct++;
    this.tally.moments += explored.moments;
    return explored;
  }
}

/** Half of the updates that can succeed do; of the others half fail and half are killed. */
function picked(endings: readonly Ending[], pick: number): Ending {
  const wish = (["done", "done", "failed", "killed"] as const)[pick % 4];
  const wished = endings.filter(({ run }) => run === wish);
  const among = wished.length > 0 ? wished : endings;
  return among[Math.floor(pick / 4) % among.length];
}
