/** What a release is going to do, before it begins. `--json` prints it unchanged. Times are in seconds. */
export interface ReleasePlan {
  readonly component: string;
  readonly kind: "canary" | "blueGreen";
  /** Absent for a plan without a stack. */
  readonly stack?: string | undefined;
  /** The version that serves now. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly traffic: PlannedTraffic;
  readonly steps: readonly PlannedStep[];
  /** From the first step on. */
  readonly deadline: number;
  /** How many times as bad the version of the harm forecast is. */
  readonly harmTimes: number;
  /** What the plan does not reach, and what to do about it, in sentences. */
  readonly warnings: readonly string[];
}

/** The traffic that the forecasts assume. */
export interface PlannedTraffic {
  /** Of both sides together. */
  readonly requestsPerSecond: number;
  /** Bad requests of the stable side, as a fraction from 0 to 1. */
  readonly errorRate: number;
  /** `measured` in the present cluster, or `assumed` from options. */
  readonly source: "measured" | "assumed";
}

export interface PlannedStep {
  /** `2 %`, `flip`, `bake`. */
  readonly title: string;
  /** Percent of new connections that the config asks for. */
  readonly weight: number;
  /** Percent that its pods give. Absent where it is not known before. */
  readonly achieved?: number | undefined;
  readonly pods?: { readonly stable: number; readonly canary: number } | undefined;
  /** The most pods at once on the way to this step. */
  readonly peakPods?: number | undefined;
  /** Seconds that the step lasts at least. */
  readonly atLeast: number;
  readonly approve: boolean;
  /** Until a healthy version passes. Absent where there is nothing to judge, or to compare with any more. */
  readonly verdict?: VerdictForecast | undefined;
  /** Until a version that is `harmTimes` as bad in this step is rolled back. */
  readonly harm?: HarmForecast | undefined;
}

export interface VerdictForecast {
  /** The indicator that takes longest. */
  readonly indicator: string;
  /** Requests of both sides. */
  readonly requests: Spread;
  readonly seconds: Spread;
}

export interface HarmForecast {
  /** Requests that the bad version gets. */
  readonly canaryRequests: Spread;
  /** Bad answers of it. */
  readonly badAnswers: Spread;
}

/** A forecast, over many simulated releases. Undefined is more than the simulation follows. */
export interface Spread {
  /** At most this in half of the releases. */
  readonly median: number | undefined;
  /** At most this in 19 of 20. */
  readonly p95: number | undefined;
}
