import type { KubeProxyConfigArgs } from "../../../src/index.js";

/** What carries an update out. */
export interface Driver {
  /** Takes a KubeProxyConfig of these arguments from what it was to what it is to be; tells how many objects it wrote. */
  up(args: KubeProxyConfigArgs): Promise<number>;
  /** Why a preview of these arguments fails. */
  failure(args: KubeProxyConfigArgs): Promise<string>;
  destroy(): Promise<void>;
  end(): void;
}
