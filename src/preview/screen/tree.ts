import type { Report, ReportedResource } from "../report/report.js";
import { type Columns, objectRow } from "./objectRows.js";
import type { Row } from "./rows.js";

/** The resources that are not `shown` yet, as rows of a tree. The rows of one parent are in the order of change. */
export function treeRows(report: Report, shown: ReadonlySet<string>, columns: Columns): Row[] {
  const children = new Map<string | undefined, ReportedResource[]>();
  for (const resource of report.resources) {
    children.set(resource.parent, [...(children.get(resource.parent) ?? []), resource]);
  }
  const objects = new Map(report.objects.map((object) => [object.urn, object]));
  const siblings = report.objects.filter(({ urn }) => !shown.has(urn));
  const places = placesOf(report, children);
  const inOrder = (resources: readonly ReportedResource[]) =>
    [...resources].sort((a, b) => (places.get(a.urn) ?? 0) - (places.get(b.urn) ?? 0));

  const branch = (resource: ReportedResource, depth: number): Row[] => {
    if (shown.has(resource.urn)) return [];
    const inside = inOrder(children.get(resource.urn) ?? []);
    const below = inside.flatMap((child) => branch(child, depth + 1));
    const object = objects.get(resource.urn);
    if (object) return [objectRow(object, siblings, columns, depth), ...below];
    // The content of such a component is in the blocks above; its own line would be empty.
    if (resource.is === "component" && below.length === 0 && inside.length > 0) return [];
    const texts = resource.is === "read" ? ["only read; its values are unknown"] : [];
    return [{ head: `${"  ".repeat(depth)}${resource.type} ${resource.name}`, texts, order: "" }, ...below];
  };
  return inOrder(children.get(undefined) ?? []).flatMap((top) => branch(top, 1));
}

/** The place of each resource in the order of change. A component has the place of the first one inside it. */
function placesOf(
  { resources }: Report,
  children: ReadonlyMap<string | undefined, readonly ReportedResource[]>,
): ReadonlyMap<string, number> {
  const index = new Map(resources.map(({ urn }, at) => [urn, at]));
  const places = new Map<string, number>();
  const place = ({ urn, is }: ReportedResource): number => {
    const inside = (children.get(urn) ?? []).map(place);
    const own = is === "component" && inside.length > 0 ? [] : [index.get(urn) ?? 0];
    const first = Math.min(...own, ...inside);
    places.set(urn, first);
    return first;
  };
  for (const top of children.get(undefined) ?? []) place(top);
  return places;
}
