// Takes one release as far as it goes, as a process of its own, so that it can be killed: driver.ts SETTINGS
// It leads a process group, and prints how the release ended as JSON.
import { openCluster } from "../../../src/cluster/open.js";
import type { Ports } from "../../../src/release/driver/ports.js";
import { EXIT_CODES, runRelease } from "../../../src/release/driver/run.js";
import { openEvidence } from "../../../src/release/evidence/evidence.js";
import { openPods } from "../../../src/release/pods/openPods.js";
import { sleep } from "../commands.js";
import { killsIn } from "./kills.js";
import type { DriverSettings } from "./process.js";
import { stackOf } from "./stacks.js";

const { kills, ...settings } = JSON.parse(process.argv[2] ?? "") as DriverSettings;
const { place, spec } = settings;
const killing = kills ? killsIn(place.folder) : undefined;
const evidence = openEvidence({ environment: process.env, now: Date.now, cwd: place.folder });
const ports: Ports = {
  stack: stackOf(settings, killing),
  evidence: killing?.of(evidence) ?? evidence,
  pods: openPods(() => openCluster({ kubeconfig: place.kubeconfig })),
  checks: { run: async () => ({ passed: false, text: "no release of the test has checks" }) },
  clock: { now: Date.now, sleep },
};
const outcome = await runRelease(spec, ports, {
  stopped: new AbortController().signal,
  onNote: (text) => process.stderr.write(`${new Date().toISOString()} ${text}\n`),
});
await evidence.close?.();
process.stdout.write(JSON.stringify(outcome));
process.exitCode = EXIT_CODES[outcome.as];
