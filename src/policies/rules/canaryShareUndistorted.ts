import { getPath, requireKnown, text } from "../facts/unknown.js";
import { podsOf } from "../facts/workloads.js";
import { stackPolicy } from "../framework/policy.js";

/** Warns about Service fields that make the shares of two versions differ from the ratio of their pods. */
export const canaryShareUndistorted = stackPolicy({
  name: "canary-share-undistorted",
  description:
    "A Service with pods of two versions has no session affinity, Local policy or traffic distribution.",
  enforcementLevel: "advisory",
  severity: "medium",
  remediationSteps:
    "Remove the fields while a canary runs, or evaluate the canary by clients or nodes instead.",
  url: "https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity",
  limits: {},
  check(stack, _, reporter) {
    reporter.forEach(stack.services, (service) => {
      const live = stack.selectedBy(service).filter((workload) => podsOf(workload) !== 0);
      if (live.length < 2) return;
      for (const { field, distorting, problem, remedy } of DISTORTIONS) {
        const value = requireKnown(text(getPath(service.value, "spec", field)));
        if (value === undefined || (distorting !== undefined && value !== distorting)) continue;
        const { title, urn } = service;
        reporter.report({ title, urn, path: `spec.${field}`, value, problem, remedy });
      }
    });
  },
});

interface Distortion {
  /** The field of the Service's spec. */
  readonly field: string;
  /** The value that distorts shares; undefined if every value does. */
  readonly distorting?: string;
  readonly problem: string;
  readonly remedy: string;
}

const BY_NODE = {
  distorting: "Local",
  problem: "keeps connections on the node they reach, so a version's share differs from node to node",
  remedy: "use Cluster, or run both versions on every node",
};

const DISTORTIONS: readonly Distortion[] = [
  {
    field: "sessionAffinity",
    distorting: "ClientIP",
    problem: "sends each client to one pod, so the weight is a share of clients, not of connections",
    remedy: "remove it while two versions get traffic",
  },
  { field: "externalTrafficPolicy", ...BY_NODE },
  { field: "internalTrafficPolicy", ...BY_NODE },
  {
    field: "trafficDistribution",
    problem: "prefers pods that are close, so a version's share differs from zone to zone",
    remedy: "remove it, or run both versions in every zone",
  },
];
