// The part of the test that runs in its own namespaces: boots the cluster and runs the scenarios in each mode.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
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
import { blind, checks, type ScenarioResult } from "./report/result.mts";
import type { SpreadResult } from "./report/spread.mts";
import { proof } from "./report/table.mts";
import { during, say } from "./say.mts";
import { isWanted, scenariosOf } from "./scenarios/all.mts";
import { runScenario } from "./scenarios/run.mts";
import { spread } from "./scenarios/spread.mts";
import { KUBERNETES, type Settings } from "./settings.mts";

const settings = JSON.parse(process.argv[2] ?? "") as Settings;
process.exit(await main());

async function main(): Promise<number> {
  const { state } = settings;
  const daemons = new Daemons(join(state, "logs"));
  const kubeconfig = await during("booting a Kubernetes node", async () => {
    await connectClients();
    const path = await startControlPlane(state, daemons);
    await startNode(state, path, daemons);
    return path;
  });
  const cluster = new Cluster(kubeconfig);
  await eventually("the node is ready", 90, () => nodeIsReady(cluster));
  const proxy = new KubeProxy(state, cluster, kubeconfig, daemons);
  const endpoints = new EndpointWatch(cluster);
  await endpoints.start();
  process.env.STALE_READS = String(settings.staleReads); // read by the process of each up
  const driver =
    settings.driver === "pulumi" ? await pulumiDriver(state, kubeconfig) : directDriver(state, kubeconfig);
  say(`ready; driven ${driver.name === "pulumi" ? "by the Pulumi CLI" : "without the Pulumi CLI"}`);
  const results: ScenarioResult[] = [];
  const spreads: SpreadResult[] = [];
  for (const mode of settings.modes) {
    const clients = await proxy.use(mode);
    const slow = isGuests(mode) ? { hearing: Number(process.env.HEARING ?? 10) } : {};
    const bench = { cluster, proxy, driver, endpoints, clients, rate: settings.rate, ...slow };
    for (const scenario of scenariosOf(settings, mode, proxy)) {
      results.push(await runScenario(bench, scenario, mode));
      if (isGuests(mode)) say(`  slowest sync of kube-proxy: ${await proxy.slowestSync()} s`);
      write(driver.name, results);
    }
    if (isGuests(mode) && isWanted(settings.only ?? "spread", "spread"))
      spreads.push(...(await spread(bench)));
  }
  return sum(results);
}

/** Written after each scenario, so that a run that is cut short has said what it knows. */
function write(driver: string, results: readonly ScenarioResult[]): void {
  const run = {
    command: settings.command,
    driver,
    kubernetes: KUBERNETES,
    date: new Date().toISOString().slice(0, 10),
    minutes: Math.round(performance.now() / 60_000),
  };
  const result = { ...run, ...checks(results), results };
  writeFileSync(settings.out, `${JSON.stringify(result, null, 1)}\n`);
  if (settings.docs) writeFileSync(settings.docs, proof(run, results));
}

/** Says what the whole run found; 1 when anything is not as it must be. */
function sum(results: readonly ScenarioResult[]): number {
  const ours = results.filter(({ loses }) => !loses);
  const begun = ours.reduce((all, { counts }) => all + counts.begun, 0);
  const lost = ours.reduce((all, { counts }) => all + total(counts.lost), 0);
  const controls = results.filter(({ loses }) => loses).map(({ counts }) => total(counts.lost));
  say(
    `lost ${lost} of ${begun} connections; the controls lost ${controls.join(", ") || "nothing, none was run"}`,
  );
  for (const text of results.flatMap(blind)) say(`FAILED: ${text}`);
  const { numPassedTests, numFailedTests } = checks(results);
  say(`${numPassedTests} passed, ${numFailedTests} failed`);
  return numFailedTests > 0 ? 1 : 0;
}
async function nodeIsReady(cluster: Cluster): Promise<void> {
  const node = await cluster.read("v1", "Node", NODE);
  const conditions = (node.status?.conditions ?? []) as { type: string; status: string; message: string }[];
  const ready = conditions.find(({ type }) => type === "Ready");
  if (ready?.status !== "True") throw new Error(ready?.message ?? "the node has no conditions");
}
