import { planCanary } from "../../../dist/index.js";
import { podTemplate } from "../program/template.js";
import type { Change } from "./scenario.js";

/** A version as the apps answer it, and its image. */
export const V1 = { version: "v1", image: "janakiramm/myapp:v1", says: "V1" };
export const V2 = { version: "v2", image: "janakiramm/myapp:v2", says: "vNext" };
/** The same, but they end at SIGTERM and drop open requests. */
export const DROPS1 = { ...V1, image: "test/drop:v1" };
export const DROPS2 = { ...V2, image: "test/drop:v2" };
export const UDP1 = { ...V1, image: "test/udp:v1" };
export const UDP2 = { ...V2, image: "test/udp:v2" };
/** An image that does not exist. */
export const BROKEN = { version: "v3", image: "test/missing:v3", says: "V3" };

export type Version = typeof V1;

const service = { ports: [{ port: 80 }] };
const named = ({ version, image }: Version) => ({ version, image });

export interface CanaryOptions {
  readonly weight: number;
  readonly stable?: Version;
  readonly canary?: Version;
  /** Default 4, of at most 10 pods. */
  readonly replicas?: number;
  readonly drainSeconds?: number;
  readonly timeout?: number;
}

const REPLICAS = 4;
const MAX_PODS = 10;

/** A canary of two Deployments; 10 pods meet a weight of 10 %. */
export function canary(name: string, title: string, options: CanaryOptions): Change {
  const { weight, stable = V1, canary: next = V2, replicas = REPLICAS, ...rest } = options;
  const plan = planCanary({ replicas, maxPods: MAX_PODS, weight });
  return {
    title,
    app: {
      is: "canary",
      name,
      args: {
        ...{ replicas, maxPods: MAX_PODS, weight, template: podTemplate(), service, ...rest },
        stable: named(stable),
        canary: named(next),
      },
    },
    share: { [stable.says]: 100 - plan.achieved, [next.says]: plan.achieved },
    fewest: replicas,
  };
}

const HELD_REPLICAS = 3;

/** A canary by a held rollout of one Deployment: `pods` new pods next to 3 old ones, or all, or none. */
export function hold(name: string, title: string, options: CanaryOptions & { pods: number }): Change {
  const { weight, pods, stable = V1, canary: next = V2, ...rest } = options;
  const achieved = weight === 100 ? 100 : (100 * pods) / (HELD_REPLICAS + pods);
  return {
    title,
    app: {
      is: "canary",
      name,
      args: {
        ...{ method: "hold", replicas: HELD_REPLICAS, weight, template: podTemplate(), service, ...rest },
        stable: named(stable),
        canary: named(next),
      },
    },
    share: { [stable.says]: 100 - achieved, [next.says]: achieved },
    fewest: HELD_REPLICAS,
  };
}

export interface BlueGreenOptions {
  readonly active: "blue" | "green";
  readonly standbyReplicas?: number;
  readonly replicas?: number;
  readonly blue?: Version;
  readonly green?: Version;
  readonly skipAwait?: boolean;
  readonly drainSeconds?: number;
  readonly udp?: boolean;
  readonly timeout?: number;
}

/** Two colors; the active one gets everything. */
export function blueGreen(name: string, title: string, options: BlueGreenOptions): Change {
  const { active, replicas = 2, standbyReplicas, blue = V1, green = V2, skipAwait, udp, ...rest } = options;
  const annotations = skipAwait ? { "pulumi.com/skipAwait": "true" } : undefined;
  const ports = udp ? [{ name: "dns", protocol: "UDP", port: 53 }] : [{ port: 80 }];
  return {
    title,
    app: {
      is: "blue-green",
      name,
      args: {
        activeColor: active,
        colors: { blue: named(blue), green: named(green) },
        ...{ replicas, standbyReplicas, template: podTemplate(), ...rest },
        service: { ports, ...(annotations && { annotations }) },
      },
    },
    share: { [(active === "blue" ? blue : green).says]: 100 },
    fewest: Math.min(replicas, 2),
  };
}
