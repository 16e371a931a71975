/** What one run is asked to do, on whatever cluster. Passed as JSON to the part that does it. */
export interface RunSettings {
  /** Where everything that goes away with the run is kept: logs, sockets, the cluster's data. */
  readonly state: string;
  readonly driver: "pulumi" | "direct";
  /** The direct driver waits as the provider does when the API server answers it from an old cache. */
  readonly staleReads: boolean;
  /** Rounds of the release walk in each mode. */
  readonly rounds: number;
  /** Connections a second to each app. */
  readonly rate: number;
  /** Only the scenarios whose name contains one of these, with commas between. */
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
  /** Every scenario in every mode. */
  readonly long: boolean;
  /** No scenario: the cluster is there for others until the run is ended. */
  readonly serve: boolean;
}

/** A run on a cluster that was there before. */
export interface ForeignSettings extends RunSettings {
  readonly kubeconfig: string;
  /** Made by the run, and removed with it. */
  readonly namespace: string;
  /** Where NodePorts answer. */
  readonly address: string;
  /** Of the two versions. Default: those that the test's own cluster has a likeness of. */
  readonly images?: readonly [string, string];
}

/** A mode of kube-proxy; ipvs with its scheduler. */
export type ProxyMode = "iptables" | "nftables" | `ipvs-${string}`;

/** The exit code of a run that could not take place: no assertion was looked at. */
export const UNABLE = 77;
