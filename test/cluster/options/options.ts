import { existsSync } from "node:fs";
import { entriesIn, foreignEntries, skippedOf, type Wish } from "../catalog/plan.js";
import { wrongOnly } from "../catalog/wanted.js";
import type { ProxyMode } from "../settings.js";
import { readCommandLine } from "./read.js";
import { type Given, type Name, OPTIONS } from "./table.js";

/** More new connections a second from one address lose some by themselves. */
const MOST = 450;
/** The schedulers of ipvs that the guest's kernel has. */
const SCHEDULERS = ["rr", "lc", "sed", "nq", "sh", "dh"];
const MODES = ["nftables", "iptables", ...SCHEDULERS.map((name) => `ipvs-${name}`)];

/** The options, all of which have a meaning. */
export type Options = Given & {
  /** The results that are to be summed up. */
  readonly results: readonly string[];
};

/** Options that have no meaning. */
export class WrongUse extends Error {}

/** Reads the options; throws with all that is wrong with them. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { given, words, wrong } = readCommandLine(args);
  if (given.help || given.list) {
    if (wrong.length > 0) throw new WrongUse(wrong.join("\n"));
    return { ...given, results: [] };
  }
  const kubeconfig = given.kubeconfig ?? (given.foreign ? env.KUBECONFIG : undefined);
  const foreign = given.foreign || kubeconfig !== undefined;
  const all = [
    ...wrong,
    ...wrongWords(given, words),
    ...wrongKubeconfig(given, env),
    ...wrongPlaces(given, foreign),
    ...wrongValues(given, foreign),
    ...wrongScenarios(given, foreign),
  ];
  if (all.length > 0) throw new WrongUse(all.join("\n"));
  return { ...given, kubeconfig, results: words };
}

function wrongWords(given: Given, words: readonly string[]): string[] {
  if (given["sum-up"] === undefined)
    return words.map((word) => `"${word}" is no option; a text with spaces needs quotes: --only "two steps"`);
  if (words.length === 0) return ["--sum-up needs results: --sum-up FILE RESULT.json …"];
  return words.filter((file) => !existsSync(file)).map((file) => `--sum-up: there is no file ${file}`);
}

function wrongKubeconfig(given: Given, env: NodeJS.ProcessEnv): string[] {
  const file = given.kubeconfig ?? (given.foreign ? env.KUBECONFIG : undefined);
  if (given.foreign && !file) return ["--foreign: KUBECONFIG is not set; or name a file with --kubeconfig"];
  if (file === undefined) return [];
  if (given.kubeconfig === undefined && file.includes(":"))
    return ["KUBECONFIG names several files; name one with --kubeconfig"];
  return existsSync(file)
    ? []
    : [`${given.kubeconfig ? "--kubeconfig" : "KUBECONFIG"}: there is no file ${file}`];
}

/** Options that have no meaning on the cluster of the run. */
function wrongPlaces(given: Given, foreign: boolean): string[] {
  const names = (Object.keys(given) as Name[]).filter(
    (name) => OPTIONS[name].on === (foreign ? "own" : "foreign"),
  );
  return names.map((name) =>
    foreign ? `--${name} is about a cluster of the test's own` : `--${name} needs --kubeconfig`,
  );
}

function wrongValues(given: Given, foreign: boolean): string[] {
  const { driver, images, nodes } = given;
  const wrong: string[] = [];
  if (driver !== undefined && !["pulumi", "direct"].includes(driver))
    wrong.push(`--driver: ${driver} is neither pulumi nor direct`);
  for (const mode of modesOf(given))
    if (!MODES.includes(mode)) wrong.push(`--modes: "${mode}" is none of ${MODES.join(", ")}`);
  if (nodes !== undefined && !["1", "2", "3"].includes(nodes))
    wrong.push(`--nodes: ${nodes} is not 1, 2 or 3`);
  if (images !== undefined && imagesOf(images) === undefined)
    wrong.push(`--images: ${images} is not two images with a comma between`);
  for (const name of ["rate", "rounds"] as const) {
    const most = foreign && name === "rate" ? MOST : Number.POSITIVE_INFINITY;
    const number = Number(given[name] ?? 1);
    if (!(number >= 1 && number <= most))
      wrong.push(`--${name}: ${given[name]} is not a number from 1${most === MOST ? ` to ${most}` : " on"}`);
  }
  return wrong;
}

/** What is wrong with `--only`: texts that are in no name, or only scenarios that this run cannot take. */
function wrongScenarios(given: Given, foreign: boolean): string[] {
  const { only } = given;
  if (only === undefined) return [];
  const unknown = wrongOnly(only);
  if (unknown.length > 0) return unknown;
  if (foreign) {
    const names = foreignEntries(undefined).map(({ name }) => name);
    return foreignEntries(only).length > 0
      ? []
      : [`--only: on a cluster that is there, only ${names.join(" and ")} run, not ${only}`];
  }
  const wish = wishOf(given);
  const isPossible = wish.modes.some((mode) => entriesIn(mode, wish).length > 0);
  return isPossible ? [] : skippedOf(wish).map(({ scenario, why }) => `--only: ${scenario} ${why}`);
}

/** The scenarios that a run on a cluster of its own is asked for. */
export function wishOf(given: Given): Wish {
  const { nodes = "1", only, long = false } = given;
  return { modes: modesOf(given), nodes: Number(nodes), only, long };
}

/** The modes of kube-proxy, one after the other. */
function modesOf({ modes = "nftables,iptables" }: Given): ProxyMode[] {
  return modes.split(",") as ProxyMode[];
}

/** Two images with a comma between. */
export function imagesOf(text: string): readonly [string, string] | undefined {
  const [first, second, ...others] = text.split(",");
  return first && second && others.length === 0 ? [first, second] : undefined;
}
