import type { Prometheus } from "../boot/prometheus.js";
import { sleep } from "../commands.js";
import { type Counts, plus } from "../load/load.js";
import { KEYS, type Released } from "./program.js";
import { requestsOf } from "./result.js";
import type { Outcome, ReleaseScenario } from "./scenario.js";
import { loadFor, openStage } from "./stage.js";

const web: Released = { kind: "canary", name: "counted", replicas: 2, maxPods: 4 };
const VERSIONS = ["good1", "errors"];
/** Milliseconds for the last scrape. A Prometheus that has just started takes ten seconds to find its targets. */
const SCRAPED = 30_000;

/** Prometheus has every request that the clients have counted, also after it was killed. */
export const evidence: ReleaseScenario = async (bench) => {
  const { weight, stable, canary } = KEYS.canary;
  const stage = await openStage(bench, web, { [weight]: "50", [stable]: "good1", [canary]: "errors" });
  const first = await loadFor(stage, 10);
  const wrong = await inTheEnd(() => differences(bench.prometheus, first, "before the kill"));
  const killed = Date.now();
  await bench.prometheus.kill();
  const second = await loadFor(stage, 5);
  await bench.prometheus.start();
  const counts = plus(first, second);
  wrong.push(...(await inTheEnd(() => differences(bench.prometheus, counts, "after the kill"))));
  wrong.push(...(await differences(bench.prometheus, first, "of the time before the kill", killed)));
  await stage.close();
  return { ...outcomeOf(counts), failed: wrong };
};

function outcomeOf(counts: Counts): Omit<Outcome, "failed"> {
  const canaryRequests = requestsOf(counts, "errors");
  return {
    version: "errors",
    verdict: "counted",
    canaryRequests,
    metFault: counts.errors?.errors ?? 0,
    counts,
  };
}

/** Asks until nothing is wrong, or until the last scrape is over. */
async function inTheEnd(ask: () => Promise<string[]>): Promise<string[]> {
  const end = Date.now() + SCRAPED;
  for (;;) {
    const wrong = await ask();
    if (wrong.length === 0 || Date.now() > end) return wrong;
    await sleep(500);
  }
}

/** What Prometheus has counted otherwise than the clients. */
async function differences(
  prometheus: Prometheus,
  counts: Counts,
  when: string,
  at = Date.now(),
): Promise<string[]> {
  const series = (more: string) => `sum by (version) (http_requests_total{app="${web.name}"${more}})`;
  const all = await prometheus.values(series(""), "version", at);
  const bad = await prometheus.values(series(',code=~"5.."'), "version", at);
  return VERSIONS.flatMap((version) => {
    const [total, errors] = [requestsOf(counts, version), counts.errors?.[version] ?? 0];
    const same = all[version] === total && (bad[version] ?? 0) === errors;
    const counted = `${bad[version] ?? 0} errors of ${all[version]} requests`;
    return same ? [] : [`${version}, ${when}: Prometheus has ${counted}, the clients ${errors} of ${total}`];
  });
}
