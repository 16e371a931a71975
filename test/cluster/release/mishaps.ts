import { eventually } from "../commands.js";
import { say } from "../say.js";
import { momentsIn } from "./moments.js";
import type { DriverEnd } from "./process.js";
import { openRelease, type Release, wrongConfig, wrongEnd, wrongLosses, wrongShare } from "./release.js";
import type { ReleaseScenario } from "./scenario.js";

const TWO_STEPS = { steps: [25, 100] };

/** Prometheus goes away in the middle of a step, and comes back. */
export const prometheusKilled: ReleaseScenario = async (bench) => {
  const release = await openRelease(bench, "good2");
  const driver = release.start({ ...TWO_STEPS, giveUpAfter: 10 });
  await atStep(release, 1);
  await bench.prometheus.kill();
  const failed = [...wrongEnd(await driver.ended, "waiting"), ...(await wrongConfig(release, 25))];
  await bench.prometheus.start();
  const end = await release.run(TWO_STEPS);
  failed.push(...wrongEnd(end, "promoted"), ...(await wrongConfig(release, "promoted")));
  const { share, ...result } = await release.close();
  failed.push(...wrongShare({ ...result, share }, 100), ...wrongLosses(result.counts));
  return { ...result, verdict: verdictOf(end), failed };
};

/** More runs of the driver than a release of two steps has moments to kill it. */
const MOST_RUNS = 60;

/** The driver is killed after everything that it does, and started again. */
export const driverKilled: ReleaseScenario = async (bench) => {
  const release = await openRelease(bench, "good2");
  let end = await release.run(TWO_STEPS, true);
  let kills = 0;
  while (end.signal === "SIGKILL" && ++kills < MOST_RUNS) {
    await release.stage.stack.recover();
    end = await release.run(TWO_STEPS, true);
  }
  say(`  killed ${kills} times: ${momentsIn(release.stage.place.folder).length} moments`);
  const failed = [...wrongEnd(end, "promoted"), ...(await wrongConfig(release, "promoted"))];
  if (kills < 10) failed.push(`the driver was killed only ${kills} times`);
  const { share, ...result } = await release.close();
  failed.push(...wrongShare({ ...result, share }, 100), ...wrongLosses(result.counts));
  return { ...result, verdict: verdictOf(end), failed };
};

/** Nobody calls the app, so that nothing is ever known about the version. */
export const noTraffic: ReleaseScenario = async (bench) => {
  const release = await openRelease(bench, "good2", { clients: false });
  const end = await release.run({ deadline: 45, onUndecided: "rollback" });
  const failed = [...wrongEnd(end, "rolledBack"), ...(await wrongConfig(release, 0))];
  const { updates } = await release.stage.stack.read();
  if (updates.length !== 3) failed.push(`${updates.length - 1} updates by the driver, not one step and back`);
  const { share: _, ...result } = await release.close();
  return { ...result, verdict: verdictOf(end), failed };
};

/** Waits until the release has so many steps behind it. */
async function atStep({ stage }: Release, steps: number): Promise<void> {
  await eventually(`step ${steps} is reached`, 120, async () => {
    const { updates } = await stage.stack.read();
    if (updates.length < 1 + steps) throw new Error(`there are ${updates.length} updates`);
  });
}

function verdictOf({ outcome }: DriverEnd): string {
  return outcome?.as ?? "none";
}
