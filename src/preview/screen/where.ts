import type { DeletedObject, Report, ReportedObject } from "../report/report.js";

/** Names the cluster and the namespace of an object: `in team on aks`. Empty where neither needs a name. */
export type WhereOf = (object: Pick<ReportedObject | DeletedObject, "cluster" | "namespace">) => string;

/** Names clusters if the report has more than one, and likewise namespaces. The default namespace is never named. */
export function whereIn(report: Report): WhereOf {
  const all = [...report.objects, ...report.deleted];
  const severalClusters = new Set(all.map(({ cluster }) => cluster)).size > 1;
  const severalNamespaces = new Set(all.map(({ namespace }) => namespace ?? "default")).size > 1;
  return ({ cluster, namespace = "default" }) =>
    [
      ...(severalNamespaces && namespace !== "default" ? [`in ${namespace}`] : []),
      ...(severalClusters ? [`on ${cluster}`] : []),
    ].join(" ");
}
