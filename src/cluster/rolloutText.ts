import type { PodState } from "./pods.js";
import { type Reason, reasonText } from "./reason.js";
import type { Rollout } from "./rollout.js";

/** Lines with reasons, the most frequent first. More of them help nobody. */
const MOST_REASONS = 3;

/** A pod that its ReplicaSet has yet to create. */
const NOT_CREATED: Reason = { reason: "not created", message: "" };

/** What keeps a Deployment from being ready, in lines; none if nothing does. The first line names the Deployment. */
export function notReadyLines(rollout: Rollout): string[] {
  const { name, current, older, failure, stalled, paused, observed } = rollout;
  const subject = `Deployment ${name}`;
  if (!observed)
    return [`${subject}: the cluster has not begun the rollout; its Deployment controller may be down`];
  const present = current.pods.filter(({ ending }) => !ending);
  const failing = present.filter(({ ready }) => !ready);
  const missing = Math.max(0, current.wanted - present.length);
  const reasons = grouped(failing);
  if (missing > 0) reasons.push({ reason: failure ?? NOT_CREATED, count: missing, pods: [] });
  const readyOlder = older.filter(({ ready }) => ready).length;
  const details = [
    ...grouped([...current.pods, ...older].filter(({ ending }) => ending)).map(countedReason),
    ...(readyOlder > 0
      ? [`${podCount(readyOlder)} of the version before ${readyOlder === 1 ? "is" : "are"} ready`]
      : []),
    ...(paused ? ["the Deployment is paused, so its rollout does not go on"] : []),
    ...(stalled ? [`Kubernetes reports ${reasonText(stalled)}`] : []),
  ];
  const notReady = failing.length + missing;
  if (notReady === 0 && details.length === 0) return [];
  const head =
    notReady === 0
      ? [`${subject}: all pods of its last version are ready`]
      : headed(headline(notReady, current.wanted, older.length > 0, subject), reasons);
  return [...head, ...details.map((line) => `  ${line}`)];
}

/** Why pods are not ready, the most frequent reason first, each with an example: `Unschedulable: … (pod a and 1 more)`. */
export function notReadyReasons(pods: readonly PodState[]): string[] {
  const groups = grouped(pods.filter(({ ready }) => !ready));
  return groups.slice(0, MOST_REASONS).map(({ reason, pods: of }) => `${reasonText(reason)}${podNames(of)}`);
}

interface Group {
  readonly reason: Reason;
  readonly count: number;
  /** Names of the pods. */
  readonly pods: readonly string[];
}

/** Pods by reason, the most frequent reason first. Names of pods in a message do not make another reason. */
function grouped(pods: readonly PodState[]): Group[] {
  const groups = new Map<string, { reason: Reason; pods: string[] }>();
  for (const { name, reason } of pods) {
    if (!reason) continue;
    const key = reasonText(reason).replaceAll(name, "").replace(/\d+/g, "#");
    const group = groups.get(key);
    if (group) group.pods.push(name);
    else groups.set(key, { reason, pods: [name] });
  }
  return [...groups.values()]
    .map(({ reason, pods }) => ({ reason, count: pods.length, pods }))
    .sort((a, b) => b.count - a.count);
}

function headed(subject: string, reasons: readonly Group[]): string[] {
  const [only, ...others] = reasons;
  if (!only) return [];
  if (others.length === 0) return [`${subject}: ${reasonText(only.reason)}${podNames(only.pods)}`];
  const shown = reasons.slice(0, MOST_REASONS).map((group) => `  ${countedReason(group)}`);
  const rest = reasons.slice(MOST_REASONS).reduce((sum, { count }) => sum + count, 0);
  return [`${subject}:`, ...shown, ...(rest > 0 ? [`  ${rest}: other reasons`] : [])];
}

function countedReason({ reason, count, pods }: Group): string {
  return `${count}: ${reasonText(reason)}${podNames(pods)}`;
}

function podNames([first, ...others]: readonly string[]): string {
  if (first === undefined) return "";
  return others.length === 0 ? ` (pod ${first})` : ` (pod ${first} and ${others.length} more)`;
}

/** `3 of 4 pods of … are not ready`; during a rolling update, the new pods alone are counted. */
function headline(failing: number, wanted: number, rolling: boolean, subject: string): string {
  const pods = rolling ? "new pod" : "pod";
  if (wanted === 1) return `the ${pods} of ${subject} is not ready`;
  return `${failing} of ${wanted} ${pods}s of ${subject} ${failing === 1 ? "is" : "are"} not ready`;
}

function podCount(count: number): string {
  return count === 1 ? "1 pod" : `${count} pods`;
}
