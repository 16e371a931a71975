/** A checked `release.yaml`, with every default filled in. Times are in seconds, rates are fractions from 0 to 1. */
export interface ReleaseSpec {
  /** Name of a CanaryDeployment or BlueGreenService of the program. */
  readonly component: string;
  readonly release: CanarySpec | BlueGreenSpec;
  readonly checks: readonly CheckSpec[];
  readonly evidence: EvidenceSpec;
  /** From the first step on. Default: two hours. */
  readonly deadline: number;
  /** What happens at the deadline when a verdict is still open. Default: `wait`. */
  readonly onUndecided: OnUndecided;
}

/** `wait` goes on, `hold` keeps the weight and ends the run, `rollback` goes back. None of them goes to the next step. */
export type OnUndecided = "wait" | "hold" | "rollback";

/** The release of a CanaryDeployment. */
export interface CanarySpec {
  readonly kind: "canary";
  /** Keys of the stack's config that the driver may write. */
  readonly config: { readonly weight: string; readonly stable: string; readonly canary: string };
  /** Weights that rise to 100. */
  readonly steps: readonly WeightStep[];
}

/** One weight. */
export interface WeightStep {
  readonly weight: number;
  /** Seconds that the step lasts at least. Default: 0, and 120 for the last step. */
  readonly atLeast: number;
  /** Whether a person must agree before the step begins. */
  readonly approve: boolean;
}

/** The release of a BlueGreenService. */
export interface BlueGreenSpec {
  readonly kind: "blueGreen";
  /** Keys of the stack's config that the driver may write. */
  readonly config: { readonly color: string; readonly standby?: string | undefined };
  /** The color to release. Default: the other one of two. */
  readonly to?: string | undefined;
  readonly steps: readonly ColorStep[];
}

/**
 * - `preview`: the new color runs, without traffic.
 * - `flip`: it gets all connections.
 * - `bake`: nothing changes, for at least so long.
 * - `retire`: the old color loses its pods.
 */
export type ColorStep =
  | { readonly step: "preview"; readonly replicas?: number | undefined; readonly approve: boolean }
  | { readonly step: "flip"; readonly approve: boolean }
  | { readonly step: "bake"; readonly atLeast: number; readonly approve: boolean }
  | { readonly step: "retire"; readonly approve: boolean };

/** One check before the first connection, or, where the side has no pods before, right after the first step. */
export type CheckSpec =
  | {
      readonly check: "http";
      readonly url: string;
      /** HTTP status. Default: 200. */
      readonly expect: number;
      /** Requests that must all succeed. Default: 1. */
      readonly times: number;
      /** Of each request. Default: 10. */
      readonly timeout: number;
    }
  | {
      readonly check: "job";
      /** Path of a manifest, from the project's folder. */
      readonly file: string;
      /** Default: 300. */
      readonly timeout: number;
    }
  | {
      readonly check: "command";
      readonly command: string;
      /** Default: 60. */
      readonly timeout: number;
    };

/** What a release is judged by. */
export interface EvidenceSpec {
  readonly prometheus?: { readonly url: string } | undefined;
  readonly indicators: readonly IndicatorSpec[];
  /** Whether the pods themselves count. Default: true. */
  readonly pods: boolean;
  /** Highest probability of a rollback of a version that is no worse. Default: 0.01. */
  readonly falseAlarm: number;
  /** Highest probability to go on with a version that is `worseThan` times as bad. Default: 0.05. */
  readonly miss: number;
  /** Seconds of a window, the unit of counting. Default: 15. */
  readonly window: number;
  /** Seconds after a step is ready that do not count, because pods that have just started are slow. Default: 30. */
  readonly warmUp: number;
  /** Seconds that evidence may be unreadable before a run ends with exit code 3. The weight stays. Default: 600. */
  readonly giveUpAfter: number;
}

/** How an indicator is judged. */
export interface IndicatorRule {
  /** How many times as bad as the stable side is a failure. Default: 2. */
  readonly worseThan: number;
  /** The canary fails when its own rate is proven to be above, whatever the stable side does. */
  readonly ceiling?: number | undefined;
  /**
   * The canary also passes when its own rate is proven to be below, because too few errors happen to compare them. 0 turns
   * it off. Default: 0.005.
   */
  readonly negligible: number;
}

/** A pair of counters for each side: bad events, and all of them. */
export type IndicatorSpec = IndicatorRule & { readonly name: string } & IndicatorSource;

/** Where the counts come from. In PromQL, `$side` is the side (`stable`, `canary`, or a color) and `$version` its version. */
export type IndicatorSource =
  | { readonly source: "counters"; readonly bad: string; readonly total: string }
  | { readonly source: "histogram"; readonly histogram: string; readonly slowerThan: number }
  | {
      readonly source: "probe";
      readonly protocol: "http" | "tcp";
      readonly canary: string;
      readonly stable: string;
      /** Default: 5. */
      readonly perSecond: number;
      /** Default: 2. */
      readonly timeout: number;
    }
  | {
      readonly source: "command";
      readonly command: string;
      /** Default: 10. */
      readonly timeout: number;
      /** Seconds that each run of the command counts. Default: 60, or the evidence's window if that is longer. */
      readonly window: number;
      /** Seconds after a window until the command runs, because data arrive late. Default: 60. */
      readonly lag: number;
    };
