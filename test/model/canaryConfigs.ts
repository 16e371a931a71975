import fc from "fast-check";
import { CanaryDeployment } from "../../src/index.js";
import { template } from "../support/args.js";
import { readyOf } from "./changes.js";
import { differOnlyIn, NAME, type Strategy } from "./release.js";

/** What a canary's stack is configured with. A version is also its image's tag; `bad` never gets ready. */
export interface CanaryConfig {
  readonly replicas: number;
  readonly weight: number;
  readonly stable: string;
  readonly canary?: string;
  readonly maxPods?: number;
  readonly port: number;
  readonly drainSeconds?: number;
}

export const firstCanary: CanaryConfig = { replicas: 3, weight: 0, stable: "v1", canary: "v2", port: 80 };

const VERSIONS = ["v1", "v2", "v3", "bad"];

/** A step of a walk: what the user edits. */
export type CanaryMove = (config: CanaryConfig) => CanaryConfig;

const another = (version: string) => VERSIONS.find((other) => other !== version) as string;

/** A move that a failing walk shows by name. */
function move<T>(
  values: readonly T[],
  name: string,
  change: (config: CanaryConfig, value: T) => CanaryConfig,
) {
  return fc.constantFrom(...values).map((value) => {
    const step: CanaryMove = (config) => change(config, value);
    return Object.assign(step, { [fc.toStringMethod]: () => `${name} ${value}` });
  });
}

export const canaryMoves: fc.Arbitrary<CanaryMove> = fc.oneof(
  { weight: 6, arbitrary: move([0, 10, 40, 50, 75, 100], "weight", shareOf) },
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

/** The canary's version becomes the stable one, and the next canary waits at weight 0 or is taken out. */
function promoted(config: CanaryConfig, keep: boolean): CanaryConfig {
  const stable = config.canary ?? config.stable;
  return { ...config, weight: 0, stable, canary: keep ? another(stable) : undefined };
}

function withCanary(config: CanaryConfig, canary: string): CanaryConfig {
  return canary === config.stable ? config : { ...config, canary };
}

const side = (version: string) => ({ version, image: `app:${version}` });

export const canaryStrategy: Strategy<CanaryConfig> = {
  program: ({ stable, canary, port, ...rest }) =>
    new CanaryDeployment(NAME, {
      ...rest,
      stable: side(stable),
      ...(canary && { canary: side(canary) }),
      template: template(),
      service: { ports: [{ port, targetPort: 80 }] },
      tolerance: 100,
      disruptionBudget: false, // nothing is evicted here
    }),

  change(before, after) {
    const sameSizes = differOnlyIn(before, after, ["stable", "canary", "port", "drainSeconds"]);
    const drained = before.drainSeconds === after.drainSeconds;
    return {
      trafficOnly: differOnlyIn(before, after, ["weight", "replicas", "maxPods"]),
      untouched: [
        ...(sameSizes && drained && before.stable === after.stable ? [`${NAME}-stable`] : []),
        ...(sameSizes && drained && before.canary === after.canary ? [`${NAME}-canary`] : []),
        ...(before.port === after.port ? [NAME] : []),
      ],
    };
  },

  shareAtRest({ weight }, plan) {
    const { outputs = {} } = plan.resource("CanaryDeployment");
    const { achieved } = outputs.plan as { achieved: number };
    return ({ deployments }) => {
      const [stable, canary] = ["stable", "canary"].map((track) =>
        readyOf(deployments.get(`${NAME}-${track}`)),
      );
      const share = (100 * canary) / (stable + canary);
      const missing = (weight > 0 && canary === 0) || (weight < 100 && stable === 0);
      const extra = (weight === 0 && canary > 0) || (weight === 100 && stable > 0);
      if (!missing && !extra && Math.abs(share - achieved) < 1e-9) return undefined;
      return `${stable} stable and ${canary} canary pods at weight ${weight}, shown as ${achieved} %`;
    };
  },

  inWords: ({ weight, replicas, stable, canary = "none", maxPods, port }) =>
    `weight ${weight}, replicas ${replicas}${maxPods ? `, maxPods ${maxPods}` : ""}, ` +
    `stable ${stable}, canary ${canary}, port ${port}`,
};
