import { nearest } from "../../diagnostics/suggest.js";
import { FIELDS, type Field, SECTIONS } from "../schema/fields.js";
import type { KubeProxyMode } from "../schema/modes.js";

/** Arguments that are not fields of kube-proxy's file. */
export const OPTIONS = [
  "mode",
  "manage",
  "target",
  "restart",
  "fallbackMode",
  "loadModules",
  "cleanup",
  "daemonSet",
  "extraConfig",
  "allowUnsafeScheduler",
  "labels",
] as const;

/** The keys of `target`. */
export const TARGET_KEYS = ["namespace", "configMapName", "configMapKey", "daemonSetName"] as const;

const PLACES: readonly Pick<Field, "path" | "modes">[] = [
  ...FIELDS,
  ...[...SECTIONS, ...OPTIONS, ...TARGET_KEYS.map((key) => `target.${key}`)].map((path) => ({ path })),
];

/** Keys of the file that are not arguments, with the reason. */
const NO_ARGUMENTS: Record<string, string> = {
  apiVersion: "is written by this component",
  kind: "is written by this component",
  metadata: "is not part of the file, and kube-proxy ignores it",
  portRange: "is no longer used by kube-proxy",
  resourceContainer: "was removed from kube-proxy",
  udpIdleTimeout: "was removed in Kubernetes 1.26",
  "conntrack.max": "was removed from kube-proxy; conntrack.maxPerCore replaces it",
  windowsRunAsService: "is for Windows nodes, which this component does not configure",
  winkernel: "is for Windows nodes, which this component does not configure",
};

/** Why a key of kube-proxy's file is not an argument. Undefined for a key that the file never had. */
export function whyNoArgument(path: string): string | undefined {
  return Object.hasOwn(NO_ARGUMENTS, path) ? NO_ARGUMENTS[path] : undefined;
}

/**
 * `did you mean …?` for an unknown key: the same name in another section, or else a similar name in the same section, or
 * else a similar name elsewhere. Of several sections it names those that this mode reads.
 */
export function meantPath(path: string, mode: KubeProxyMode | undefined): string | undefined {
  const key = lastName(path);
  const section = path.slice(0, -key.length);
  const siblings = PLACES.filter((place) => place.path === section + lastName(place.path));
  const places =
    placesNamed(key) ??
    placesNamed(nearest(key, siblings.map(lastNameOf)), siblings) ??
    nearestElsewhere(key);
  if (!places) return undefined;
  const effective = places.filter(
    ({ modes }) => mode === undefined || modes === undefined || modes.includes(mode),
  );
  const quoted = (effective.length > 0 ? effective : places).map((place) => `"${place.path}"`);
  return `did you mean ${quoted.join(" or ")}?`;
}

function nearestElsewhere(key: string): typeof PLACES | undefined {
  return placesNamed(nearest(key, PLACES.map(lastNameOf)));
}

function placesNamed(name: string | undefined, among = PLACES): typeof PLACES | undefined {
  const places = among.filter((place) => lastNameOf(place) === name);
  return places.length > 0 ? places : undefined;
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function lastNameOf({ path }: { path: string }): string {
  return lastName(path);
}
