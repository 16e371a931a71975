import type { Report, ReportedObject } from "../report/report.js";

/** The one line that ends a report: `2 objects change, 7 stay`. */
export function countText(report: Report): string {
  const count = (change: ReportedObject["change"]) =>
    report.objects.filter((object) => object.change === change).length;
  if (report.objects.length + report.deleted.length === 0) return "no Kubernetes objects";
  const parts = [
    count("create") > 0 && `${objects(count("create"))} to create`,
    count("change") > 0 && `${objects(count("change"))} ${count("change") === 1 ? "changes" : "change"}`,
    report.deleted.length > 0 && `${objects(report.deleted.length)} to delete`,
  ].filter((part) => part !== false);
  const same = count("same");
  const stay =
    same > 0 ? [`${parts.length > 0 ? same : objects(same)} ${same === 1 ? "stays" : "stay"}`] : [];
  return [...(parts.length === 0 ? ["nothing changes"] : parts), ...stay].join(", ");
}

function objects(count: number): string {
  return count === 1 ? "1 object" : `${count} objects`;
}
