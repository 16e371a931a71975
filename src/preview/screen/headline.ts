import type { Report, ReportedObject } from "../report/report.js";
import type { BlueGreenRow, CanaryRow, KubeProxyRow, TrafficRow } from "../report/traffic.js";
import { glyphs } from "./style.js";

/** The traffic of a component in short parts, most important first. Parts with missing values are left out. */
export function headline(row: TrafficRow, report: Report): string[] {
  switch (row.component) {
    case "CanaryDeployment":
      return canaryHeadline(row);
    case "BlueGreenService":
      return blueGreenHeadline(row, report.objects);
    case "KubeProxyConfig":
      return kubeProxyHeadline(row);
  }
}

function canaryHeadline(row: CanaryRow): string[] {
  const [least, most] = row.range ?? [];
  const range = least === most ? "" : ` (${least?.toFixed(1)} to ${most?.toFixed(1)} %)`;
  const share = row.achieved === undefined ? "" : ` ${glyphs.arrow} ${row.achieved.toFixed(1)} %${range}`;
  const sides = row.sides.map(
    (side) => `${side.role}${side.version ? ` ${side.version}` : ""}: ${pods(side.pods, side.most)}`,
  );
  return [
    row.asked === undefined ? "" : `weight ${row.asked} %${share}`,
    sides.join(", "),
    row.peakPods === undefined ? "" : `peak ${row.peakPods}`,
  ].filter((part) => part !== "");
}

function blueGreenHeadline(row: BlueGreenRow, objects: readonly ReportedObject[]): string[] {
  const was = previousColor(row, objects);
  const standby = row.colors
    .filter(({ color }) => color !== row.live)
    .map(({ color, pods: count }) => `standby ${color}: ${pods(count)}${count ? ", back in one flip" : ""}`);
  const live = row.colors.find(({ color }) => color === row.live);
  const size = live?.most === undefined ? "" : `, ${pods(live.pods, live.most)}`;
  return [row.live ? `live ${row.live}${was ? ` (was ${was})` : ""}${size}` : "", ...standby].filter(
    (part) => part !== "",
  );
}

/** The color in the Service's selector in the last render. */
function previousColor(row: BlueGreenRow, objects: readonly ReportedObject[]): string | undefined {
  const service = objects.find(
    (object) =>
      object.kind === "Service" && object.name === row.serviceName && object.urn.startsWith(childPrefix(row)),
  );
  const flip = service?.fields.find(
    (field) => field.path.startsWith("spec.selector") && field.new === row.live,
  );
  return typeof flip?.old === "string" ? flip.old : undefined;
}

/** Prefix of the URNs of a component's children. */
function childPrefix(row: TrafficRow): string {
  return `${row.urn.slice(0, row.urn.lastIndexOf(`::${row.name}`))}$`;
}

function kubeProxyHeadline(row: KubeProxyRow): string[] {
  const scheduler = row.scheduler === undefined ? "" : `, scheduler ${row.scheduler}`;
  const fallback = row.fallbackMode === undefined ? "" : `, else ${row.fallbackMode}`;
  return row.mode === undefined ? [] : [`${row.mode}${scheduler}${fallback}`];
}

function pods(count: number | undefined, most = count): string {
  if (count === undefined) return "pods unknown";
  if (most !== count) return `${count} to ${most} pods`;
  return count === 1 ? "1 pod" : `${count} pods`;
}
