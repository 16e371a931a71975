import type { Findings } from "../report/findings.js";
import { say } from "../say.js";
import { isWanted } from "../scenarios/all.js";
import type { Settings } from "../settings.js";
import { evidence } from "./evidence.js";
import { mishaps } from "./mishaps.js";
import { releaseLine } from "./result.js";
import type { ReleaseScenario } from "./scenario.js";
import type { ReleaseBench } from "./stage.js";
import { blueGreenReleases, fullReleases, shortReleases } from "./versions.js";

/** All of them. */
const ALL: readonly ReleaseScenario[] = [
  evidence,
  ...shortReleases,
  ...fullReleases,
  ...blueGreenReleases,
  ...mishaps,
];
/** Those of a short run. */
const SHORT: readonly ReleaseScenario[] = shortReleases;

/** The releases of a run in one mode: those it was asked for, or, in its first mode, all in a long run and a few in a short one. */
export function releaseScenariosOf(
  { only, long, modes }: Settings,
  mode: string,
): readonly ReleaseScenario[] {
  if (only !== undefined) return ALL.filter(({ name }) => isWanted(only, name));
  if (mode !== modes[0]) return [];
  return long ? ALL : SHORT;
}

/** Runs releases one after the other, and writes what is known after each. */
export async function runReleases(
  bench: ReleaseBench,
  scenarios: readonly ReleaseScenario[],
  mode: string,
  findings: Findings,
): Promise<void> {
  if (scenarios.length === 0) return;
  await bench.prometheus.begin();
  for (const { name, shows, run } of scenarios) {
    say(`${mode}: ${name}: ${shows}`);
    const result = { mode, scenario: name, ...(await run(bench)) };
    say(`  ${releaseLine(result)}${result.failed.map((text) => `\n          FAILED: ${text}`).join("")}`);
    findings.releases.push(result);
    findings.write();
  }
  await bench.prometheus.end();
}
