import { GATEWAY } from "../boot/gateway/parts.js";
import { sleep } from "../commands.js";
import { between, type Counts, NONE, plus } from "../load/load.js";
import { Timeline } from "../load/timeline.js";
import { Traffic } from "../load/traffic.js";
import { type App, serviceOf } from "../program/apps.js";
import {
  type ChangeResult,
  choosesByClient,
  judge,
  line,
  linesOf,
  type ScenarioResult,
} from "../report/result.js";
import { say } from "../say.js";
import { type Bench, emptied, handOn, sayProbes, settled, suited } from "./bench.js";
import { carryOut } from "./carryOut.js";
import { clientsOf, gatewayOf, loadOf, nodesOf } from "./clientsOf.js";
import type { Change, Named, Scenario, Step } from "./scenario.js";

/** After an `up` the share is counted for so long; pods that drain for 5 s end within it. */
const WINDOW = 8000;

/** Runs one scenario: brings up its apps, keeps them under load, takes its steps, and counts. */
export async function runScenario(
  bench: Bench,
  { name, shows }: Named,
  scenario: Scenario,
  mode: string,
): Promise<ScenarioResult> {
  const began = Date.now();
  say(`${mode}: ${name}: ${shows}`);
  const { losesThrough } = scenario;
  const loses = scenario.loses || losesThrough !== undefined || choosesByClient(mode);
  const names = scenario.services ?? scenario.first.flatMap((app) => serviceOf(app) ?? []);
  const first = scenario.first.map((app) => suited(bench, app));
  if (scenario.listeners) await gatewayOf(bench).open(scenario.listeners);
  await scenario.before?.(handOn(bench));
  if (first.length > 0) await bench.driver.up(first);
  await settled(bench, names);
  await sleep(1000 * (bench.hearing ?? 0));
  const traffic = new Traffic(clientsOf(bench, scenario));
  for (const name of names) {
    traffic.start(name, await loadOf(bench, scenario, name));
    bench.endpoints.begin(name);
  }
  const timeline = new Timeline(traffic);
  await sleep(2000);
  const changes: ChangeResult[] = [];
  const apps = new Map(first.map((app) => [app.name, app]));
  const walk = async (steps: readonly Step[]) => {
    const writes: number[] = [];
    for (const step of steps) {
      const from = timeline.now();
      const taken = await take(bench, step, apps, traffic, bench.hearing ?? scenario.settle);
      const titles = step.changes.map(({ app, title }) => `${app.name}: ${title}`);
      timeline.changed(titles.join(", "), from, taken.results[0]?.seconds ?? 0);
      for (const result of taken.results) {
        const failed = loses ? [] : [...result.failed, ...judge(result, mode)];
        say(`  ${line(result)}${failed.map((text) => `\n          FAILED: ${text}`).join("")}`);
        changes.push({ ...result, failed });
      }
      writes.push(taken.writes);
    }
    return writes;
  };
  const writes = await walk(scenario.steps);
  if (scenario.more) await walk(scenario.more(writes));
  if (changes.some(({ failed }) => failed.length > 0)) await sayProbes(bench);
  const whole = await traffic.stop();
  const course = await timeline.stop();
  await scenario.end?.();
  await bench.driver.destroy();
  await emptied(bench.cluster);
  const took = Math.round((Date.now() - began) / 1000);
  const gateway = scenario.listeners ? GATEWAY : undefined;
  const through = scenario.through && nodesOf(bench, traffic.hosts);
  for (const text of through ? linesOf(through) : []) say(`  ${text}`);
  const what = { mode, scenario: name, loses, losesThrough, drained: bench.hearing, gateway };
  return { ...what, changes, counts: whole, through, took, course };
}

/** One step: what was lost from before its `up` until its last pods have drained. */
async function take(
  bench: Bench,
  step: Step,
  apps: Map<string, App>,
  traffic: Traffic,
  settle = 1.5,
): Promise<{ readonly results: readonly ChangeResult[]; readonly writes: number }> {
  const begun = await traffic.counts();
  for (const name of traffic.services) bench.endpoints.begin(name);
  for (const app of [...step.changes.map((change) => change.app), ...(step.beside ?? [])])
    apps.set(app.name, suited(bench, app));
  const started = Date.now();
  const { refusal, writes = 0 } = await carryOut(bench, step, [...apps.values()]);
  const wrong = (await step.after?.(handOn(bench))) ?? [];
  const seconds = (Date.now() - started) / 1000;
  // The kernel remembers connections that began in a gap: who comes again from the same port hangs as well.
  const gone = step.changes.some(({ gap }) => gap) ? await traffic.replace() : undefined;
  await sleep(1000 * settle);
  const settledCounts = await traffic.counts();
  await sleep(WINDOW);
  const ended = await traffic.counts();
  const counted = (name: string) =>
    gone
      ? plus(between(get(begun, name), get(gone, name)), get(ended, name))
      : between(get(begun, name), get(ended, name));
  const result = (name: string, change: Change | undefined): ChangeResult => ({
    app: name,
    title: change?.title ?? "unchanged",
    seconds,
    refusal,
    counts: counted(name),
    after: between(get(settledCounts, name), get(ended, name)),
    share: change?.share,
    fewest: bench.endpoints.fewest(name),
    wanted: change?.fewest,
    gap: change?.gap,
    idle: change?.idle,
    failed: change ? wrong : [],
  });
  const changeOf = (name: string) => step.changes.find(({ app }) => serviceOf(app) === name);
  return { results: traffic.services.map((name) => result(name, changeOf(name))), writes };
}

function get(counts: ReadonlyMap<string, Counts>, name: string): Counts {
  return counts.get(name) ?? NONE;
}
