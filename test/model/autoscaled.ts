import type { PlannedResource } from "../../src/testing/index.js";
import {
  behind,
  createDeployment,
  type LiveDeployment,
  oneMoreReady,
  reconcile,
  updateDeployment,
} from "./cluster.js";
import { type DeploymentManifest, type Json, type Labels, manifestOf, selects } from "./manifests.js";

/** The numbers of pods that an autoscaler may choose, or that a wait accepts. */
interface Range {
  readonly min: number;
  readonly max: number;
}

/** One object of an autoscaled release, and the positions of its dependencies. */
export interface Step {
  readonly kind: string;
  readonly name: string;
  /** Short number that is equal for equal inputs only. */
  readonly inputsId: number;
  readonly needs: readonly number[];
  /** The ready pods (for an autoscaler, the replicas) that `up` waits for; undefined when it does not wait. */
  readonly awaited: Range | undefined;
  readonly manifest?: DeploymentManifest;
  /** Whether the update keeps the live number of replicas. */
  readonly keepsSize: boolean;
  readonly bounds?: Range;
  readonly selector?: Labels;
}

/** A cluster with autoscalers, and Pulumi's state of it, which has no objects whose wait did not finish. */
export interface ScaledWorld {
  readonly deployments: ReadonlyMap<string, LiveDeployment>;
  readonly bounds: ReadonlyMap<string, Range>;
  readonly selector?: Labels;
  readonly state: ReadonlyMap<string, number>;
}

export const nothing: ScaledWorld = { deployments: new Map(), bounds: new Map(), state: new Map() };

/** A moment of an update, with one character for each step as in update.ts. */
interface Moment {
  readonly world: ScaledWorld;
  readonly progress: string;
}

/** Reads the steps of a plan. Each follows its dependencies. */
export function stepsOf(resources: readonly PlannedResource[]): Step[] {
  const objects = resources.filter(({ custom }) => custom);
  return objects.map(({ type, name, urn, options, inputs: given }) => {
    const inputs = given as Json;
    const kind = type.split(":").at(-1) as string;
    const waitFor: string = inputs.metadata.annotations?.["pulumi.com/waitFor"] ?? "";
    const [, more, less] = /Replicas>(\d+)&&@\.\w+<(\d+)/.exec(waitFor) ?? [];
    const { annotations: _, ...metadata } = inputs.metadata;
    return {
      kind,
      name,
      inputsId: inputsIdOf(JSON.stringify(inputs)),
      needs: options.dependsOn?.map((need) => objects.findIndex((other) => other.urn === need)) ?? [],
      awaited: more === undefined ? undefined : { min: Number(more) + 1, max: Number(less) - 1 },
      keepsSize: options.ignoreChanges?.includes("spec.replicas") ?? false,
      ...(kind === "Deployment" && {
        manifest: manifestOf(urn, { ...inputs, metadata }) as DeploymentManifest,
      }),
      ...(kind === "HorizontalPodAutoscaler" && {
        bounds: { min: inputs.spec.minReplicas, max: inputs.spec.maxReplicas },
      }),
      ...(kind === "Service" && { selector: inputs.spec.selector }),
    };
  });
}

const inputsIds = new Map<string, number>();

function inputsIdOf(text: string): number {
  const id = inputsIds.get(text) ?? inputsIds.size;
  inputsIds.set(text, id);
  return id;
}

interface Visit {
  readonly moment: Moment;
  readonly from?: Visit;
  readonly words: string;
}

function traceOf(visit: Visit): string[] {
  return visit.from ? [...traceOf(visit.from), visit.words] : [];
}

/** What must hold at every moment; returns what is wrong. */
export type Promised = (world: ScaledWorld) => string | undefined;

/** The worlds in which an update can end, done or interrupted at any moment, and the first broken promise. */
export interface Explored {
  readonly done: readonly ScaledWorld[];
  readonly brokenOff: readonly ScaledWorld[];
  readonly moments: number;
  readonly broken?: string;
}

