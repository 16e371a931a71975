import { openWithClient } from "../../../dist/cluster/client.js";
import { readRollout } from "../../../dist/cluster/rollout.js";
import { notReadyLines } from "../../../dist/cluster/rolloutText.js";
import type { Cluster } from "./api.js";

/** What a failed `up` explains about a Deployment. The Pulumi CLI shows it; the direct driver does not. */
export async function notReady({ config, namespace }: Cluster, deployment: string): Promise<string> {
  const reader = await openWithClient({ kubeconfig: config.exportConfig() });
  const rollout = reader && (await readRollout(reader, namespace, deployment));
  return rollout ? notReadyLines(rollout).join("\n") : `there is no Deployment ${deployment}`;
}
