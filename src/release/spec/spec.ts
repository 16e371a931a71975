/** A checked `release.yaml`, with every default filled in. Times are in seconds, rates are fractions from 0 to 1. */
export interface ReleaseSpec {
  /** Name of a CanaryDeployment or BlueGreenService of the program. */
  readonly component: string;
  /** Its config keys and its steps. */
  readonly release: CanarySpec | BlueGreenSpec;
  /** In this order; the first one that fails sends the release back. Default: none. */
  readonly checks: readonly CheckSpec[];
  readonly evidence: EvidenceSpec;
  /** Seconds from the beginning of the first step on. Default: 7200. */
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
  /** Percent of new connections that the canary gets. Above 0, at most 100. */
  readonly weight: number;
  /** Seconds that the step lasts at least. Default: 0, and 120 for the last step. */
  readonly atLeast: number;
  /** Whether a person must agree before the step begins. Default: false. */
  readonly approve: boolean;
}

/** The release of a BlueGreenService. */
export interface BlueGreenSpec {
  readonly kind: "blueGreen";
  /** Keys of the stack's config that the driver may write. */
  readonly config: { readonly color: string; readonly standby?: string | undefined };
  /** The color to release. Default: the other one of two, or the one that the stack previews. */
  readonly to?: string | undefined;
  /** In the order preview, flip, bake, retire. Only flip is required. */
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
      /** Seconds of each request. Default: 10. */
      readonly timeout: number;
    }
  | {
      readonly check: "job";
      /** Path of a manifest, from the project's folder. */
      readonly file: string;
      /** Seconds. Default: 300. */
      readonly timeout: number;
    }
  | {
      readonly check: "command";
      /** For the shell, in the project's folder. Exit code 0 passes. */
      readonly command: string;
      /** Seconds. Default: 60. */
      readonly timeout: number;
    };

/** What a release is judged by. */
export interface EvidenceSpec {
  /** The server of indicators with the sources `counters` and `histogram`. Required for these. */
  readonly prometheus?: { readonly url: string } | undefined;
  /** All of them must pass before a step ends. Default: none. */
  readonly indicators: readonly IndicatorSpec[];
  /** Whether the pods themselves count. Default: true. */
  readonly pods: boolean;
  /** Highest probability of a rollback of a version that is no worse, in the whole release. All indicators share it. Default: 0.01. */
  readonly falseAlarm: number;
  /** Highest probability that a step passes although the version is `worseThan` times as bad, for each indicator. Default: 0.05. */
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
  /** How many times as bad as the stable side is a failure. Above 1, at most 100. Default: 2. */
  readonly worseThan: number;
  /**
   * The canary fails when its own rate is proven to be above, whatever the stable side does. Above 0, below 1. Default: none.
   *
   * At weight 100 and after a flip, no stable side is left to compare with. There the canary also passes when its rate is
   * proven to be below. Without a ceiling, it fails there above twice `worseThan` times what the stable side did before, but
   * not below 0.1.
   */
  readonly ceiling?: number | undefined;
  /**
   * The canary also passes when its own rate is proven to be below, because too few errors happen to compare them. From 0,
   * which turns it off, to less than `ceiling`. Default: 0.005.
   *
   * At weight 100 and after a flip, the canary passes below the highest of three limits: this one, the ceiling, and the rate
   * that is surely less than `worseThan` times what the stable side did before.
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
      /** Probes of each side. Above 0, at most 100. Default: 5. */
      readonly perSecond: number;
      /** Seconds. Default: 2. */
      readonly timeout: number;
    }
  | {
      readonly source: "command";
      readonly command: string;
      /** Seconds. Default: 10. */
      readonly timeout: number;
      /** Seconds that each run of the command counts. Default: 60, or the evidence's window if that is longer. */
      readonly window: number;
      /** Seconds after a window until the command runs, because data arrive late. Default: 60. */
      readonly lag: number;
    };
