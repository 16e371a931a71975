import { parseArgs } from "node:util";
import { entriesIn, foreignEntries, skippedOf, type Wish } from "./catalog/plan.js";
import { wrongOnly } from "./catalog/wanted.js";
import { type ProxyMode, UNABLE, WRONG_USE } from "./settings.js";

export const HELP = `Releases apps on a real Kubernetes, under load, and counts every connection. Some ten minutes, and some six
more the first time, to build Kubernetes.

  --list                      prints all scenarios: what each shows and needs, and how long it takes
  --modes nftables,iptables   modes of kube-proxy, one after the other; also ipvs-rr, ipvs-lc,
                              ipvs-sh, … in a kernel in user mode, which needs an idle machine: flips, a change of the
                              scheduler, and how each scheduler spreads connections
  --nodes N                   nodes of the cluster, 1 to 3 (default 1). Each has a network namespace of its own, and every
                              load comes from clients behind each of them
  --driver pulumi|direct      the Pulumi CLI (default where one is on PATH), or the plan applied without it
  --stale-reads               the direct driver waits as the provider does on a busy API server: not at all for a
                              Deployment that was rolled out before its change
  --rounds N                  rounds of the release walk in each mode (default 1, long 2)
  --long                      every scenario in every mode: 1 000 000 connections and more than 100 changes
  --rate N                    connections a second to each app (default 150, long 300)
  --only TEXT,…               only scenarios whose name contains one of them, or whose group has it as its name
  --out FILE                  where the result goes as JSON (default rendered/cluster.json)
  --docs FILE                 also write the result as Markdown, and its plot beside it
  --add FILE,…                JSON results of earlier runs, whose releases by the driver the Markdown shows too
  --keep-logs FOLDER          where the logs of the cluster's parts go (default nowhere)
  --serve                     boot the cluster with kube-proxy in the first of the modes, say how to reach it, and keep it
                              until Ctrl-C

On a cluster that is there, in place of one of its own: no root, and of Go only the load generator. The releases and the
broken images run in a namespace pulumi-kubernetes-traffic-… that is made for the run and removed with it, also after
Ctrl-C; nothing else there is changed. This machine sends the load to a NodePort of each app.

  --kubeconfig FILE           the cluster of its current context
  --foreign                   the same with the file that KUBECONFIG names. KUBECONFIG alone does nothing: many shells
                              have it set, to a cluster that is not there to be tried
  --address HOST              where NodePorts answer (default: the InternalIP of the first node)
  --images V1,V2              what the two versions run: they answer on port 80, as user 0, with a text that contains V1,
                              and one that contains vNext (default janakiramm/myapp:v1,janakiramm/myapp:v2)
  --rate N                    connections a second to each of the four apps (default 50, at most 450)
  and --driver, --stale-reads, --rounds, --only, --out as above

Ends with 0 when all is as it must be, 1 when something is not, ${WRONG_USE} when an option is wrong, ${UNABLE} when this machine cannot
run it.
`;

/** More new connections a second from one address lose some by themselves. */
const MOST = 450;

/** Options that are about the test's own cluster, or about all that it shows there. */
const OWN = ["modes", "nodes", "long", "docs", "add", "keep-logs", "serve"] as const;
/** Options that are about a cluster that is there. */
const FOREIGN = ["address", "images"] as const;

export type Options = ReturnType<typeof values> & {
  /** The cluster that is there. */
  readonly kubeconfig?: string;
};

function values(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      modes: { type: "string" },
      nodes: { type: "string" },
      driver: { type: "string" },
      "stale-reads": { type: "boolean" },
      rounds: { type: "string" },
      long: { type: "boolean" },
      rate: { type: "string" },
      only: { type: "string" },
      list: { type: "boolean" },
      out: { type: "string" },
      docs: { type: "string" },
      add: { type: "string" },
      "keep-logs": { type: "string" },
      serve: { type: "boolean" },
      kubeconfig: { type: "string" },
      foreign: { type: "boolean" },
      address: { type: "string" },
      images: { type: "string" },
      help: { type: "boolean" },
    },
  }).values;
}

