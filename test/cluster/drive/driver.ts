import type { App } from "../program/apps.js";

/** Applies a program to the cluster, as `pulumi up` does. */
export interface Driver {
  readonly name: "pulumi" | "direct";
  /**
   * Runs one `up`. Calls `onWrite` after each write to the cluster with their number so far. Resolves with the number of
   * writes; rejects with the tool's output when it fails.
   */
  up(apps: readonly App[], onWrite?: (writes: number) => void): Promise<number>;
  /** Runs one `up` and kills it after so many writes. Returns whether it reached them. */
  upKilled(apps: readonly App[], writes: number): Promise<boolean>;
  /** Removes everything. */
  destroy(): Promise<void>;
}

/** A listener to the whole output of a tool that calls `onWrite` for each write that the output shows. */
export function counting(
  writesIn: (output: string) => number,
  onWrite: (writes: number) => void = () => {},
): (output: string) => void {
  let seen = 0;
  return (output) => {
    const writes = writesIn(output);
    while (seen < writes) onWrite(++seen);
  };
}
