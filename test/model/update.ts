import { oneHeldLess, oneMoreReady, reconcile } from "./cluster.js";
import type { Manifest, Planned } from "./manifests.js";
import { deleted, isReady, recorded, type World, withDeployment, written } from "./world.js";

/** The progress of one `pulumi up`, and the world at that point. */
export interface Moment {
  readonly world: World;
  /** One character for each object: `=` unchanged, `.` not started, `>` written and waited for, `+` ready, `!` failed. */
  readonly progress: string;
  /** `killed`: nothing more is written, but the cluster's controllers go on. */
  readonly run: "going" | "killed" | "failed" | "done";
}

/** What can happen next. */
export interface Event {
  readonly words: string;
  readonly kind: "write" | "delete" | "ready" | "failure" | "kill" | "cluster" | "loss" | "end";
  /** The object that is written or deleted. */
  readonly manifest?: Manifest;
  readonly next: Moment;
}

const DELETED: readonly Manifest["kind"][] = [
  "Route",
  "Service",
  "PodDisruptionBudget",
  "Deployment",
  "Other",
];

/** One `pulumi up`: the writes that a plan needs, in any order that its dependencies allow. */
export class Update {
  readonly #needs: readonly (readonly number[])[];
  /** The objects to write or to wait for. All others match Pulumi's state. */
  readonly writes: ReadonlySet<Manifest>;
  /** The objects that the plan no longer has. They are deleted last, dependents first: route, Services, Deployments. */
  readonly deletes: readonly Manifest[];

  constructor(
    readonly plan: readonly Planned[],
    readonly before: World,
  ) {
    const keys = plan.map(({ manifest }) => manifest.key);
    if (new Set(keys).size < keys.length) throw new Error(`two objects of one name: ${keys.join(", ")}`);
    this.#needs = plan.map(({ waitsFor }) => waitsFor.map((key) => keys.indexOf(key)));
    this.writes = new Set(
      plan
        .map(({ manifest }) => manifest)
        .filter((manifest) => {
          const old = before.state.get(manifest.key);
          return !old || old.failed || old.manifest !== manifest;
        }),
    );
    this.deletes = [...before.state.values()]
      .map(({ manifest }) => manifest)
      .filter(({ key }) => !keys.includes(key))
      .sort((a, b) => DELETED.indexOf(a.kind) - DELETED.indexOf(b.kind));
  }

  begin(): Moment {
    const progress = this.plan.map(({ manifest }) => (this.writes.has(manifest) ? "." : "=")).join("");
    return { world: this.before, progress, run: "going" };
  }

  /** Everything that can happen next. The cluster, the network and the user decide what does. */
  *events(moment: Moment): Generator<Event> {
    if (moment.run === "going") {
      yield* this.#ofPulumi(moment);
      yield { words: "`up` is killed", kind: "kill", next: { ...moment, run: "killed" } };
    }
    yield* this.#ofCluster(moment);
  }

  *#ofPulumi(moment: Moment): Generator<Event> {
    const { world, progress } = moment;
    let open = false;
    for (const [index, { manifest }] of this.plan.entries()) {
      const mark = progress[index];
      const to = (letter: string, next: World): Moment => ({
        ...moment,
        world: next,
        progress: progress.slice(0, index) + letter + progress.slice(index + 1),
      });
      const words = manifest.key;
      if (mark === "." && this.#mayBegin(index, progress)) {
        open = true;
        yield { words: `write ${words}`, kind: "write", manifest, next: to(">", written(world, manifest)) };
      } else if (mark === ">") {
        open = true;
        const ready = isReady(world, manifest);
        if (ready)
          yield {
            words: `${words} is ready`,
            kind: "ready",
            next: to("+", recorded(world, manifest, false)),
          };
        if (!ready || (manifest.kind === "Route" && manifest.awaited))
          yield {
            words: `the wait for ${words} times out`,
            kind: "failure",
            next: to("!", recorded(world, manifest, true)),
          };
      }
    }
    if (open) return;
    if (progress.includes("!") || progress.includes(".")) {
      yield { words: "`up` has failed", kind: "end", next: { ...moment, run: "failed" } };
      return;
    }
    const manifest = this.deletes.find(({ key }) => world.state.has(key));
    if (!manifest) yield { words: "`up` is done", kind: "end", next: { ...moment, run: "done" } };
    else
      yield {
        words: `delete ${manifest.key}`,
        kind: "delete",
        manifest,
        next: { ...moment, world: deleted(world, manifest) },
      };
  }

  /** An unchanged object counts as done as soon as its dependencies do. */
  #mayBegin(index: number, progress: string): boolean {
    return this.#needs[index].every(
      (need) => progress[need] === "+" || (progress[need] === "=" && this.#mayBegin(need, progress)),
    );
  }

  *#ofCluster(moment: Moment): Generator<Event> {
    for (const live of moment.world.deployments.values()) {
      const next = reconcile(live);
      const { key } = live.manifest;
      const then = (changed: typeof live) => ({ ...moment, world: withDeployment(moment.world, changed) });
      if (next) yield { words: `the controller moves ${key}`, kind: "cluster", next: then(next) };
      for (const grown of oneMoreReady(live))
        yield { words: `a pod of ${key} gets ready`, kind: "cluster", next: then(grown) };
      const less = this.#isPending(moment, key) && oneHeldLess(live);
      if (less) yield { words: `a held pod of ${key} is replaced`, kind: "loss", next: then(less) };
    }
  }

  /** Whether the update still has to write the object or is waiting for it. It cannot notice what fails later. */
  #isPending({ run, progress }: Moment, key: string): boolean {
    const mark = progress[this.plan.findIndex(({ manifest }) => manifest.key === key)];
    return run === "going" && (mark === "." || mark === ">");
  }
}
