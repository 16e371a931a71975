import { podsOf } from "../facts/stack.js";
import { getPath, requireKnown, text } from "../facts/unknown.js";
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
  check(stack, _, report) {
    for (const service of stack.services) {
      report.part(() => {
        const live = stack.selectedBy(service).filter((workload) => podsOf(workload) !== 0);
        if (live.length < 2) return;
        for (const [field, wrong, problem, remedy] of DISTORTIONS) {
          const value = requireKnown(text(getPath(service.value, "spec", field)));
          if (value === undefined || (wrong !== undefined && value !== wrong)) continue;
          report.object({
            title: service.title,
            urn: service.urn,
            path: `spec.${field}`,
            value,
            problem,
            remedy,
          });
        }
      }, service.title);
    }
  },
});

const BY_NODE = "divides connections by node first, so a version's share differs from node to node";

/** Field, the value that distorts (any, where left out), what it does, what to do. */
const DISTORTIONS: readonly (readonly [string, string | undefined, string, string])[] = [
  [
    "sessionAffinity",
    "ClientIP",
    "keeps each client at one pod, so shares are of clients, not of connections",
    "leave it out while two versions serve",
  ],
  ["externalTrafficPolicy", "Local", BY_NODE, "use Cluster, or spread both versions over the nodes"],
  ["internalTrafficPolicy", "Local", BY_NODE, "use Cluster, or spread both versions over the nodes"],
  [
    "trafficDistribution",
    undefined,
    "prefers near pods, so a version's share differs from zone to zone",
    "leave it out, or spread both versions over the zones",
  ],
];
