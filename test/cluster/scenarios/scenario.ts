import type { Listener } from "../boot/gateway/objects.js";
import type { Cluster } from "../cluster/api.js";
import type { LoadMode } from "../load/load.js";
import type { App } from "../program/apps.js";

/** One change of one app, and its expected result. */
export interface Change {
  readonly title: string;
  readonly app: App;
  /** Per cent of the connections that each version gets once the change is done. */
  readonly share: Readonly<Record<string, number>>;
  /** Ready endpoints that its Service has at every moment, at least. */
  readonly fewest: number;
  /** True where kube-proxy itself may lose connections meanwhile: they are counted apart. Clients that come afterwards must lose nothing. */
  readonly gap?: boolean;
  /** True for an `up` that changes nothing, whose time a change is compared with. */
  readonly idle?: boolean;
}

/** Changes that one `up` makes together. Apps that are not named stay as they are. */
export interface Step {
  readonly changes: readonly Change[];
  /**
   * What becomes of the `up`: it succeeds (the default), it must fail, it may fail and is run again then, or it is killed
   * after so many writes and run again.
   */
  readonly up?: "succeeds" | "fails" | "may fail" | { readonly killedAfter: number };
  /** What happens while the `up` runs. The step ends when both have ended. */
  readonly during?: During;
  /** What an `up` that must fail explains, if the Pulumi CLI runs it. */
  readonly explains?: RegExp;
  /** Changes the cluster instead of an `up`. */
  readonly instead?: (hand: Hand) => Promise<void>;
  /** Apps without clients of their own that change with it. */
  readonly beside?: readonly App[];
  /** Runs after the `up`. Returns what is wrong. */
  readonly after?: (hand: Hand) => Promise<readonly string[]>;
}

/** What happens in the middle of an `up`. */
export interface During {
  /** The number of writes of the `up` after which it begins, at once. */
  readonly after: number;
  readonly happens: (hand: Hand) => Promise<void>;
}

/** What a person or an accident does to the cluster. */
export interface Hand {
  /** Deletes one pod that serves this image, and waits until as many pods as before are ready. */
  deletePod(service: string, image: string): Promise<void>;
  /** Deletes pods of Deployments, by name, for which no node has room then. Waits until the Deployments count them no more. */
  losePods(counts: Readonly<Record<string, number>>): Promise<void>;
  /** Makes room again, and waits until these Deployments are ready. */
  makeRoom(deployments: readonly string[]): Promise<void>;
  readonly cluster: Cluster;
}

/** What a scenario is called. */
export interface Named {
  readonly name: string;
  /** What it shows. */
  readonly shows: string;
}

/** Apps under load, and what changes them. The catalog has its name. */
export interface Scenario {
  /** What somebody made before there was a program. */
  readonly before?: (hand: Hand) => Promise<void>;
  /** Undoes what `before` has done. */
  readonly end?: () => Promise<void>;
  /** The apps at the beginning; no load yet. */
  readonly first: readonly App[];
  /** The ports of the gateway through which clients reach the apps of these names. All others are called by their Service. */
  readonly listeners?: readonly Listener[];
  /** How clients reach the other apps. Default: by the cluster IP of each Service, from inside the cluster. */
  readonly through?: "node ports";
  /** The Services under load. Default: those of the first apps. */
  readonly services?: readonly string[];
  readonly steps: readonly Step[];
  /** More steps, which depend on the number of writes of each `up` so far. */
  readonly more?: (writes: readonly number[]) => readonly Step[];
  /** True for a control: it must lose connections, or the test could not see a loss. */
  readonly loses?: boolean;
  /** The nodes through which it must lose connections. Through all others it must lose none. */
  readonly losesThrough?: readonly string[];
  /** Default `connect`: a new connection each, or what suits the protocol of the listener. */
  readonly load?: LoadMode;
  /** Seconds after an `up` from which the share must be the planned one. Default 1.5. */
  readonly settle?: number;
  /** Connections per second to each app, where the scenario depends on it. Default: those of the run. */
  readonly rate?: number;
}
