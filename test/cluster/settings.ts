/** The settings of a run on any cluster. Passed as JSON to the process that runs it. */
export interface RunSettings {
  /** The folder for logs, sockets and the cluster's data. Removed after the run. */
  readonly state: string;
  readonly driver: "pulumi" | "direct";
  /** Whether the direct driver waits as the provider does when the API server's cache is stale. */
  readonly staleReads: boolean;
  /** Rounds of the release walk in each mode. */
  readonly rounds: number;
  /** Connections per second to each app. */
  readonly rate: number;
  /** Comma-separated texts. Runs only the scenarios whose name contains one of them. */
  readonly only?: string;
  /** File that the result is written to as JSON. */
  readonly out: string;
  /** File that the result is also written to as Markdown. */
  readonly docs?: string;
  /** The command that makes this result. */
  readonly command: string;
}

/** A run on a cluster of its own. */
export interface Settings extends RunSettings {
  readonly modes: readonly ProxyMode[];
  /** The number of nodes, each in a network namespace of its own. */
  readonly nodes: number;
  /** Every scenario in every mode. */
  readonly long: boolean;
  /** Runs no scenario, and keeps the cluster until the run is ended. */
  readonly serve: boolean;
}

/** A run on an existing cluster. */
export interface ForeignSettings extends RunSettings {
  readonly kubeconfig: string;
  /** Created for the run, and removed after it. */
  readonly namespace: string;
  /** The address at which NodePorts answer. */
  readonly address: string;
  /** The images of the two versions. Default: those that the test's own cluster imitates. */
  readonly images?: readonly [string, string];
}

/** A mode of kube-proxy; ipvs with its scheduler. */
export type ProxyMode = "iptables" | "nftables" | `ipvs-${string}`;

/** Whether kube-proxy runs in the guest in this mode. */
export function isGuests(mode: ProxyMode): boolean {
  return mode.startsWith("ipvs");
}

/** The exit code of options that have no meaning. */
export const WRONG_USE = 2;

/** The exit code of a run that could not start: it checked nothing. */
export const UNABLE = 77;
