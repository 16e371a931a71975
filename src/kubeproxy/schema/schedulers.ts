import type { Problems } from "../../diagnostics/problems.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import type { KubeProxyMode } from "./modes.js";

/** An IPVS scheduler under kube-proxy, which gives an endpoint weight 1, and a draining endpoint weight 0. */
interface Scheduler {
  /** How it chooses a pod. */
  readonly does: string;
  /** `safe` is accepted, `note` with a note, `caution` with a warning; `unsafe` needs `allowUnsafeScheduler`. */
  readonly verdict: "safe" | "note" | "caution" | "unsafe";
  /** Its effect in a cluster, which a message reports unless the verdict is `safe`. */
  readonly effect: string;
}

/**
 * The IPVS schedulers of Linux, with their effect under kube-proxy. It was measured with 30 short and 12 long connections to
 * three backends of weight 1, and with a backend of weight 0 that still has a connection, as a draining pod does.
 * The kernel module of scheduler `x` is `ip_vs_x`. Names are case-sensitive.
 */
export const SCHEDULERS = {
  rr: {
    does: "each pod in turn",
    verdict: "safe",
    effect: "spreads short and long connections evenly; the default of kube-proxy",
  },
  wrr: {
    does: "each pod in turn, by weight",
    verdict: "note",
    effect: "is the same as rr, because kube-proxy gives every pod weight 1",
  },
  lc: {
    does: "the pod with the fewest connections",
    verdict: "note",
    effect:
      "sends all new connections to a new pod until it has had as many as the others in two minutes, so a canary gets more than its share at first; rr keeps shares",
  },
  wlc: {
    does: "the pod with the fewest connections, by weight",
    verdict: "note",
    effect:
      "is the same as lc, because kube-proxy gives every pod weight 1: a canary gets more than its share at first",
  },
  lblc: {
    does: "the pod last used for the Service's address, until it is overloaded",
    verdict: "note",
    effect: "is made for caches: consecutive connections all go to the same pod",
  },
  lblcr: {
    does: "the least loaded of the pods already used for the Service's address",
    verdict: "note",
    effect: "is made for caches: consecutive connections all go to the same pod",
  },
  dh: {
    does: "a hash of the Service's address",
    verdict: "caution",
    effect:
      "sends all connections from a node to a Service to one pod, and refuses them while that pod drains",
  },
  sh: {
    does: "a hash of the client's address",
    verdict: "caution",
    effect:
      "refuses new connections for minutes when the client's hash selects a draining pod, or a pod of the old color after a flip",
  },
  sed: {
    does: "the shortest expected delay: connections plus one, by weight",
    verdict: "caution",
    effect:
      "sends all consecutive connections to the same pod, because weights are equal; only concurrent ones spread",
  },
  nq: {
    does: "an idle pod first, otherwise like sed",
    verdict: "caution",
    effect:
      "sends all consecutive connections to the same pod, because weights are equal; only concurrent ones spread",
  },
  mh: {
    does: "a Maglev hash of the client's address and port",
    verdict: "caution",
    effect:
      "refuses new connections for minutes when their hash selects a draining pod, or a pod of the old color after a flip",
  },
  fo: {
    does: "the pod with the highest weight",
    verdict: "unsafe",
    effect: "sends everything to one pod, because kube-proxy gives every pod weight 1",
  },
  ovf: {
    does: "fills a pod up to its weight, then the next",
    verdict: "unsafe",
    effect: "refuses connections above two per pod and node, because kube-proxy gives every pod weight 1",
  },
  none: {
    does: "no scheduler",
    verdict: "unsafe",
    effect: "refuses every connection, because nothing chooses a pod",
  },
  twos: {
    does: "the less loaded of two random pods",
    verdict: "unsafe",
    effect: "is missing from many kernels, Debian's among them, and kube-proxy exits where it is missing",
  },
} as const satisfies Record<string, Scheduler>;

type SchedulerName = keyof typeof SCHEDULERS;

/** Schedulers that lose connections or may keep kube-proxy from starting. They need `allowUnsafeScheduler`. */
export type UnsafeIpvsScheduler = {
  [S in SchedulerName]: (typeof SCHEDULERS)[S]["verdict"] extends "unsafe" ? S : never;
}[SchedulerName];

/** How IPVS chooses the pod of a new connection. */
export type IpvsScheduler = Exclude<SchedulerName, UnsafeIpvsScheduler>;

/** kube-proxy's default scheduler. */
export const DEFAULT_SCHEDULER: IpvsScheduler = "rr";

/** Arguments that the check of a scheduler depends on. */
export interface SchedulerContext {
  readonly mode: KubeProxyMode | undefined;
  readonly allowUnsafe: boolean;
}

/** Refuses a scheduler that does not exist or loses connections. Reports the effect of others. */
export function checkScheduler(
  value: unknown,
  path: string,
  context: SchedulerContext,
  problems: Problems,
): void {
  if (!isScheduler(value)) {
    refuseUnknown(value, path, problems);
    return;
  }
  if (context.mode !== "ipvs") return; // a warning about the whole section covers it
  const { verdict, effect }: Scheduler = SCHEDULERS[value];
  if (verdict === "unsafe" && !context.allowUnsafe) {
    const problem = problems.masked ? "loses connections" : effect;
    problems.refuse({ path, value, problem, remedy: "use rr or lc, or set allowUnsafeScheduler" });
  } else if (verdict !== "safe" && !problems.masked) {
    const finding = { path, problem: `${value} ${effect}` };
    if (verdict === "note") problems.inform(finding);
    else problems.warn(finding);
  }
}

/** Whether Linux has a scheduler of this name. */
export function isScheduler(value: unknown): value is SchedulerName {
  return typeof value === "string" && Object.hasOwn(SCHEDULERS, value);
}

function refuseUnknown(value: unknown, path: string, problems: Problems): void {
  const names = Object.entries(SCHEDULERS)
    .filter(([, { verdict }]) => verdict !== "unsafe")
    .map(([name]) => name);
  const problem = `is not an IPVS scheduler (${names.join(", ")}): kube-proxy would accept the file and then exit, because the kernel has no module of that name`;
  problems.refuse({ path, value, problem, remedy: problems.masked ? undefined : didYouMean(value, names) });
}
