import type { App } from "../program/apps.js";

/** Brings a program into the cluster, as `pulumi up` does. */
export interface Driver {
  readonly name: string;
  /** One `up`. Rejects with what the tool said when it fails. */
  up(apps: readonly App[]): Promise<void>;
  /** One `up` that is killed after some of its writes, without a chance to tidy up; tells whether it got so far. */
  upKilled(apps: readonly App[], writes: number): Promise<boolean>;
  /** Removes everything. */
  destroy(): Promise<void>;
}
