import { brokenBetween } from "./changes.js";
import { type Ending, type Exploration, exploreWithReruns } from "./explore.js";
import type { Goal } from "./invariants.js";
import { recovered, worldsWithFailedPods } from "./podFailures.js";
import type { Releases } from "./release.js";
import { emptyWorld, inWords, keyOf, refreshed, type World } from "./world.js";

/** A step of a walk: an edit of the config, and a number that selects how its update ends. */
export interface Step<Config> {
  readonly edit: (config: Config) => Config;
  readonly pick: number;
  /** Whether pods that no promise relies on fail before the update. */
  readonly failing?: boolean;
}

/** The part of a config that the walker reads itself. */
export interface Walked {
  readonly replicas: number;
  readonly port: number;
}

/** How much the walks visited. */
export interface Tally {
  updates: number;
  distinct: number;
  moments: number;
  failed: number;
  killed: number;
}

/** Walks through configs of one component. Explores each distinct update once. */
export class Walker<Config extends Walked> {
  readonly #known = new Map<string, Exploration>();
  readonly tally: Tally = { updates: 0, distinct: 0, moments: 0, failed: 0, killed: 0 };

  constructor(readonly releases: Releases<Config>) {}

  /** Rejects when a promise is broken, with every config of the walk and every write of the last update. */
  async walk(first: Config, steps: readonly Step<Config>[]): Promise<void> {
    const history: string[] = [];
    let config = first;
    let release = await this.releases.of(config);
    let floor = 0;
    let open = [config];
    let ending: Ending = this.#update(emptyWorld, { ...release, floor }, 0, history, this.#words(config));
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
          throw new Error([...history, this.#words(config), `invariant ${invariant}: ${how}`].join("\n"));
      } else if (ending.run === "killed" && changed) {
        // After a kill the state is out of date; findings.test.ts shows what happens without a refresh.
        history.push("pulumi refresh");
        world = refreshed(world);
      }
      floor = Math.min(floor, config.replicas);
      const goal = { ...release, floor };
      const enough = (deployment: string) => this.releases.strategy.enough(config, deployment);
      const failures = failing && ending.run === "done" ? worldsWithFailedPods(world, goal, enough) : [];
      const failed = failures[pick % Math.max(1, failures.length)];
      ending = this.#update(failed?.world ?? world, failed?.goal ?? goal, pick, history, this.#words(config));
      if (failed) ending = { ...ending, world: recovered(ending.world) };
      open = ending.run === "done" ? [config] : [...open, config];
      if (ending.run === "done") floor = config.replicas;
    }
  }

  #words(config: Config): string {
    return `up with ${this.releases.strategy.inWords(config)}`;
  }

  #update(world: World, goal: Goal, pick: number, history: string[], words: string): Ending {
    history.push(words);
    const { endings, violations } = this.#explored(world, goal);
    for (const { invariant, how, trace } of violations.values())
      throw new Error(
        [...history, ...trace.map((line) => `  ${line}`), `invariant ${invariant}: ${how}`].join("\n"),
      );
    const ending = picked(endings, pick);
    this.tally.updates++;
    if (ending.run !== "done") this.tally[ending.run]++;
    history.push(`  ${ending.run}: ${inWords(ending.world)}`);
    return ending;
  }

  #explored(world: World, goal: Goal): Exploration {
    const plan = goal.plan.map(({ manifest }) => manifest.id).join();
    const key = [keyOf(world), plan, goal.floor, goal.full, goal.podsFailedBefore, goal.beneath?.key].join(
      "#",
    );
    const known = this.#known.get(key);
    if (known) return known;
    const explored = exploreWithReruns([world], goal);
    this.#known.set(key, explored);
    this.tally.distinct++;
    this.tally.moments += explored.moments;
    return explored;
  }
}

/** Of the updates that can succeed, half do. Of the others, half fail and half are killed. */
function picked(endings: readonly Ending[], pick: number): Ending {
  const wish = (["done", "done", "failed", "killed"] as const)[pick % 4];
  const wished = endings.filter(({ run }) => run === wish);
  const among = wished.length > 0 ? wished : endings;
  return among[Math.floor(pick / 4) % among.length];
}
