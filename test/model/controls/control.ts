import { expect } from "vitest";
import type { Invariant } from "../invariants.js";
import type { Strategy } from "../release.js";
import { type Alteration, edited, Scenario } from "../scenario.js";

/** A change that breaks promises on purpose. A checker that misses it would accept anything. */
export interface Control<Config> {
  readonly alter?: Alteration;
  readonly from?: Partial<Config>;
  readonly to: Partial<Config>;
  readonly breaks: readonly Invariant[];
}

/** Expects that the altered component breaks these promises in this change of config, and the real one none. */
export async function expectNoticed<Config extends { readonly replicas: number }>(
  strategy: Strategy<Config>,
  first: Config,
  { alter, from, to, breaks }: Control<Config>,
): Promise<void> {
  const change = [
    { ...first, ...from },
    { ...first, ...to },
  ] as const;
  expect(await new Scenario(strategy, alter).broken(change)).toEqual(expect.arrayContaining([...breaks]));
  if (alter) expect(await new Scenario(strategy).broken(change)).toEqual([]);
}

export const SERVICE = "Service app";
export const ROUTE = "TCPRoute app";
export const [STABLE, CANARY, BLUE, GREEN] = ["stable", "canary", "blue", "green"].map(
  (suffix) => `Deployment app-${suffix}`,
);

export const independent: Alteration = (plan) => plan.map((planned) => ({ ...planned, waitsFor: [] }));

export const oneUnavailable = edited("Deployment", ({ spec }) => {
  spec.strategy.rollingUpdate.maxUnavailable = 1;
});
