import { glyphs, type Layout, type Paint, plainly } from "../preview/screen/style.js";
import { paragraph, type TableRow, table } from "../preview/screen/table.js";
import type {
  ComponentStatus,
  KubeProxyStatus,
  PodStatus,
  RouteStatus,
  ServiceStatus,
  SideStatus,
  Status,
} from "./model.js";
import {
  backendWords,
  changeWords,
  emptyWords,
  headline,
  lacksPods,
  noteWords,
  podsWords,
  podWords,
  servesNothing,
  serviceWords,
  subject,
} from "./words.js";

/** Pods of one side that are listed. Those that are not ready come first. */
const MOST_PODS = 10;

/** The status as a tree of lines. */
export function statusText(status: Status, { width, paint = plainly }: Layout): string[] {
  const blocks = [
    paragraph(subject(status), "", width),
    ...status.components.map((component) => componentLines(component, status, width, paint)),
    status.components.length === 0 ? paragraph(emptyWords(status), "", width) : [],
    status.kubeProxy ? kubeProxyLines(status.kubeProxy, width, paint) : [],
    noteWords(status).flatMap((note) => noteLines(note, width, paint)),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, at) => (at === 0 ? block : ["", ...block]));
}

function componentLines(component: ComponentStatus, status: Status, width: number, paint: Paint): string[] {
  const title = `${component.component} ${component.name}`;
  const head: TableRow = { depth: 0, cells: [title, ...headline(component, status)], style: "strong" };
  const rows = [
    ...component.sides.flatMap(sideRows),
    ...(component.services ?? []).map(serviceRow),
    ...component.routes.map(routeRow),
    ...changeRows(component),
  ];
  return [...table([head], width, paint), ...table(rows, width, paint)];
}

function sideRows(side: SideStatus): TableRow[] {
  const name = [side.side, side.version].join(" ").trim();
  const style = lacksPods(side) ? "bad" : undefined;
  const left = side.pods.slice(MOST_PODS);
  const unready = left.filter(({ ready }) => !ready).length;
  const rest = unready > 0 ? `${unready} of them not ready` : "all ready";
  return [
    { depth: 1, cells: [name, side.deployment, podsWords(side)], style },
    ...side.problems.map(
      (problem): TableRow => ({ depth: 2, cells: [`${glyphs.warning} ${problem}`], style: "bad" }),
    ),
    ...side.pods.slice(0, MOST_PODS).map(podRow),
    ...(left.length > 0 ? [{ depth: 2, cells: [`and ${left.length} more, ${rest}`] }] : []),
  ];
}

function podRow(pod: PodStatus): TableRow {
  const style = pod.ready ? (pod.restarts > 0 ? "changed" : "faint") : "bad";
  return { depth: 2, cells: [pod.name, podWords(pod)], style };
}

function serviceRow(service: ServiceStatus): TableRow {
  const about = `${service.type} ${service.ports.join(", ")}`.trim();
  const words = `${about} ${glyphs.arrow} ${serviceWords(service)}`;
  return {
    depth: 1,
    cells: ["Service", service.name, words],
    style: servesNothing(service) ? "bad" : undefined,
  };
}

function routeRow({ kind, name, backends }: RouteStatus): TableRow {
  const broken = backends.some(({ weight, ready }) => weight > 0 && ready === 0);
  const words = backends.map(backendWords).join(", ");
  return { depth: 1, cells: [kind, name, words], style: broken ? "bad" : undefined };
}

function changeRows({ changes, exists }: ComponentStatus): TableRow[] {
  if (changes === undefined) return [];
  if (changes.length === 0) {
    return exists ? [{ depth: 1, cells: ["up does not change this traffic"], style: "faint" }] : [];
  }
  return [
    { depth: 1, cells: ["up changes"] },
    ...changes.map((change): TableRow => {
      const style = change.change === "delete" ? "bad" : change.change === "create" ? "good" : "changed";
      const what = `${glyphs[change.change]} ${change.kind} ${change.name}`;
      const words = changeWords(change);
      return { depth: 2, group: "changes", cells: words === "" ? [what] : [what, words], style };
    }),
  ];
}

function kubeProxyLines(proxy: KubeProxyStatus, width: number, paint: Paint): string[] {
  const planned = proxy.planned === undefined ? [] : [`up changes it to ${proxy.planned}`];
  const rows: TableRow[] = [
    {
      depth: 0,
      cells: [`kube-proxy ${proxy.configured}`, `ConfigMap ${proxy.configMap}`, ...planned],
      style: "strong",
    },
    ...proxy.nodes.map(({ node, mode, source }): TableRow => {
      const differs = mode !== proxy.configured;
      const words = source === "node" ? mode : `${mode} by the ConfigMap`;
      return { depth: 1, cells: [node, words], style: differs ? "changed" : undefined };
    }),
  ];
  const note = proxy.note === undefined ? [] : noteLines(proxy.note, width, paint);
  return [...table(rows, width, paint), ...note];
}

function noteLines(note: string, width: number, paint: Paint): string[] {
  const [first = "", ...more] = paragraph(note, "  ", width);
  return [`${glyphs.warning} ${first.trimStart()}`, ...more].map((line) => paint("changed", line));
}
