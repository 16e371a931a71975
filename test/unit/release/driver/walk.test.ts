import { expect, it } from "vitest";
import { World } from "../../../../src/release/demo/world.js";
import { type Update, UpFailed } from "../../../../src/release/driver/ports.js";
import { recordIn } from "../../../../src/release/driver/record.js";
import { type Outcome, runRelease, stepRelease } from "../../../../src/release/driver/run.js";
import { sumOf } from "../../../../src/release/judgement/counts.js";
import { randomOf } from "../../../../src/release/judgement/random.js";
import { RateComparison } from "../../../../src/release/judgement/rateComparison.js";
import { gated, Killed, TakingTurns } from "./gate.js";
import { failing, run, specOf } from "./releases.js";

const WALKS = Number(process.env.RELEASE_WALKS ?? 150);
const SPEC = specOf({ deadline: 24 * 3600 });
/** The stage at which the canary gets everything. */
const LAST = 3;
const [INDICATOR] = SPEC.evidence.indicators;

/** Versions whose end is beyond doubt, however the walk delays it. */
const VERSIONS = [
  { v2: failing(0.001), end: "promoted" },
  { v2: failing(0.3), end: "rolledBack" },
  { v2: failing((weight) => (weight > 30 ? 0.3 : 0.001)), end: "rolledBack" },
] as const;

interface Walk {
  readonly world: World;
  readonly draw: () => number;
  readonly end: "promoted" | "rolledBack";
}

it.each(Array.from({ length: WALKS }, (_, seed) => seed))("a release survives walk %i", async (seed) => {
  const walk = startWalk(seed);
  const outcome = await walkToTheEnd(walk);
  expect(outcome).toMatchObject({ as: walk.end });
  checkHistory(walk);
  expect(walk.world.config).toEqual(
    walk.end === "promoted"
      ? { weight: "0", stable: "v2", other: expect.any(String) }
      : { weight: "0", stable: "v1", canary: "v2", other: expect.any(String) },
  );
  expect(walk.world.live).toEqual({ ...walk.world.config, other: expect.any(String) });
});

function startWalk(seed: number): Walk {
  const draw = randomOf(seed + 1);
  const { v2, end } = VERSIONS[seed % VERSIONS.length] ?? VERSIONS[0];
  const world = new World({
    behaviors: { v1: failing(0.001), v2 },
    perSecond: 40 + 200 * draw(),
    random: randomOf(seed + 1000),
    config: { weight: "0", stable: "v1", canary: "v2", other: "a" },
  });
  return { world, draw, end };
}

/** Drivers come, disturb each other and are killed, and other tools act, until nothing of that happens any more. */
async function walkToTheEnd(walk: Walk): Promise<Outcome> {
  const { world, draw } = walk;
  for (let round = 0; round < 12; round++) {
    await disturb(walk);
    const turns = new TakingTurns(draw);
    const drivers = Array.from({ length: 1 + Math.floor(3 * draw()) }, () => turns.start(mortal(walk)));
    await Promise.all(drivers);
    await world.clock.sleep(60_000 * draw(), new AbortController().signal);
  }
  world.outage = undefined;
  world.failures.length = 0;
  return run(world, SPEC);
}

/** A driver that is killed after some moments, or stopped by a person. */
function mortal({ world, draw }: Walk): (gate: () => Promise<void>) => Promise<void> {
  return async (gate) => {
    let left = Math.floor(120 * draw());
    const live = async () => {
      await gate();
      if (left-- <= 0) throw new Killed();
    };
    const ports = gated(world, live);
    const call = draw() < 0.5 ? runRelease : stepRelease;
    await call(SPEC, ports, { stopped: new AbortController().signal }).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  };
}