/** Visits every moment of an update, in every order that dependencies allow. Autoscalers choose either of their bounds. */
export function exploreScaled(
  from: readonly ScaledWorld[],
  steps: readonly Step[],
  promised: Promised,
): Explored {
  const seen = new Set<string>();
  const ended = { done: new Map<string, ScaledWorld>(), brokenOff: new Map<string, ScaledWorld>() };
  let visits: Visit[] = from.map((world) => ({
    moment: { world, progress: steps.map((step) => (isRecorded(world, step) ? "=" : ".")).join("") },
    words: "",
  }));
  while (visits.length > 0) {
    const next: Visit[] = [];
    for (const visit of visits) {
      const { moment } = visit;
      const key = `${keyOf(moment.world)}|${moment.progress}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const how = promised(moment.world);
      if (how)
        return { done: [], brokenOff: [], moments: seen.size, broken: [...traceOf(visit), how].join("\n") };
      const done = steps.every((_, index) => isPassed(steps, moment.progress, index));
      const world = forgetful(steps, moment);
      ended[done ? "done" : "brokenOff"].set(keyOf(world), world);
      for (const [words, then] of [...ofPulumi(steps, moment), ...ofCluster(moment)])
        next.push({ moment: then, from: visit, words });
    }
    visits = next;
  }
  return { done: [...ended.done.values()], brokenOff: [...ended.brokenOff.values()], moments: seen.size };
}

function keyOf({ deployments, bounds, selector, state }: ScaledWorld): string {
  const pods = [...deployments].map(([name, { manifest, observed, sizedFor, replicaSets }]) => {
    const sets = replicaSets.map(
      ({ template, size, ready }) => `${template.labels["app.kubernetes.io/version"]} ${ready}/${size}`,
    );
    return `${name} ${manifest.id} ${manifest.replicas} ${observed} ${sizedFor} ${sets}`;
  });
  const ranges = [...bounds].map(([name, { min, max }]) => `${name} ${min} ${max}`);
  const recorded = [...state].map(([id, inputs]) => `${id} ${inputs}`);
  return [pods.sort(), ranges.sort(), JSON.stringify(selector), recorded.sort()].join("|");
}

const idOf = ({ kind, name }: Step) => `${kind} ${name}`;
const isRecorded = (world: ScaledWorld, step: Step) => world.state.get(idOf(step)) === step.inputsId;

/** An unchanged object counts as done as soon as its dependencies do. */
function isPassed(steps: readonly Step[], progress: string, index: number): boolean {
  const needs = () => steps[index].needs.every((need) => isPassed(steps, progress, need));
  return progress[index] === "+" || (progress[index] === "=" && needs());
}

/** The world as the next update finds it. Objects whose wait did not finish are written again. */
function forgetful(steps: readonly Step[], { world, progress }: Moment): ScaledWorld {
  const open = new Set(steps.filter((_, index) => progress[index] === ">").map(idOf));
  return { ...world, state: new Map([...world.state].filter(([id]) => !open.has(id))) };
}

function* ofPulumi(steps: readonly Step[], { world, progress }: Moment): Generator<[string, Moment]> {
  for (const [index, step] of steps.entries()) {
    const to = (letter: string, then: ScaledWorld): Moment => ({
      world: then,
      progress: progress.slice(0, index) + letter + progress.slice(index + 1),
    });
    if (progress[index] === "." && step.needs.every((need) => isPassed(steps, progress, need)))
      yield [`write ${idOf(step)}`, to(">", written(world, step))];
    if (progress[index] === ">" && isReady(world, step))
      yield [
        `${idOf(step)} is ready`,
        to("+", { ...world, state: new Map([...world.state, [idOf(step), step.inputsId]]) }),
      ];
  }
}

function written(world: ScaledWorld, { name, manifest, keepsSize, bounds, selector }: Step): ScaledWorld {
  if (bounds) return { ...world, bounds: new Map([...world.bounds, [name, bounds]]) };
  if (selector) return { ...world, selector };
  if (!manifest) return world;
  const live = world.deployments.get(name);
  if (!live) return withDeployment(world, name, createDeployment(manifest));
  const replicas = keepsSize ? live.manifest.replicas : manifest.replicas;
  return withDeployment(world, name, updateDeployment(live, { ...manifest, replicas }));
}

function withDeployment(world: ScaledWorld, name: string, live: LiveDeployment): ScaledWorld {
  return { ...world, deployments: new Map([...world.deployments, [name, live]]) };
}

function isReady({ deployments }: ScaledWorld, { kind, name, awaited }: Step): boolean {
  const live = deployments.get(name);
  const within = (count: number) => !awaited || (count >= awaited.min && count <= awaited.max);
  if (kind === "HorizontalPodAutoscaler") return !awaited || within(live?.manifest.replicas ?? 0);
  if (!live || kind !== "Deployment") return true;
  const [set, ...older] = live.replicaSets;
  const current = older.length === 0 && set?.template.key === live.manifest.template.key;
  return live.observed && (!awaited || (current && within(set.ready)));
}

function* ofCluster({ world, progress }: Moment): Generator<[string, Moment]> {
  for (const [name, live] of world.deployments) {
    const then = (words: string, changed: LiveDeployment): [string, Moment] => [
      words,
      { progress, world: withDeployment(world, name, changed) },
    ];
    const reconciled = reconcile(live);
    if (reconciled) yield then(`the controller moves ${name}`, reconciled);
    for (const grown of oneMoreReady(live)) yield then(`a pod of ${name} gets ready`, grown);
    const bounds = world.bounds.get(name);
    const { replicas } = live.manifest;
    if (!bounds || replicas === 0) continue;
    const choices =
      replicas > bounds.max ? [bounds.max] : replicas < bounds.min ? [bounds.min] : Object.values(bounds);
    for (const size of new Set(choices)) {
      if (size === replicas) continue;
      const changed = updateDeployment(live, { ...live.manifest, replicas: size });
      yield then(`the autoscaler makes ${name} ${size}`, changed);
    }
  }
}

/** The ready pods behind the Service, and their versions. */
export function served({ selector, deployments }: ScaledWorld) {
  const { ready } = behind(selector ?? {}, deployments.values());
  const sets = [...deployments.values()].flatMap(({ replicaSets }) => replicaSets);
  const found = sets.filter((set) => set.ready > 0 && selects(selector ?? {}, set.template.labels));
  return { ready, versions: found.map(({ template }) => template.labels["app.kubernetes.io/version"]) };
}
