// The part of the test that runs in its own namespaces: boots the cluster and runs the scenarios in each mode.
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { startControlPlane } from "./boot/controlPlane.mts";
import { isGuests, KubeProxy } from "./boot/kubeProxy.mts";
import { connectClients } from "./boot/network.mts";
import { NODE, startNode } from "./boot/node.mts";
import { Daemons } from "./boot/processes.mts";
import { Cluster } from "./cluster/api.mts";
import { EndpointWatch } from "./cluster/endpoints.mts";
import { eventually } from "./commands.mts";
import { directDriver } from "./drive/direct.mts";
import { pulumiDriver } from "./drive/pulumi.mts";
import { total } from "./load/load.mts";
import { plot } from "./report/plot.mts";
import { proof } from "./report/proof.mts";
import { blind, checks, countsOf, isPromised, type ScenarioResult } from "./report/result.mts";
import type { SpreadResult } from "./report/spread.mts";
import { during, say } from "./say.mts";
import { isWanted, scenariosOf } from "./scenarios/all.mts";
import type { Bench } from "./scenarios/bench.mts";
import { warmUp } from "./scenarios/clients.mts";
import { runScenario } from "./scenarios/run.mts";
import { spread } from "./scenarios/spread.mts";
import { KUBERNETES, type ProxyMode, type Settings, UNABLE } from "./settings.mts";

/** Connections a second to each app that the guest carries beside its kube-proxy. */
const GUEST_RATE = 40;

const settings = JSON.parse(process.argv[2] ?? "") as Settings;
const daemons = new Daemons(join(settings.state, "logs"));
const results: ScenarioResult[] = [];
const spreads: SpreadResult[] = [];
const crashes: string[] = [];
try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`);
  if (daemons.exitCode === UNABLE) process.exit(UNABLE);
  crashes.push(String(error));
}
process.exit(sum());

async function main(): Promise<void> {
  const { state } = settings;
  const kubeconfig = await during("booting a Kubernetes node", async () => {
    await connectClients();
    const path = await startControlPlane(state, daemons);
    await startNode(state, path, daemons);
    return path;
  });
  const cluster = new Cluster(kubeconfig);
  await eventually("the node is ready", 90, () => nodeIsReady(cluster));
  const proxy = new KubeProxy(state, cluster, kubeconfig, daemons);
  await proxy.checkKernel();
  const endpoints = new EndpointWatch(cluster);
  await endpoints.start();
  process.env.STALE_READS = String(settings.staleReads); // read by the process of each up
  const driver =
    settings.driver === "pulumi" ? await pulumiDriver(state, kubeconfig) : directDriver(state, kubeconfig);
  say(`ready; driven ${driver.name === "pulumi" ? "by the Pulumi CLI" : "without the Pulumi CLI"}`);
  let hearing: number | undefined;
  for (const mode of settings.modes) {
    const clients = await proxy.use(mode);
    daemons.exitCode = 1; // from here on what fails is a result
    const rate = isGuests(mode) ? Math.min(settings.rate, GUEST_RATE) : settings.rate;
    const plain = { cluster, proxy, driver, endpoints, clients, rate };
    if (isGuests(mode)) hearing ??= await hearingOf(plain, mode);
    const bench = isGuests(mode) ? { ...plain, hearing } : plain;
    for (const scenario of scenariosOf(settings, mode, proxy)) {
      results.push(await runScenario(bench, scenario, mode));
      write(driver.name);
    }
  }
  const guests = settings.modes.find(isGuests);
  if (guests && isWanted(settings.only ?? "spread", "spread")) {
    const clients = await proxy.use(guests);
    spreads.push(...(await spread({ cluster, proxy, driver, endpoints, clients, rate: settings.rate })));
  }
  write(driver.name);
}

/**
 * Seconds that pods must drain where kube-proxy writes its rules slowly: two of its slowest syncs, since a change waits
 * for the one that goes on. Measured under load, in flips that count for nothing.
 */
async function hearingOf(bench: Bench, mode: ProxyMode): Promise<number> {
  await runScenario({ ...bench, hearing: 20 }, warmUp, mode);
  const slowest = await bench.proxy.slowestSync();
  const hearing = Math.ceil(2 * slowest) + 1;
  say(`  kube-proxy has taken up to ${slowest} s to write its rules: pods drain for ${hearing} s`);
  return hearing;
}

/** Written after each scenario, so that a run that is cut short has said what it knows. */
function write(driver: string): void {
  const run = {
    command: settings.command,
    driver,
    kubernetes: KUBERNETES,
    date: new Date().toISOString().slice(0, 10),
    minutes: Math.round(performance.now() / 60_000),
  };
  const result = { ...run, ...checks(results, spreads, crashes), results, spreads, crashes };
  writeFileSync(settings.out, `${JSON.stringify(result, null, 1)}\n`);
  if (!settings.docs) return;
  const drawn = plot(results);
  const picture = drawn && settings.docs.replace(/\.md$/, ".svg");
  if (drawn && picture) writeFileSync(picture, drawn);
  writeFileSync(settings.docs, proof({ ...run, picture: picture && basename(picture) }, results, spreads));
}

/** Says what the whole run found; 1 when anything is not as it must be. */
function sum(): number {
  const { begun, lost } = countsOf(results.filter(isPromised));
  const controls = results.filter(({ loses }) => loses).map(({ counts }) => total(counts.lost));
  say(
    `lost ${lost} of ${begun} connections; the controls lost ${controls.join(", ") || "nothing, none was run"}`,
  );
  for (const text of results.flatMap(blind)) say(`FAILED: ${text}`);
  if (crashes.length > 0) write(settings.driver);
  const { numPassedTests, numFailedTests } = checks(results, spreads, crashes);
  say(`${numPassedTests} passed, ${numFailedTests} failed`);
  return numFailedTests > 0 ? 1 : 0;
}

async function nodeIsReady(cluster: Cluster): Promise<void> {
  const node = await cluster.read("v1", "Node", NODE);
  const conditions = (node.status?.conditions ?? []) as { type: string; status: string; message: string }[];
  const ready = conditions.find(({ type }) => type === "Ready");
  if (ready?.status !== "True") throw new Error(ready?.message ?? "the node has no conditions");
}
