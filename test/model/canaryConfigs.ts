import fc from "fast-check";
import { planHold } from "../../src/canary/methods/hold.js";
import { CanaryDeployment } from "../../src/index.js";
import { template } from "../support/args.js";
import { type Change, readyOf } from "./changes.js";
import { behind } from "./cluster.js";
import type { Goal } from "./invariants.js";
import { movesOf } from "./moves.js";
import { enoughOf, inWordsOf } from "./podFailures.js";
import { differOnlyIn, NAME, type Strategy } from "./release.js";

/** The config of a canary's stack. A version is also the tag of its image; `bad` never becomes ready. */
export interface CanaryConfig {
  readonly replicas: number;
  readonly weight: number;
  readonly stable: string;
  readonly canary?: string;
  readonly maxPods?: number;
  readonly port: number;
  readonly drainSeconds?: number;
  readonly method?: "replicas" | "hold" | "route";
  /** Whether `up` waits until a gateway accepts the route. */
  readonly waitForAccepted?: boolean;
  readonly verifyReady?: boolean;
  readonly minReady?: number;
  readonly disruptionBudget?: boolean;
  /** Whether the Service has a load balancer, so that `up` waits for it. */
  readonly loadBalancer?: boolean;
}

export const firstCanary: CanaryConfig = { replicas: 3, weight: 0, stable: "v1", canary: "v2", port: 80 };

/** The first config of a walk: each method, with its options. */
export const firstCanaries: fc.Arbitrary<CanaryConfig> = fc
  .constantFrom<Partial<CanaryConfig>[]>(
    {},
    { loadBalancer: true },
    { minReady: 100 },
    { method: "hold" },
    { method: "route", waitForAccepted: true },
  )
  .map((options) => ({ ...firstCanary, ...options }));

const VERSIONS = ["v1", "v2", "v3", "bad"];
/** With 3 replicas and at most 5 pods, exactly between the shares of 3 + 2 and of 3 + 3 pods. */
const TIE = 45;

/** An edit of the config by the user. */
export type CanaryMove = (config: CanaryConfig) => CanaryConfig;

const another = (version: string) => VERSIONS.find((other) => other !== version) as string;

const move = movesOf<CanaryConfig>();

export const canaryMoves: fc.Arbitrary<CanaryMove> = fc.oneof(
  { weight: 6, arbitrary: move([0, 10, 40, TIE, 50, 75, 100], "weight", shareOf) },
  { weight: 2, arbitrary: move([true, false], "promote, keeping a canary:", promoted) },
  { weight: 3, arbitrary: move(VERSIONS, "canary", (config, canary) => withCanary(config, canary)) },
  { weight: 2, arbitrary: move([1, 2, 3], "replicas", (config, replicas) => ({ ...config, replicas })) },
  { weight: 1, arbitrary: move([undefined, 5], "maxPods", (config, maxPods) => ({ ...config, maxPods })) },
  { weight: 1, arbitrary: move([80, 81], "port", (config, port) => ({ ...config, port })) },
  { weight: 1, arbitrary: move(["config"], "the same", (config) => config) },
);

function shareOf(config: CanaryConfig, weight: number): CanaryConfig {
  return { ...config, weight, canary: config.canary ?? (weight > 0 ? another(config.stable) : undefined) };
}

/** Promotes the canary. The next canary starts at weight 0, or there is none. */
function promoted(config: CanaryConfig, keep: boolean): CanaryConfig {
  const stable = config.canary ?? config.stable;
  return { ...config, weight: 0, stable, canary: keep ? another(stable) : undefined };
}

function withCanary(config: CanaryConfig, canary: string): CanaryConfig {
  return canary === config.stable ? config : { ...config, canary };
}

const side = (version: string) => ({ version, image: `app:${version}` });

export const canaryStrategy: Strategy<CanaryConfig> = {
  program: ({ stable, canary, port, waitForAccepted = false, loadBalancer, ...rest }) =>
    new CanaryDeployment(NAME, {
      ...rest,
      stable: side(stable),
      ...(canary && { canary: side(canary) }),
      ...(rest.method === "route" && {
        route: { kind: "TCPRoute", parentRefs: [{ name: "edge" }], waitForAccepted },
      }),
      template: template(),
      service: { ...(loadBalancer && { type: "LoadBalancer" }), ports: [{ port, targetPort: 80 }] },
      tolerance: 100,
    }),

  change(before, after) {
    const samePort = before.port === after.port;
    const inner = samePort ? [`Service ${NAME}-stable`, `Service ${NAME}-canary`] : [];
    const front = samePort && (after.method !== "route" || before.weight < 100 === after.weight < 100);
    return {
      // A hold changes the pod template when it starts and when it ends.
      trafficOnly:
        differOnlyIn(before, after, ["weight", "replicas", "maxPods"]) &&
        (after.method !== "hold" || (before.weight > 0 && after.weight > 0)),
      untouched: [...untouchedSides(before, after), ...inner, ...(front ? [`Service ${NAME}`] : [])],
    };
  },

  shareAtRest({ method, ...config }, plan) {
    const { outputs = {} } = plan.resource("CanaryDeployment");
    const { achieved } = outputs.plan as { achieved: number };
    if (method === "route") return routedShare(config);
    return method === "hold" ? heldShare(config, achieved) : shareOfPods(config.weight, achieved);
  },

  inWords: ({ weight, replicas, stable, canary = "none", maxPods, port, method, ...options }) =>
    `weight ${weight}, replicas ${replicas}${maxPods ? `, maxPods ${maxPods}` : ""}, ` +
    `stable ${stable}, canary ${canary}, port ${port}${method ? `, method ${method}` : ""}` +
    `${options.waitForAccepted ? ", accepted" : ""}${options.loadBalancer ? ", load balancer" : ""}${inWordsOf(options)}`,

  enough: ({ replicas, minReady }, deployment) =>
    deployment === `${NAME}-stable` ? enoughOf(replicas, minReady) : replicas,
  allows: (open, next) => ALLOWED[next.method ?? "replicas"](open, next),
  beneath: (config) => (config.method === "hold" && isShared(config) ? { ...config, weight: 0 } : undefined),
};

