import fc from "fast-check";
import { expect } from "vitest";
import { Releases, type Strategy } from "./release.js";
import { type Tally, type Walked, Walker } from "./walk.js";

// PROPERTY_SEED=… takes other walks, MODEL_WALKS=… more or fewer of each component.
const { seed } = fc.readConfigureGlobal();
const numRuns = Number(process.env.MODEL_WALKS ?? 300);

/** Walks through random configs of a component. Fails with the shortest walk that breaks a promise. */
export async function expectWalksToKeepPromises<Config extends Walked>(walks: {
  readonly strategy: Strategy<Config>;
  readonly first: fc.Arbitrary<Config>;
  readonly moves: fc.Arbitrary<(config: Config) => Config>;
}): Promise<void> {
  const walker = new Walker(new Releases(walks.strategy));
  const step = fc.record({ edit: walks.moves, pick: fc.nat(1000), failing: fc.boolean() });
  const steps = fc.array(step, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(walks.first, steps, (first, walk) => walker.walk(first, walk)),
    { numRuns },
  );
  console.log(inWords(walker.tally, walker.releases.size));
  // A model in which little fails would prove little.
  expect(Math.min(walker.tally.failed, walker.tally.killed)).toBeGreaterThan(numRuns / 10);
}

function inWords({ updates, distinct, moments, failed, killed }: Tally, configs: number): string {
  return (
    `${numRuns} walks, seed ${seed}: ${updates} updates (${failed} failed, ${killed} killed) with ${configs} configs; ` +
    `${distinct} distinct ones explored at ${moments} moments`
  );
}