/** Options that have no meaning. */
export class WrongUse extends Error {}

/** Reads the options; throws with all that is wrong with them. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const given = values(args);
  const kubeconfig = given.kubeconfig ?? (given.foreign ? env.KUBECONFIG : undefined);
  const foreign = given.foreign || kubeconfig !== undefined;
  const wrong: string[] = [];
  if (given.foreign && !kubeconfig)
    wrong.push("--foreign: KUBECONFIG is not set; or name a file with --kubeconfig");
  if (given.kubeconfig === "") wrong.push("--kubeconfig names no file");
  if (given.kubeconfig === undefined && kubeconfig?.includes(":"))
    wrong.push("KUBECONFIG names several files; name one with --kubeconfig");
  for (const name of foreign ? OWN : FOREIGN) {
    if (given[name] === undefined) continue;
    wrong.push(foreign ? `--${name} is about a cluster of the test's own` : `--${name} needs --kubeconfig`);
  }
  if (given.driver !== undefined && !["pulumi", "direct"].includes(given.driver))
    wrong.push(`--driver: ${given.driver} is neither pulumi nor direct`);
  if (given.nodes !== undefined && !["1", "2", "3"].includes(given.nodes))
    wrong.push(`--nodes: ${given.nodes} is not 1, 2 or 3`);
  if (given.images !== undefined && imagesOf(given.images) === undefined)
    wrong.push(`--images: ${given.images} is not two images with a comma between`);
  for (const name of ["rate", "rounds"] as const) {
    const most = foreign && name === "rate" ? MOST : Number.POSITIVE_INFINITY;
    const number = Number(given[name] ?? 1);
    if (!(number >= 1 && number <= most))
      wrong.push(`--${name}: ${given[name]} is not a number from 1${most === MOST ? ` to ${most}` : " on"}`);
  }
  wrong.push(...wrongScenarios(given, foreign));
  if (wrong.length > 0) throw new WrongUse(wrong.join("\n"));
  return { ...given, kubeconfig };
}

/** What is wrong with `--only`: names that no scenario has, or only scenarios that this run cannot take. */
function wrongScenarios(options: ReturnType<typeof values>, foreign: boolean): string[] {
  const { only } = options;
  if (only === undefined) return [];
  const unknown = wrongOnly(only);
  if (unknown.length > 0) return unknown;
  if (foreign) {
    const names = foreignEntries(undefined).map(({ name }) => name);
    return foreignEntries(only).length > 0
      ? []
      : [`--only: on a cluster that is there, only ${names.join(" and ")} run, not ${only}`];
  }
  const wish = wishOf(options);
  const isPossible = wish.modes.some((mode) => entriesIn(mode, wish).length > 0);
  return isPossible ? [] : skippedOf(wish).map(({ scenario, why }) => `--only: ${scenario} ${why}`);
}

/** The scenarios that a run on a cluster of its own is asked for. */
export function wishOf(options: Pick<Options, "modes" | "nodes" | "only" | "long">): Wish {
  return {
    modes: modesOf(options),
    nodes: nodesOf(options),
    only: options.only,
    long: options.long ?? false,
  };
}

/** The modes of kube-proxy, one after the other. */
export function modesOf({ modes = "nftables,iptables" }: Pick<Options, "modes">): ProxyMode[] {
  return modes.split(",") as ProxyMode[];
}

/** The number of nodes. */
export function nodesOf({ nodes = "1" }: Pick<Options, "nodes">): number {
  return Number(nodes);
}

/** Two images with a comma between. */
export function imagesOf(text: string): readonly [string, string] | undefined {
  const [first, second, ...others] = text.split(",");
  return first && second && others.length === 0 ? [first, second] : undefined;
}
