// The part of the test that runs in its own namespaces: boots the cluster and runs the scenarios in each mode.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KUBERNETES } from "./boot/binaries.js";
import { Gateway } from "./boot/gateway/gateway.js";
import { KubeProxy } from "./boot/kubeProxy.js";
import { MetricsServer } from "./boot/metricsServer.js";
import { ready } from "./boot/node.js";
import { startParts } from "./boot/parts.js";
import { Daemons } from "./boot/processes.js";
import { Prometheus } from "./boot/prometheus.js";
import { entriesIn, skippedOf } from "./catalog/plan.js";
import { runEntries } from "./catalog/runEntries.js";
import { Cluster } from "./cluster/api.js";
import { EndpointWatch } from "./cluster/endpoints.js";
import { directDriver } from "./drive/direct.js";
import { pulumiDriver } from "./drive/pulumi.js";
import type { NamespaceClients } from "./load/clients.js";
import { environmentHere } from "./report/environment.js";
import { Findings } from "./report/findings.js";
import { during, say } from "./say.js";
import type { Bench } from "./scenarios/bench.js";
import { warmUp } from "./scenarios/clients.js";
import { runScenario } from "./scenarios/run.js";
import { isGuests, type ProxyMode, type Settings, UNABLE } from "./settings.js";
import { pidFile } from "./supervise.js";

/** Connections per second to each app that the guest can carry while it runs kube-proxy. */
const GUEST_RATE = 40;

const settings = JSON.parse(process.argv[2] ?? "") as Settings;
const daemons = new Daemons(join(settings.state, "logs"));
const findings = new Findings(settings, {
  ...{ kubernetes: KUBERNETES, nodes: settings.nodes },
  environment: await environmentHere(),
});
try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`);
  if (daemons.exitCode === UNABLE) process.exit(UNABLE);
  findings.crashes.push(String(error));
}
process.exit(findings.sum());

async function main(): Promise<void> {
  const { state, nodes } = settings;
  if (!settings.serve) findings.skipped.push(...skippedOf(settings));
  for (const { scenario, why } of findings.skipped) say(`skipped: ${scenario}: it ${why}`);
  const what = nodes === 1 ? "a Kubernetes node" : `${nodes} Kubernetes nodes`;
  const parts = await during(`booting ${what}`, () => startParts(state, nodes, daemons));
  const { kubeconfig } = parts;
  const cluster = new Cluster(kubeconfig);
  for (const node of parts.nodes) await ready(node, cluster);
  const machines = parts.nodes.map(({ machine }) => machine);
  const proxy = new KubeProxy(state, cluster, kubeconfig, machines, daemons);
  await proxy.checkKernel();
  if (settings.serve) return serve(proxy, kubeconfig);
  const endpoints = new EndpointWatch(cluster);
  await endpoints.start();
  process.env.STALE_READS = String(settings.staleReads); // read by the process of each update
  const start = settings.driver === "pulumi" ? pulumiDriver : directDriver;
  const driver = await start(state, kubeconfig, cluster.namespace);
  say(`ready; driven ${driver.name === "pulumi" ? "by the Pulumi CLI" : "without the Pulumi CLI"}`);
  const gateway = new Gateway(state, cluster, kubeconfig, daemons);
  const prometheus = new Prometheus(state, cluster, daemons);
  const metrics = new MetricsServer(state, cluster, kubeconfig, daemons);
  let hearing: number | undefined;
  for (const mode of settings.modes) {
    const clients = await proxy.use(mode);
    daemons.exitCode = 1; // from here on what fails is a result
    const rate = isGuests(mode) ? Math.min(settings.rate, GUEST_RATE) : settings.rate;
    const plain = { cluster, driver, endpoints, clients, rate, parts: { ...parts, proxy, gateway } };
    if (isGuests(mode)) hearing ??= await hearingOf(plain, proxy, mode);
    const bench = isGuests(mode) ? { ...plain, hearing } : plain;
    const firstClients = clients[0] as NamespaceClients;
    const own = { mode, proxy, firstClients, prometheus, metrics, state, kubeconfig };
    await runEntries(entriesIn(mode, settings), { bench, mode, rounds: settings.rounds, findings, own });
  }
}

/** Keeps the cluster until the run is ended, and prints how to reach it. */
async function serve(proxy: KubeProxy, kubeconfig: string): Promise<void> {
  const [mode = "nftables"] = settings.modes;
  await proxy.use(mode);
  daemons.exitCode = 1; // not to be booted again at another place
  const pid = readFileSync(pidFile(settings.state), "utf8");
  say(`ready, with kube-proxy in ${mode} mode, until Ctrl-C; nothing but what is started like this reaches it:
          nsenter --net --target ${pid} env KUBECONFIG=${kubeconfig} …`);
  await new Promise(() => {});
}

/**
 * Seconds that pods must drain where kube-proxy writes its rules slowly: two of its slowest syncs, since a change waits
 * for the one that goes on. Measured under load, in flips that count for nothing.
 */
async function hearingOf(bench: Bench, proxy: KubeProxy, mode: ProxyMode): Promise<number> {
  const named = { name: "warm-up", shows: "how long kube-proxy takes here; not counted" };
  await runScenario({ ...bench, hearing: 20 }, named, warmUp, mode);
  const slowest = await proxy.slowestSync();
  const hearing = Math.ceil(2 * slowest) + 1;
  say(`  kube-proxy has taken up to ${slowest} s to write its rules: pods drain for ${hearing} s`);
  return hearing;
}
