import { createDeployment } from "./cluster.js";
import { type Broken, brokenAt, brokenBy, type Goal, type Invariant } from "./invariants.js";
import type { Planned, PodTemplate } from "./manifests.js";
import { type Event, type Moment, Update } from "./update.js";
import {
  afterAWhile,
  emptyWorld,
  inWords,
  keyOf,
  recorded,
  restKey,
  type World,
  withDeployment,
  written,
} from "./world.js";

/** A broken promise and the shortest sequence of events that breaks it. */
export interface Violation extends Broken {
  readonly trace: readonly string[];
}

/** A possible end of an update. */
export interface Ending {
  readonly run: "killed" | "failed" | "done";
  readonly world: World;
}

/** Everything an update can lead to. */
export interface Exploration {
  /** The first violation of each invariant. */
  readonly violations: ReadonlyMap<Invariant, Violation>;
  /** The distinct worlds that the next update can start from. */
  readonly endings: readonly Ending[];
  /** Distinct moments visited. */
  readonly moments: number;
}

interface Visit {
  readonly moment: Moment;
  readonly from?: Visit;
  readonly words: string;
}

/**
 * Visits every moment that an update from any of these worlds can reach: every order of writes that the dependencies
 * allow, interleaved in every way with the controllers, with waits that time out, and with a kill.
 */
export function explore(worlds: Iterable<World>, goal: Goal): Exploration {
  const scratch = restKey(fromScratch(goal.plan, goal.beneath));
  const violations = new Map<Invariant, Violation>();
  const endings = new Map<string, Ending>();
  const seen = new Set<string>();
  const note = (broken: Iterable<Broken>, visit: Visit) => {
    for (const one of broken)
      if (!violations.has(one.invariant)) violations.set(one.invariant, { ...one, trace: traceOf(visit) });
  };
  for (const world of worlds) {
    const update = new Update(goal.plan, afterAWhile(world));
    // Breadth first, so that the first trace found is the shortest.
    let visits: Visit[] = [{ moment: update.begin(), words: "" }];
    while (visits.length > 0) {
      const next: Visit[] = [];
      for (const visit of visits) {
        const { moment } = visit;
        const world = keyOf(moment.world);
        const key = `${world}|${moment.progress}${moment.run}`;
        if (seen.has(key)) continue;
        seen.add(key);
        note(brokenAt(moment, goal, scratch), visit);
        if (moment.run !== "going" && !endings.has(moment.run + world))
          endings.set(moment.run + world, { run: moment.run, world: afterAWhile(moment.world) });
        const events = [...update.events(moment)];
        if (isStuck(moment, events) && goal.sound)
          note([{ invariant: 9, how: "`up` waits for what will never come" }], visit);
        for (const event of events) {
          const then = { moment: event.next, from: visit, words: event.words };
          note(brokenBy(event, moment, goal), then);
          next.push(then);
        }
      }
      visits = next;
    }
  }
  return { violations, endings: [...endings.values()], moments: seen.size };
}

/** Explores an update, and the same update again from every world in which it failed or was killed (invariant 9). */
export function exploreWithReruns(worlds: readonly World[], goal: Goal): Exploration {
  const once = explore(worlds, goal);
  const broken = once.endings.filter(({ run }) => run !== "done").map((ending) => ending.world);
  const again = explore(broken, goal);
  return {
    violations: new Map([...again.violations, ...once.violations]),
    endings: once.endings,
    moments: once.moments + again.moments,
  };
}

function isStuck(moment: Moment, events: readonly Event[]): boolean {
  return (
    moment.run === "going" &&
    !moment.progress.includes("!") &&
    events.every(({ kind }) => kind === "failure" || kind === "kill" || kind === "loss")
  );
}

/**
 * The world after a successful update of an empty cluster. With a held rollout, the cluster also has the pods of the
 * config before it, which have the template `beneath`.
 */
export function fromScratch(plan: readonly Planned[], beneath?: PodTemplate): World {
  return plan.reduce((world, { manifest }) => {
    const noted = recorded(written(world, manifest), manifest, false);
    if (manifest.kind !== "Deployment") return noted;
    const { replicas, maxSurge, template, held } = manifest;
    const set = (of: PodTemplate, size: number, held: boolean) => ({ template: of, size, ready: size, held });
    const sets =
      held && beneath
        ? [set(beneath, replicas, false), set(template, maxSurge, true)]
        : [set(template, replicas, held)];
    const replicaSets = sets
      .filter(({ size }) => size > 0)
      .map((one) => ({ ...one, most: replicas + (one.held ? maxSurge : 1) }));
    return withDeployment(noted, { ...createDeployment(manifest), observed: true, replicaSets });
  }, emptyWorld);
}

function traceOf(visit: Visit): string[] {
  const lines: string[] = [];
  for (let at: Visit | undefined = visit; at; at = at.from) {
    lines.unshift(at.words ? `${at.words}: ${inWords(at.moment.world)}` : inWords(at.moment.world));
  }
  return lines;
}
