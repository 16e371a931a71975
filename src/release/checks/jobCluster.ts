import { accepted, type ClusterClient, openClient, readerOf } from "../../cluster/client.js";
import { kubectl, openWithKubectl, readError } from "../../cluster/kubectl.js";
import { openCluster } from "../../cluster/open.js";
import { type ClusterAddress, type ClusterReader, ReadError } from "../../cluster/reader.js";

/** What a job check does in a cluster. Rejects with a ReadError. */
export interface JobCluster extends ClusterReader {
  /** Creates a Job. Rejects if one of this name exists. */
  create(namespace: string, job: object): Promise<void>;
  /** The last lines that a container wrote. */
  log(namespace: string, pod: string, container: string): Promise<string>;
  /** Removes a Job and its pods. Resolves if there is no such Job. */
  remove(namespace: string, job: string): Promise<void>;
}

/** Lines of a log that are read. */
const LOG_LINES = 20;

/** Opens a cluster with the package `@kubernetes/client-node`, or else with kubectl. Rejects with a ReadError. */
export async function openJobCluster(address: ClusterAddress): Promise<JobCluster> {
  const client = await openClient(address);
  if (client) return { ...readerOf(client), ...withClient(client) };
  return { ...(await openCluster(address, [openWithKubectl])), ...withKubectl(address) };
}

type Writes = Omit<JobCluster, keyof ClusterReader>;

/** Sends what reads and writes Jobs by the API. */
function withClient(client: ClusterClient): Writes {
  return {
    create: async (namespace, job) => {
      accepted(await client.send("POST", jobsPath(namespace), job));
    },
    log: async (namespace, pod, container) =>
      accepted(await client.send("GET", logPath(namespace, pod, container))).body,
    remove: async (namespace, job) => {
      const path = `${jobsPath(namespace)}/${encodeURIComponent(job)}?propagationPolicy=Background`;
      const answer = await client.send("DELETE", path);
      if (answer.status !== 404) accepted(answer);
    },
  };
}

/** Runs kubectl for the same. */
export function withKubectl(address: ClusterAddress): Writes {
  const run = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr, missing } = await kubectl(address, args, input);
    if (missing) throw new ReadError("there is no kubectl on PATH");
    if (code !== 0) throw readError(stderr);
    return stdout;
  };
  return {
    create: async (namespace, job) => {
      await run(["create", "--namespace", namespace, "-f", "-"], JSON.stringify(job));
    },
    log: (namespace, pod, container) => run(["get", "--raw", logPath(namespace, pod, container)]),
    remove: async (namespace, job) => {
      const how = ["--namespace", namespace, "--ignore-not-found", "--wait=false", "--cascade=background"];
      await run(["delete", "job", job, ...how]);
    },
  };
}

export function jobsPath(namespace: string): string {
  return `/apis/batch/v1/namespaces/${encodeURIComponent(namespace)}/jobs`;
}

function logPath(namespace: string, pod: string, container: string): string {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
  return `${path}?container=${encodeURIComponent(container)}&tailLines=${LOG_LINES}`;
}
