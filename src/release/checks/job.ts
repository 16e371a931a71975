import { readEvents, readList, selectorQuery } from "../../cluster/lists.js";
import { conditionOf, type LiveCondition, type LivePod } from "../../cluster/objects.js";
import { podState } from "../../cluster/pods.js";
import { ReadError } from "../../cluster/reader.js";
import { notReadyReasons } from "../../cluster/rolloutText.js";
import { SYSTEM_CLOCK } from "../driver/clock.js";
import type { CheckResult } from "../driver/ports.js";
import type { CheckSpec } from "../spec/spec.js";
import { type JobCluster, jobsPath } from "./jobCluster.js";
import { type JobManifest, readJob } from "./manifest.js";
import { after, lastLines, timeText } from "./text.js";

type JobCheck = Extract<CheckSpec, { check: "job" }>;

/** Where a Job runs. */
export interface JobSurroundings {
  readonly cwd: string;
  readonly namespace?: string | undefined;
  readonly pollEvery?: number | undefined;
  readonly open: () => Promise<JobCluster>;
}

/** How a Job ended. */
type Outcome =
  | { readonly end: "complete" | "stopped" }
  /** In seconds, the time that it had. */
  | { readonly end: "late"; readonly limit: number }
  | { readonly end: "failed"; readonly reason: string }
  | { readonly end: "unreadable"; readonly error: Error };

/**
 * Creates the Job of a file, waits until it has completed or failed, and removes it, also when it is stopped or takes too
 * long. It passes when the Job completes.
 */
export async function jobCheck(
  check: JobCheck,
  stopped: AbortSignal,
  surroundings: JobSurroundings,
): Promise<CheckResult> {
  const { file, timeout } = check;
  if (stopped.aborted) return { passed: false, text: `job ${file} was stopped before it ran` };
  const job = readJob(file, surroundings.cwd, timeout);
  const cluster = await surroundings.open();
  const namespace = job.namespace ?? surroundings.namespace ?? (await cluster.defaultNamespace());
  const start = performance.now();
  let text: string;
  let passed = false;
  let exists = true;
  try {
    await cluster.create(namespace, job.object);
    const outcome = await ended(cluster, namespace, job, { check, stopped, surroundings });
    passed = outcome.end === "complete";
    const details = outcome.end === "stopped" ? "" : await detailsOf(cluster, namespace, job.name, passed);
    text = `${outcomeText(outcome, performance.now() - start)}${details}`;
  } catch (error) {
    // Without a status, it may have been created although no answer came.
    exists = !(error instanceof ReadError) || error.status === undefined;
    text = `could not run: ${cannotText(error, namespace)}`;
  }
  const left = exists ? await removed(cluster, namespace, job.name) : "";
  return { passed, text: `job ${file} ${text}${left}` };
}

interface Waiting {
  readonly check: JobCheck;
  readonly stopped: AbortSignal;
  readonly surroundings: JobSurroundings;
}

/** Looks at the Job until it has ended. An API server that does not answer for a moment ends nothing. */
async function ended(
  cluster: JobCluster,
  namespace: string,
  { name, limit }: JobManifest,
  { check, stopped, surroundings: { pollEvery = 1000 } }: Waiting,
): Promise<Outcome> {
  const path = `${jobsPath(namespace)}/${encodeURIComponent(name)}`;
  const late = AbortSignal.timeout(check.timeout * 1000);
  let failure: Error | undefined;
  for (;;) {
    try {
      const job = (await cluster.get(path)) as LiveJob | undefined;
      failure = undefined;
      if (!job) return { end: "failed", reason: "someone else removed its Job" };
      const outcome = outcomeOf(job, limit);
      if (outcome) return outcome;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      if (error instanceof ReadError && isRefusal(error.status)) return { end: "unreadable", error: failure };
    }
    if (stopped.aborted) return { end: "stopped" };
    if (late.aborted)
      return failure ? { end: "unreadable", error: failure } : { end: "late", limit: check.timeout };
    await SYSTEM_CLOCK.sleep(pollEvery, AbortSignal.any([stopped, late]));
  }
}

interface LiveJob {
  readonly status?: { readonly conditions?: readonly LiveCondition[] };
}

function outcomeOf({ status }: LiveJob, limit: number): Outcome | undefined {
  if (conditionOf(status?.conditions, "Complete")?.status === "True") return { end: "complete" };
  const failed = conditionOf(status?.conditions, "Failed");
  if (failed?.status !== "True") return undefined;
  if (failed.reason === "DeadlineExceeded") return { end: "late", limit };
  return { end: "failed", reason: failed.message ?? failed.reason ?? "without a reason" };
}

function outcomeText(outcome: Outcome, took: number): string {
  switch (outcome.end) {
    case "complete":
      return `completed in ${timeText(took)}`;
    case "failed":
      return `failed after ${timeText(took)}: ${outcome.reason}`;
    case "late":
      return `did not complete within ${timeText(outcome.limit * 1000)}`;
    case "stopped":
      return "was stopped";
    case "unreadable":
      return `cannot be followed: ${outcome.error.message}`;
  }
}

/** What keeps its pods from running, or what they wrote last. It only explains, so that a failure here changes nothing. */
async function detailsOf(
  cluster: JobCluster,
  namespace: string,
  job: string,
  passed: boolean,
): Promise<string> {
  try {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
    const pods = await readList<LivePod>(cluster, `${path}${selectorQuery({ "job-name": job })}`);
    const newest = [...pods].sort((a, b) => createdAt(b) - createdAt(a))[0];
    if (!newest) return passed ? "" : "; it has no pods";
    const log = lastLines(
      await cluster.log(namespace, newest.metadata?.name ?? "", containerOf(newest)).catch(() => ""),
    );
    if (log !== "" || passed) return log === "" ? "" : `; log: ${log}`;
    const events = await readEvents(cluster, namespace, [newest]);
    const [reason = ""] = notReadyReasons([podState(newest, events.get(newest))]);
    return after(reason).replace(/^:/, ";");
  } catch {
    return "";
  }
}

function createdAt({ metadata }: LivePod): number {
  return Date.parse(metadata?.creationTimestamp ?? "") || 0;
}

/** The container that failed, or the first one. */
function containerOf({ spec, status }: LivePod): string {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const failed = all.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  return failed?.name ?? spec?.containers?.[0]?.name ?? "";
}

async function removed(cluster: JobCluster, namespace: string, job: string): Promise<string> {
  try {
    await cluster.remove(namespace, job);
    return "";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `; its Job cannot be removed: ${reason}; run kubectl delete job ${job} -n ${namespace}`;
  }
}

function cannotText(error: unknown, namespace: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof ReadError ? error.status : undefined;
  if (status === 401) return `${message}; log in to the cluster again`;
  if (status !== 403) return message;
  return `${message}; in namespace ${namespace}, a job check needs the rights to create, get and delete jobs, to list pods and to get pods/log`;
}

function isRefusal(status: number | undefined): boolean {
  return status === 401 || status === 403;
}
