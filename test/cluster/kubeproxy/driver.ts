import type { KubeProxyConfigArgs } from "../../../src/index.js";

/** Runs updates of a KubeProxyConfig. */
export interface Driver {
  /** Updates the component to these arguments. Returns the number of objects it wrote. */
  up(args: KubeProxyConfigArgs): Promise<number>;
  /** The error of a preview with these arguments. */
  failure(args: KubeProxyConfigArgs): Promise<string>;
  destroy(): Promise<void>;
  end(): void;
}
