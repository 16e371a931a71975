import type { SpecFinding } from "../finding.js";
import { CANARY_KEYS, COLOR_KEYS, kindOf, recordOf, textOf } from "../raw.js";

const EITHER =
  "a CanaryDeployment has weight, stable and canary; a BlueGreenService has color, and standby if its old color is to lose its pods";

/** The config keys are those of one component, and differ. `project` completes a key without a namespace. */
export function configProblems(root: unknown, project: string | undefined): SpecFinding[] {
  const config = recordOf(recordOf(root).config);
  const given = Object.keys(config);
  const known = [...CANARY_KEYS, ...COLOR_KEYS].filter((key) => key in config);
  if (given.length > 0 && known.length === 0) return [];
  const kind = kindOf(root);
  const mixed = kind === undefined && known.length > 0;
  if (mixed) return [{ path: ["config"], problem: "has keys of two components", remedy: EITHER }];
  if (kind === undefined) {
    const isMap = given.length === 0 && typeof recordOf(root).config === "object";
    return isMap ? [{ path: ["config"], problem: "names no keys", remedy: EITHER }] : [];
  }
  return [...missing(config, kind), ...same(config, project), ...colorOfCanary(root, kind)];
}

function missing(config: Readonly<Record<string, unknown>>, kind: "canary" | "blueGreen"): SpecFinding[] {
  const required = kind === "canary" ? CANARY_KEYS : (["color"] as const);
  return required
    .filter((key) => !(key in config))
    .map((key) => ({ path: ["config", key], value: undefined, problem: "", remedy: REMEDIES[key] }));
}

const REMEDIES = {
  weight: "name the config key of the canary's weight, such as canaryWeight",
  stable: "name the config key of the stable version, such as stableVersion",
  canary: "name the config key of the canary's version, such as canaryVersion",
  color: "name the config key of the active color, such as activeColor",
} as const;

/** One config key with two meanings would be written twice, with different values. */
function same(config: Readonly<Record<string, unknown>>, project: string | undefined): SpecFinding[] {
  const full = (key: string) => (key.includes(":") || project === undefined ? key : `${project}:${key}`);
  const seen = new Map<string, string>();
  return Object.entries(config).flatMap(([name, value]) => {
    const key = textOf(value);
    if (key === undefined) return [];
    const other = seen.get(full(key));
    seen.set(full(key), other ?? name);
    if (other === undefined) return [];
    return [
      { path: ["config", name], value, problem: `is also ${other}`, remedy: "give each its own config key" },
    ];
  });
}

function colorOfCanary(root: unknown, kind: "canary" | "blueGreen"): SpecFinding[] {
  if (kind === "blueGreen" || !("to" in recordOf(root))) return [];
  const problem = "is the color of a BlueGreenService, but config has the keys of a CanaryDeployment";
  return [{ path: ["to"], problem, remedy: "remove it: the version to release is in the config" }];
}
