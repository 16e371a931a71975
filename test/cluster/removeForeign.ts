// Removes the namespace of a run from an existing cluster, and the folder of the run, once its parent process has ended,
// for any reason: removeForeign.ts FOLDER KUBECONFIG NAMESPACE
import { rmSync } from "node:fs";
import { Cluster } from "./cluster/api.js";
import { eventually } from "./commands.js";

/** Seconds until the pods have drained and the cluster has removed all that was in the namespace. */
const PATIENCE = 180;

const [, , folder = "", kubeconfig = "", namespace = ""] = process.argv;
for await (const _ of process.stdin); // ends with the parent process
try {
  const cluster = new Cluster(kubeconfig, namespace);
  await eventually("the namespace is gone", PATIENCE, async () => {
    await cluster.remove("v1", "Namespace", namespace);
    if (await cluster.has("v1", "Namespace", namespace)) throw new Error("it is being removed");
  });
} catch (error) {
  const { message, cause } = error as Error;
  process.stderr.write(`the namespace ${namespace} may be left behind (${message}: ${(cause as Error)?.message}):
kubectl --kubeconfig ${kubeconfig} delete namespace ${namespace}\n`);
  process.exitCode = 1;
}
rmSync(folder, { recursive: true, force: true });
