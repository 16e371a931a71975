import type { Window } from "../judgement/counts.js";
import type { PodsReading } from "../judgement/pods.js";
import type { CheckSpec, EvidenceSpec } from "../spec/spec.js";

export type { PodsReading, SidePods } from "../judgement/pods.js";

// What the driver reads and writes. Tests give it an in-memory stack and a simulated cluster.

/** The stack: its config, its history, and `up`. */
export interface Stack {
  /** Name of the stack. */
  readonly name: string;
  /** Reads everything that decisions depend on. */
  read(): Promise<StackState>;
  /**
   * Writes the changes into the stack's config, and runs `up` with exactly that config, whatever another process writes in
   * the meantime. Resolves when `up` has succeeded. Rejects with an UpFailed otherwise; after a `conflict` the config is as
   * it was before. `stopped` asks for its end, as Ctrl-C does: the config then keeps the changes, so that the next run
   * takes the same update to its end.
   */
  up(changes: ConfigChanges, message: string, stopped: AbortSignal): Promise<void>;
  /** Runs the program without applying anything, with other config values. Undefined where that is not possible. */
  plan?(changes: ConfigChanges): Promise<Component | undefined>;
}

/** New values of config keys; undefined removes a key. */
export type ConfigChanges = Readonly<Record<string, string | undefined>>;

/** A stack at one moment. */
export interface StackState {
  /** The values in the stack's config file now; a key that is not there is absent. Secrets are absent. */
  readonly config: Readonly<Record<string, string>>;
  /** The updates that changed or could have changed something, the newest first. Previews are not among them. */
  readonly updates: readonly Update[];
  /** The component as the last update registered it. Undefined before the first one. */
  readonly component: Component | undefined;
  /** Whether another update runs at this moment, as far as a read shows it. */
  readonly busy: boolean;
  /** Whether the last update was killed, so that operations of it may be half done. */
  readonly interrupted: boolean;
}

/** One entry of the stack's history. */
export interface Update {
  /**
   * Rises with each update. Pulumi Cloud counts from 1. Other backends do not count; there it is the start, in seconds since
   * 1970.
   */
  readonly version: number;
  readonly succeeded: boolean;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** Milliseconds since 1970. */
  readonly ended: number;
  /** The config that it ran with; secrets are absent. */
  readonly config: Readonly<Record<string, string>>;
  /** Whether it created, changed or deleted anything. */
  readonly changed: boolean;
}

/** The component of a release, as a program registers it. */
export interface Component {
  readonly kind: "canary" | "blueGreen";
  readonly name: string;
  /** Undefined for that of the kubeconfig's context. */
  readonly namespace: string | undefined;
  readonly sides: Sides;
  /** All colors of a BlueGreenService, the active one first. Default: both sides. */
  readonly colors?: readonly Side[];
  /** Absent for a BlueGreenService. */
  readonly share?: {
    readonly weight: number;
    /** In percent. */
    readonly achieved: number;
    readonly peakPods: number;
  };
  /** Whether the new side has pods while it has no traffic. */
  readonly runsWithoutTraffic: boolean;
}

/** Both sides of a release. In a blue-green release, the canary is the color to release. */
export interface Sides {
  readonly stable: Side;
  /** Undefined when there is no new version. */
  readonly canary: Side | undefined;
}

/** One side. */
export interface Side {
  /** The value of its label, and `$side` in queries: `stable`, `canary`, or a color. */
  readonly name: string;
  /** `$version` in queries. */
  readonly version: string;
  /** Pods that it should have. */
  readonly pods: number;
  /** Labels that select its pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Why `up` did not succeed. */
export class UpFailed extends Error {
  /**
   * - `conflict`: another update holds the stack.
   * - `stopped`: it was asked to end.
   * - `failed`: everything else.
   */
  readonly reason: "conflict" | "stopped" | "failed";

  constructor(reason: UpFailed["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UpFailed";
    this.reason = reason;
  }
}

/** The evidence of all indicators. */
export interface Evidence {
  /** One reading for each indicator of the spec, in its order. Never rejects: what cannot be read is a `problem`. */
  read(question: EvidenceQuestion): Promise<readonly IndicatorReading[]>;
  /** Ends what runs between readings, such as probes. Absent where nothing does. */
  close?(): Promise<void>;
}

/** What evidence is asked for. */
export interface EvidenceQuestion {
  readonly spec: EvidenceSpec;
  /** The steps in which counting goes on or went on, the oldest first. */
  readonly periods: readonly Period[];
  readonly stable: Side;
  readonly canary: Side;
}

/** The time of one step in which events count. */
export interface Period {
  /** Number of the step, from 0. */
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** The end of the step, or now. */
  readonly until: number;
}

/** What one indicator counted. */
export interface IndicatorReading {
  readonly name: string;
  /** In the order of time. A window is complete: a later reading shows the same numbers. */
  readonly windows: readonly StepWindow[];
  /** Why it cannot be read, and what to do. The windows are then those that can be. */
  readonly problem?: string | undefined;
}

/** A window, and when it was. */
export interface StepWindow extends Window {
  /** Number of the step, from 0. */
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The pods of both sides. */
export interface Pods {
  /** Never rejects: what cannot be read is a `problem`. */
  read(question: PodsQuestion): Promise<PodsReading>;
}

/** Which pods are asked for, and since when they count. */
export interface PodsQuestion {
  readonly namespace: string | undefined;
  readonly stable: Side;
  readonly canary: Side;
  /** The start of the release, in milliseconds since 1970. */
  readonly since: number;
}

/** The checks of a release. */
export interface Checks {
  /** Never rejects: a check that cannot run has not passed. */
  run(check: CheckSpec, stopped: AbortSignal): Promise<CheckResult>;
}

/** How a check came out. */
export interface CheckResult {
  readonly passed: boolean;
  /** What was checked, and what came out. */
  readonly text: string;
}

/** The time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after the time, or when stopped. */
  sleep(milliseconds: number, stopped: AbortSignal): Promise<void>;
}

/** Everything outside of the driver. */
export interface Ports {
  readonly stack: Stack;
  readonly evidence: Evidence;
  readonly pods: Pods;
  readonly checks: Checks;
  readonly clock: Clock;
}
