import type { App } from "../program/apps.js";

/** Applies a program to the cluster, as `pulumi up` does. */
export interface Driver {
  readonly name: "pulumi" | "direct";
  /** Runs one `up`. Rejects with the tool's output when it fails. */
  up(apps: readonly App[]): Promise<void>;
  /** Runs one `up` and kills it after so many writes. Returns whether it reached them. */
  upKilled(apps: readonly App[], writes: number): Promise<boolean>;
  /** Removes everything. */
  destroy(): Promise<void>;
}
