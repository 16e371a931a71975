import type * as pulumi from "@pulumi/pulumi";
import { readLiveSize, type TrafficAfter } from "../cluster/liveSize.js";
import { openCluster } from "../cluster/open.js";
import { OFFLINE_VARIABLE } from "../contract/names.js";
import { isInProcess, knownValue } from "./engine.js";
import { providerAddress } from "./providerAddress.js";

export type { TrafficAfter };

/** The result of a read. */
export type LiveSize =
  /** The pods that carry the load; undefined where the step moves no traffic, and where there is no cluster. */
  | { readonly pods: number | undefined }
  /** Why the cluster cannot be read. */
  | { readonly unread: string };

/**
 * Reads how many pods carry the load before a step of `component`, in previews and in updates. There is no cluster with a
 * provider that renders YAML, under Pulumi's mocks and in `planStack`. Never rejects.
 */
export async function liveSize(
  component: pulumi.Resource,
  namespace: pulumi.Input<string> | undefined,
  after: TrafficAfter,
): Promise<LiveSize> {
  if (isInProcess()) return { pods: undefined };
  if (process.env[OFFLINE_VARIABLE]) return { unread: "the offline preview reads no cluster" };
  const addressOf = providerAddress(component);
  try {
    const address = await addressOf();
    if (address.rendersYaml) return { pods: undefined };
    const given = await knownValue(namespace);
    const reader = await openCluster(address);
    const known = given ?? address.namespace ?? (await reader.defaultNamespace());
    return { pods: await readLiveSize(reader, known, after) };
  } catch (error) {
    return { unread: error instanceof Error ? error.message : String(error) };
  }
}
