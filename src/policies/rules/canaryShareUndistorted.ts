import { getPath, requireKnown, text } from "../facts/unknown.js";
import { podsOf } from "../facts/workloads.js";
import { stackPolicy } from "../framework/policy.js";

/** While two versions share a Service, nothing but the number of pods decides who gets a connection. */
export const canaryShareUndistorted = stackPolicy({
  name: "canary-share-undistorted",
  description:
    "No session affinity, Local policy or traffic distribution on a Service that two versions share.",
  enforcementLevel: "advisory",
  severity: "medium",
  remediationSteps:
    "Leave the fields out while a canary runs, or judge the canary by clients or nodes instead.",
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
  /** Field of the Service's spec. */
  readonly field: string;
  /** The value that distorts; undefined where every value does. */
  readonly distorting?: string;
  readonly problem: string;
  readonly remedy: string;
}

const BY_NODE = {
  distorting: "Local",
  problem: "divides connections by node first, so a version's share differs from node to node",
  remedy: "use Cluster, or spread both versions over the nodes",
};

const DISTORTIONS: readonly Distortion[] = [
  {
    field: "sessionAffinity",
    distorting: "ClientIP",
    problem: "keeps each client at one pod, so shares are of clients, not of connections",
    remedy: "leave it out while two versions serve",
  },
  { field: "externalTrafficPolicy", ...BY_NODE },
  { field: "internalTrafficPolicy", ...BY_NODE },
  {
    field: "trafficDistribution",
    problem: "prefers near pods, so a version's share differs from zone to zone",
    remedy: "leave it out, or spread both versions over the zones",
  },
];
