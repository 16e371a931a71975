import { planStack } from "../../../dist/testing/index.js";
import { LABELS } from "../../../src/contract/names.js";
import type { BlueGreenServiceOutputs, CanaryDeploymentOutputs } from "../../../src/contract/outputs.js";
import type { Component, Side } from "../../../src/release/driver/ports.js";
import { register } from "../program/apps.js";
import { appOf, type Config, type Released } from "./program.js";

/** What the program registers of its component with this config. */
export async function componentOf(released: Released, config: Config, namespace: string): Promise<Component> {
  const type = released.kind === "canary" ? "CanaryDeployment" : "BlueGreenService";
  const plan = await planStack({ preview: false }, () => register([appOf(released, config)]));
  const { outputs } = plan.resource(type);
  const common = { kind: released.kind, name: released.name, namespace };
  return released.kind === "canary"
    ? { ...common, ...canaryOf(released.name, outputs as unknown as CanaryDeploymentOutputs) }
    : { ...common, ...blueGreenOf(released.name, outputs as unknown as BlueGreenServiceOutputs) };
}

function canaryOf(
  name: string,
  outputs: CanaryDeploymentOutputs,
): Pick<Component, "sides" | "share" | "runsWithoutTraffic"> {
  const { plan, stableVersion, canaryVersion } = outputs;
  const side = (track: "stable" | "canary", version: string): Side => ({
    ...{ name: track, version, pods: plan[track] },
    labels: { [LABELS.canaryDeployment]: name, [LABELS.track]: track },
  });
  const canary = canaryVersion === undefined ? undefined : side("canary", canaryVersion);
  const { weight, achieved, peakPods } = plan;
  return {
    sides: { stable: side("stable", stableVersion), canary },
    share: { weight, achieved, peakPods },
    runsWithoutTraffic: false,
  };
}

function blueGreenOf(
  name: string,
  outputs: BlueGreenServiceOutputs,
): Pick<Component, "sides" | "colors" | "runsWithoutTraffic"> {
  const side = (color: string): Side => ({
    ...{
      name: color,
      version: outputs.colors[color]?.version ?? "",
      pods: outputs.colors[color]?.replicas ?? 0,
    },
    labels: { [LABELS.blueGreenService]: name, [LABELS.color]: color },
  });
  const others = Object.keys(outputs.colors).filter((color) => color !== outputs.activeColor);
  const [other] = others;
  return {
    sides: { stable: side(outputs.activeColor), canary: other === undefined ? undefined : side(other) },
    colors: [outputs.activeColor, ...others].map(side),
    runsWithoutTraffic: true,
  };
}
