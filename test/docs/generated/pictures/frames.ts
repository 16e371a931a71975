import { nameOf } from "../../../../src/preview/engine/urn.js";
import type { Plan } from "../../../../src/testing/index.js";

/** The pods of a Deployment at one moment of an update. */
export interface Side {
  /** Its name in the picture, with the version: `stable v1`. */
  readonly label: string;
  readonly ready: number;
  readonly starting: number;
  readonly draining: number;
  /** The share of new connections in percent, 0 when the Service does not select its pods. */
  readonly share: number;
}

/** One moment of an update. */
export interface Frame {
  /** What happens: `before`, or for example `canary grows`, `canary is ready`, `flip` and `stable shrinks`. */
  readonly moment: string;
  readonly sides: readonly Side[];
}

interface Given {
  readonly urn: string;
  readonly kind: string;
  readonly pods: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
}

interface State {
  readonly pods: Map<string, { ready: number; starting: number; draining: number }>;
  selector: Readonly<Record<string, string>>;
}

/** A side of the picture: how its Deployment's name ends. */
type SideName = string;

/**
 * The moments of the update from one plan to another one: the changes of the Deployments and the Service, in the order of
 * the plan. A change waits until the pods of the one before are ready.
 */
export function framesOf(before: Plan, after: Plan, sides: readonly SideName[]): Frame[] {
  const [old, changed] = [objectsOf(before), objectsOf(after)];
  const state: State = {
    pods: new Map(sides.map((side) => [side, { ready: podsOf(old, side), starting: 0, draining: 0 }])),
    selector: serviceOf(old).selector,
  };
  const frames: Frame[] = [];
  const show = (moment: string) =>
    frames.push({ moment, sides: sides.map((side) => shown(changed, side, state)) });
  show("before");
  for (const object of changed) {
    const side = sides.find((name) => object.kind === "Deployment" && isOf(object, name));
    const pods = side === undefined ? undefined : state.pods.get(side);
    if (object.kind === "Service" && !isSame(object.selector, state.selector)) {
      settle(state);
      state.selector = object.selector;
      show("flip");
    } else if (pods && object.pods > pods.ready) {
      pods.starting = object.pods - pods.ready;
      show(`${side} grows`);
    } else if (pods && object.pods < pods.ready) {
      if (settle(state)) show("ready");
      pods.draining = pods.ready - object.pods;
      pods.ready = object.pods;
      show(`${side} shrinks`);
    }
  }
  return frames;
}

/** Makes the starting pods ready. Reports whether there were any. */
function settle({ pods }: State): boolean {
  const grown = [...pods.values()].filter(({ starting }) => starting > 0);
  for (const side of grown) {
    side.ready += side.starting;
    side.starting = 0;
  }
  return grown.length > 0;
}

function shown(objects: readonly Given[], side: SideName, { pods, selector }: State): Side {
  const readyOf = (name: SideName) =>
    isSelected(deploymentOf(objects, name), selector) ? (pods.get(name)?.ready ?? 0) : 0;
  const all = [...pods.keys()].reduce((sum, name) => sum + readyOf(name), 0);
  const { labels } = deploymentOf(objects, side);
  return {
    label: `${side} ${labels["app.kubernetes.io/version"]}`,
    ...{ ready: 0, starting: 0, draining: 0, ...pods.get(side) },
    share: (100 * readyOf(side)) / all,
  };
}

/** The Deployments and the Service, in the order of the plan: each follows all it waits for. */
function objectsOf({ kubernetes }: Plan): Given[] {
  return kubernetes.flatMap(({ urn, kind, inputs }) => {
    if (kind !== "Deployment" && kind !== "Service") return [];
    const spec = inputs.spec as unknown as Spec;
    return [
      {
        ...{ urn, kind, pods: spec.replicas ?? 0 },
        labels: spec.template?.metadata.labels ?? {},
        selector: kind === "Service" ? (spec.selector as Given["selector"]) : {},
      },
    ];
  });
}

interface Spec {
  readonly replicas?: number;
  readonly selector: unknown;
  readonly template?: { readonly metadata: { readonly labels: Readonly<Record<string, string>> } };
}

const isOf = ({ urn }: Given, side: SideName) => nameOf(urn).endsWith(`-${side}`);

function deploymentOf(objects: readonly Given[], side: SideName): Given {
  const found = objects.find((object) => object.kind === "Deployment" && isOf(object, side));
  if (!found) throw new Error(`the plan has no Deployment of ${side}`);
  return found;
}

const podsOf = (objects: readonly Given[], side: SideName) => deploymentOf(objects, side).pods;

function serviceOf(objects: readonly Given[]): Given {
  const [service, ...others] = objects.filter(({ kind }) => kind === "Service");
  if (!service || others.length > 0) throw new Error("the plan has not exactly one Service");
  return service;
}

const isSelected = ({ labels }: Given, selector: Given["selector"]) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

const isSame = (a: Given["selector"], b: Given["selector"]) => JSON.stringify(a) === JSON.stringify(b);
