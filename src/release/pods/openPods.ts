import { readEvents, readList, selectorQuery } from "../../cluster/lists.js";
import type { LivePod } from "../../cluster/objects.js";
import { type ClusterReader, ReadError } from "../../cluster/reader.js";
import type { Pods, PodsQuestion, PodsReading, Side, SidePods } from "../driver/ports.js";
import type { Period } from "./crashes.js";
import { sidePods } from "./sidePods.js";

/**
 * Reads the pods of a release from a cluster, by GET alone. `open` is called at the first read, and again after it failed.
 * It needs the permission to list pods; with that for events, reasons are more exact.
 */
export function openPods(open: () => Promise<ClusterReader>, now: () => number = Date.now): Pods {
  let opened: Promise<ClusterReader> | undefined;
  const reader = async () => {
    opened ??= open();
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  return {
    read: async (question) => {
      let namespace = question.namespace;
      try {
        const cluster = await reader();
        namespace ??= await cluster.defaultNamespace();
        return await readPods(cluster, namespace, question, now());
      } catch (error) {
        return { stable: NOTHING, canary: NOTHING, problem: problemOf(error, namespace) };
      }
    },
  };
}

const NOTHING: SidePods = { pods: 0, ready: 0, crashes: 0, outOfMemory: 0, reasons: [] };

async function readPods(
  reader: ClusterReader,
  namespace: string,
  { stable, canary, since }: PodsQuestion,
  now: number,
): Promise<PodsReading> {
  const side = (of: Side) => readSide(reader, namespace, of, { since, now });
  const [ofStable, ofCanary] = await Promise.all([side(stable), side(canary)]);
  return { stable: ofStable, canary: ofCanary };
}

async function readSide(
  reader: ClusterReader,
  namespace: string,
  { labels }: Side,
  period: Period,
): Promise<SidePods> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods${selectorQuery(labels)}`;
  const pods = await readList<LivePod>(reader, path);
  return sidePods(pods, await readEvents(reader, namespace, pods), period);
}

function problemOf(error: unknown, namespace: string | undefined): string {
  const text = error instanceof Error ? error.message : String(error);
  const status = error instanceof ReadError ? error.status : undefined;
  return `the pods cannot be read: ${text}; ${remedyOf(status, namespace)}`;
}

function remedyOf(status: number | undefined, namespace: string | undefined): string {
  if (status === 401) return "log in to the cluster again";
  const where = namespace === undefined ? "" : ` in namespace ${namespace}`;
  if (status === 403) return `give this user the right to list pods${where}, or set evidence.pods: false`;
  return "check the kubeconfig and its context, or set evidence.pods: false";
}
