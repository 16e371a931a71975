// Runs the test on an existing cluster: in a namespace of its own, with load from this machine.
import { VersionApi } from "@kubernetes/client-node";
import { foreignEntries } from "./catalog/plan.js";
import { runEntries } from "./catalog/runEntries.js";
import { Cluster } from "./cluster/api.js";
import { EndpointWatch } from "./cluster/endpoints.js";
import { directDriver } from "./drive/direct.js";
import { pulumiDriver } from "./drive/pulumi.js";
import { ThisMachine } from "./load/clients.js";
import { environmentHere } from "./report/environment.js";
import { Findings } from "./report/findings.js";
import { say } from "./say.js";
import { V1, V2 } from "./scenarios/apps.js";
import type { ForeignSettings } from "./settings.js";

const settings = JSON.parse(process.argv[2] ?? "") as ForeignSettings;
// When the parent process ends, this process ends with its whole group, which includes the load generators.
process.stdin.on("end", () => process.kill(-process.pid, "SIGKILL")).resume();

const { kubeconfig, namespace, state, address, rate, images = [V1.image, V2.image] } = settings;
const cluster = new Cluster(kubeconfig, namespace);
const { gitVersion } = await cluster.config.makeApiClient(VersionApi).getCode();
const findings = new Findings(settings, { kubernetes: gitVersion, environment: await environmentHere() });
try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`);
  findings.crashes.push(String(error));
}
process.exit(findings.sum());

async function main(): Promise<void> {
  await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const endpoints = new EndpointWatch(cluster);
  await endpoints.start();
  process.env.STALE_READS = String(settings.staleReads); // read by the process of each update
  const start = settings.driver === "pulumi" ? pulumiDriver : directDriver;
  const driver = await start(state, kubeconfig, namespace);
  const clients = [new ThisMachine([V1.says, V2.says])];
  const bench = { cluster, driver, endpoints, clients, rate, foreign: { address, images } };
  say(`driven ${driver.name === "pulumi" ? "by the Pulumi CLI" : "without the Pulumi CLI"}`);
  say("left out: what changes kube-proxy, and what needs images of the test's own");
  const { only, rounds } = settings;
  await runEntries(foreignEntries(only), { bench, mode: "foreign", rounds, findings });
}