function untouchedSides(before: CanaryConfig, after: CanaryConfig): Change["untouched"] {
  const sameSizes = differOnlyIn(before, after, ["stable", "canary", "port", "drainSeconds"]);
  if (!sameSizes || before.drainSeconds !== after.drainSeconds) return [];
  const [stable, canary] = [before.stable === after.stable, before.canary === after.canary];
  if (after.method === "hold") return stable && canary ? [`Deployment ${NAME}-stable`] : [];
  return [...(stable ? [`Deployment ${NAME}-stable`] : []), ...(canary ? [`Deployment ${NAME}-canary`] : [])];
}

const isShared = ({ weight }: CanaryConfig) => weight > 0 && weight < 100;

/**
 * A hold starts when all pods have the stable version. Until it ends, `replicas` cannot change and the number of canary
 * pods cannot decrease.
 */
function allowsHold(open: readonly CanaryConfig[], next: CanaryConfig): boolean {
  const held = open.filter(isShared);
  if (held.some(({ replicas }) => replicas !== next.replicas)) return false;
  if (!isShared(next)) return true;
  const { canary } = planHold(next);
  return (
    open.every(({ weight, stable }) => weight < 100 && stable === next.stable) &&
    held.every((config) => planHold(config).canary <= canary)
  );
}

/** A canary with all traffic keeps its version until the route leaves it. Otherwise the new version would get all traffic. */
function allowsRoute(open: readonly CanaryConfig[], next: CanaryConfig): boolean {
  return !isShared(next) || open.every(({ weight, canary }) => weight < 100 || canary === next.canary);
}

/** A failed canary goes to weight 0 before it is removed: `up` deletes last, so the wait for the Service would block it. */
function allowsReplicas(open: readonly CanaryConfig[], next: CanaryConfig): boolean {
  return next.canary !== undefined || open.length === 1;
}

const ALLOWED = { replicas: allowsReplicas, hold: allowsHold, route: allowsRoute };

function shareOfPods(weight: number, achieved: number): Goal["shareAtRest"] {
  return ({ deployments }) => {
    const [stable, canary] = ["stable", "canary"].map((track) =>
      readyOf(deployments.get(`${NAME}-${track}`)),
    );
    return wrongShare(weight, achieved, stable, canary);
  };
}

function wrongShare(weight: number, achieved: number, stable: number, canary: number): string | undefined {
  const share = (100 * canary) / (stable + canary);
  const missing = (weight > 0 && canary === 0) || (weight < 100 && stable === 0);
  const extra = (weight === 0 && canary > 0) || (weight === 100 && stable > 0);
  if (!missing && !extra && Math.abs(share - achieved) < 1e-9) return undefined;
  return `${stable} stable and ${canary} canary pods at weight ${weight}, shown as ${achieved} %`;
}

function heldShare({ weight, stable, canary }: CanaryConfig, achieved: number): Goal["shareAtRest"] {
  return ({ deployments }) => {
    const [old, next] = [stable, canary].map((version = "none") =>
      behind({ "app.kubernetes.io/version": version }, deployments.values()),
    );
    return wrongShare(weight, achieved, old.ready, next.ready);
  };
}

/** The route has exactly these weights, and each side with a weight has its full size. */
function routedShare({ weight, replicas }: CanaryConfig): Goal["shareAtRest"] {
  return ({ deployments, routes }) => {
    const weights = routes.get(NAME)?.manifest.weights ?? {};
    const [stable, canary] = ["stable", "canary"].map((track) => weights[`${NAME}-${track}`] ?? 0);
    const sizes = ["stable", "canary"].map((track) => readyOf(deployments.get(`${NAME}-${track}`)));
    const exact = 100 * canary === weight * (stable + canary);
    const full = [stable, canary].every((share, at) => sizes[at] === (share > 0 ? replicas : 0));
    if (exact && full) return undefined;
    return `weights ${stable} and ${canary} for ${sizes.join(" and ")} pods at weight ${weight}`;
  };
}