/** What people, other tools and the cluster do in the meantime. */
async function disturb(walk: Walk): Promise<void> {
  const { world, draw } = walk;
  world.outage = draw() < 0.2 ? "Prometheus does not answer" : undefined;
  // Three failures of one update in a row end a release; this is not what is walked here.
  if (draw() < 0.1 && !world.updates[0]?.message.includes("tries again"))
    world.failures[0] = "a node is gone";
  if (draw() < 0.2) world.skew = 60_000 * (draw() - 0.5); // the clock of the machine jumps
  const change = draw();
  if (change > 0.9) await editForAWhile(walk);
  if (change > 0.3) return;
  // Another tool changes something else in the same stack, or nothing.
  const other = change < 0.15 ? { other: `b${Math.floor(1000 * draw())}` } : {};
  const current = world.updates[0]?.config ?? {};
  await world.up({ ...current, ...other }, "by hand").catch((error: unknown) => {
    if (!(error instanceof UpFailed)) throw error;
  });
}

/** A person edits the file: a driver may stop, but goes nowhere that the evidence does not allow. */
async function editForAWhile({ world, draw }: Walk): Promise<void> {
  const last = world.updates[0]?.config ?? {};
  world.config = { ...world.config, weight: ["5", "25", "50", "100"][Math.floor(4 * draw())] ?? "" };
  await stepRelease(SPEC, world.ports, { stopped: new AbortController().signal });
  // The edit is taken back, unless a driver has gone on meanwhile.
  if (world.updates[0]?.config.weight === last.weight) world.config = { ...last };
}

/** No stage begins without evidence of the stage before, and after a failure there is only the way back. */
function checkHistory({ world, end }: Walk): void {
  const updates = [...world.updates].reverse();
  let isBack = false;
  let begun = -1;
  for (const [at, { message }] of updates.entries()) {
    const goal = recordIn(message, "myapp")?.goal;
    if (!goal) continue;
    if (isBack) expect(goal).toEqual({ to: "back" });
    isBack ||= goal.to === "back";
    if (goal.to === "back") continue;
    const stage = goal.to === "end" ? LAST + 1 : goal.stage;
    expect([begun, begun + 1]).toContain(stage);
    if (stage > begun && stage >= 1 && stage <= LAST) {
      const evidence = evidenceAt(stage - 1, world, updates.slice(0, at), world.starts[at] ?? 0);
      expect({ stage, evidence }).toEqual({ stage, evidence: "pass" });
    }
    begun = stage;
  }
  if (end === "rolledBack") expect(begun).toBeLessThan(LAST);
}

/** The verdict on the traffic at a stage, by the history of the stack alone. */
function evidenceAt(stage: number, world: World, updates: readonly Update[], until: number): string {
  const comparison = new RateComparison({
    ...{ worseThan: 2, negligible: INDICATOR?.negligible ?? 0 },
    ...{ falseAlarm: SPEC.evidence.falseAlarm, miss: SPEC.evidence.miss },
  });
  let before: number | undefined;
  for (const { step, from, end } of timesOf(updates, until)) {
    for (let at = from; at + 15_000 <= end; at += 15_000) {
      if (before !== undefined && step !== before) comparison.nextStep();
      before = step;
      const seconds = world.traffic.between(at, at + 15_000);
      const of = (version: string) => sumOf(seconds.flatMap(({ counts }) => counts[version] ?? []));
      comparison.add({ canary: of("v2"), stable: of("v1") });
    }
  }
  return before === stage ? comparison.verdict : "undecided";
}

/** When traffic counts: after an update to a stage, up to the next update; from anew after a change by another tool. */
function timesOf(updates: readonly Update[], until: number): { step: number; from: number; end: number }[] {
  let times: { step: number; from: number; end: number }[] = [];
  for (const { message, succeeded, changed, started, ended } of updates) {
    const goal = recordIn(message, "myapp")?.goal;
    const last = times.at(-1);
    if (goal && last?.end === until) last.end = started;
    if (goal?.to === "stage" && succeeded) {
      times.push({ step: goal.stage, from: ended + 30_000, end: until });
    }
    if (!goal && changed && last) times = [{ step: last.step, from: ended + 30_000, end: until }];
  }
  return times;
}
