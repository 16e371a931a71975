import { LABELS } from "../contract/names.js";
import type { BlueGreenRow, CanaryRow, Report } from "../preview/index.js";
import type { Component, Side } from "./driver/ports.js";
import type { ReleaseSpec } from "./spec/spec.js";

/** The row of a component in a report; undefined if the program does not have it. */
export function rowOf(
  report: Report,
  { component, release }: ReleaseSpec,
): CanaryRow | BlueGreenRow | undefined {
  const kind = release.kind === "canary" ? "CanaryDeployment" : "BlueGreenService";
  return report.traffic.find(
    (row): row is CanaryRow | BlueGreenRow => row.component === kind && row.name === component,
  );
}

/** The colors of a component as its program plans them. Undefined for a canary, whose versions are in the config. */
export function plannedComponent(report: Report, spec: ReleaseSpec): Component | undefined {
  const row = rowOf(report, spec);
  if (row?.component !== "BlueGreenService") return undefined;
  const colors = row.colors.map(
    ({ color, version = "", pods = 0 }): Side => ({
      name: color,
      version,
      pods,
      labels: { [LABELS.blueGreenService]: row.name, [LABELS.color]: color },
    }),
  );
  const active = colors.find(({ name }) => name === row.live);
  if (!active) return undefined;
  const others = colors.filter((one) => one !== active);
  return {
    kind: "blueGreen",
    name: row.name,
    namespace: undefined,
    sides: { stable: active, canary: others.length === 1 ? others[0] : undefined },
    colors: [active, ...others],
    runsWithoutTraffic: true,
  };
}
