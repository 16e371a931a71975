import { KubeProxyConfig, type KubeProxyMode } from "../../../src/index.js";
import { FIELDS, type Field } from "../../../src/kubeproxy/schema/fields.js";
import { LAYOUTS } from "../../../src/kubeproxy/schema/layouts.js";
import { SCHEDULERS } from "../../../src/kubeproxy/schema/schedulers.js";
import { allowedIn } from "../../../src/kubeproxy/schema/valueTypes.js";
import { planStack } from "../../../src/testing/index.js";
import { fieldComments, firstSentence } from "./docComments.js";
import { code, table } from "./markdown.js";

/** Every field of kube-proxy's configuration file. */
export function fieldTable(): string {
  const comments = fieldComments();
  const rows = FIELDS.map((field: Field) => [
    code(field.path),
    firstSentence(comments.get(field.path)?.text ?? ""),
    allowedIn(field),
    field.default,
    field.modes?.join(", ") ?? "all",
    field.since ?? "1.17 or earlier",
  ]);
  return table(["field", "meaning", "allowed", "default", "read in mode", "since"], rows);
}

/** Every IPVS scheduler, and whether `KubeProxyConfig` accepts it. */
export function schedulerTable(): string {
  const accepted = {
    safe: "accepted",
    note: "accepted, with a note",
    caution: "accepted, with a warning",
    unsafe: "refused without `allowUnsafeScheduler`",
  };
  const rows = Object.entries(SCHEDULERS).map(([name, { does, verdict, effect }]) => [
    code(name),
    does,
    effect,
    accepted[verdict],
  ]);
  return table(["scheduler", "chooses", "under kube-proxy it", "`KubeProxyConfig`"], rows);
}

/** Where each installer keeps the configuration. */
export function targetTable(): string {
  const layouts = Object.entries(LAYOUTS);
  const places = new Map<string, string[]>();
  for (const [name, { namespace, configMapName, configMapKey, daemonSetName }] of layouts) {
    const place = [`${namespace}/${configMapName}`, configMapKey, daemonSetName].map(code).join(" | ");
    places.set(place, [...(places.get(place) ?? []), code(`"${name}"`)]);
  }
  const rows = [...places].map(([place, names]) => [names.join(", "), ...place.split(" | ")]);
  return table(["`target`", "ConfigMap", "key", "DaemonSet"], rows);
}

/** What each version of kube-proxy makes of each mode: asked of the component, version by version. */
export async function versionTable(): Promise<string> {
  const modes: KubeProxyMode[] = ["iptables", "ipvs", "nftables"];
  const rows = await Promise.all(modes.map(async (mode) => [code(mode), await spans(mode)]));
  return table(["mode", "versions of kube-proxy"], rows);
}

const OLDEST = 24;
const NEWEST = 46;
const GATES = { ipvs: "KubeProxyIPVS", nftables: "NFTablesProxyMode", iptables: undefined };

async function spans(mode: KubeProxyMode): Promise<string> {
  const found: { from: number; outcome: string }[] = [];
  for (let minor = OLDEST; minor <= NEWEST; minor++) {
    const outcome = await outcomeOf(mode, minor);
    if (found.at(-1)?.outcome !== outcome) found.push({ from: minor, outcome });
  }
  return found
    .map(({ from, outcome }, index) => {
      const next = found[index + 1];
      if (!next) return from === OLDEST ? `every version: ${outcome}` : `from 1.${from}: ${outcome}`;
      const first = from === OLDEST ? "up to " : `1.${from} to `;
      return `${next.from - 1 === from ? "" : first}1.${next.from - 1}: ${outcome}`;
    })
    .join("\n");
}

async function outcomeOf(mode: KubeProxyMode, minor: number): Promise<string> {
  const plain = await verdict(mode, minor, undefined);
  const gate = GATES[mode];
  if (plain !== "refused" || gate === undefined) return plain;
  return (await verdict(mode, minor, gate)) === "refused"
    ? plain
    : `only with \`featureGates.${gate}: true\``;
}

async function verdict(mode: KubeProxyMode, minor: number, gate: string | undefined): Promise<string> {
  const daemonSet = {
    image: `registry.invalid/kube-proxy:v1.${minor}.0`,
    apiServer: "https://10.0.0.1:6443",
  };
  const featureGates = gate === undefined ? undefined : { [gate]: true };
  const args = { mode, manage: "create", clusterCIDR: "10.244.0.0/16", daemonSet, featureGates } as const;
  try {
    const plan = await planStack({}, () => void new KubeProxyConfig("kube-proxy", args));
    const deprecated = plan.warnings.some(({ text }) => text.includes("deprecated"));
    return deprecated ? "accepted, with a warning" : "accepted";
  } catch {
    return "refused";
  }
}
