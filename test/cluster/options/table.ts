/** An option of the command. */
export interface Option {
  /** What its value is called in the help. Without one it takes none. */
  readonly value?: string;
  readonly text: string;
  /** Where it has a meaning: on a cluster of the test's own, or on one that is there. Default: on both. */
  readonly on?: "own" | "foreign";
}

/** The options in the order of the help. An empty line is before each group. */
export const GROUPS = {
  "": {
    list: { text: "print all scenarios: what each shows and needs, and how long it takes" },
    help: { text: "print this" },
  },
  "What runs": {
    only: {
      value: "TEXT,…",
      text: "only scenarios whose name contains one of the texts, or whose group has it as its name",
    },
    long: {
      on: "own",
      text: "every scenario in every mode: 1 000 000 connections and more than 100 changes",
    },
    modes: {
      ...{ value: "MODE,…", on: "own" },
      text: "modes of kube-proxy, one after the other (default nftables,iptables); also ipvs-rr, ipvs-lc, ipvs-sh, … in a kernel in user mode, which needs an idle machine",
    },
    nodes: {
      ...{ value: "N", on: "own" },
      text: "nodes of the cluster, 1 to 3 (default 1). Each has a network namespace of its own, and every load comes from clients behind each of them",
    },
    rounds: { value: "N", text: "rounds of the release walk in each mode (default 1, long 2)" },
    rate: {
      value: "N",
      text: "connections a second to each app (default 150, long 300; with --kubeconfig 50, at most 450)",
    },
  },
  "How updates run": {
    driver: {
      value: "NAME",
      text: "pulumi: the Pulumi CLI (default where one is on PATH); direct: the plan is applied without it",
    },
    "stale-reads": {
      text: "the direct driver waits as the provider does on a busy API server: not at all for a Deployment that was rolled out before its change",
    },
  },
  Results: {
    out: { value: "FILE", text: "where the result goes as JSON (default rendered/cluster.json)" },
    docs: { ...{ value: "FILE", on: "own" }, text: "also write it as Markdown, with plots next to it" },
    "keep-logs": {
      ...{ value: "FOLDER", on: "own" },
      text: "where the logs of the cluster's parts go (default: next to the JSON if something fails, else nowhere)",
    },
    "sum-up": {
      value: "FILE",
      text: "run nothing, and write this Markdown about the results that are named after it: all runs on one page, and a page for each next to it",
    },
  },
  "Other uses": {
    serve: {
      on: "own",
      text: "boot the cluster with kube-proxy in the first of the modes, print how to reach it, and keep it until Ctrl-C",
    },
    kubeconfig: {
      value: "FILE",
      text: "run on the cluster of its current context, in place of one of the test's own: no root, and of Go only the load generator. The scenarios run in a namespace that is made for the run and removed with it, also after Ctrl-C; nothing else there is changed. This machine sends the load to a NodePort of each app",
    },
    foreign: {
      text: "the same with the file that KUBECONFIG names. KUBECONFIG alone does nothing: many shells have it set, to a cluster that is not there to be tried",
    },
    address: {
      ...{ value: "HOST", on: "foreign" },
      text: "where NodePorts answer (default: the InternalIP of the first node)",
    },
    images: {
      ...{ value: "V1,V2", on: "foreign" },
      text: "what the two versions run: they answer on port 80, as user 0, with a text that contains V1, and one that contains vNext (default janakiramm/myapp:v1,janakiramm/myapp:v2)",
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Option>>>>;

type Tables = typeof GROUPS;
type All = Tables[""] &
  Tables["What runs"] &
  Tables["How updates run"] &
  Tables["Results"] &
  Tables["Other uses"];

export type Name = keyof All;

export const OPTIONS: Readonly<Record<Name, Option>> = Object.assign({}, ...Object.values(GROUPS));

/** The options of a command line. */
export type Given = {
  readonly [Each in Name]?: All[Each] extends { readonly value: string } ? string : boolean;
};
