import type { Output } from "@pulumi/pulumi";
import type { ResourceSpec } from "../../resources/resourceSpec.js";
import type { KubeProxyMode } from "../schema/modes.js";

/** What a KubeProxyConfig registers, and what it shows of the file. */
export interface KubeProxyObjects {
  /** In order. */
  readonly specs: readonly ResourceSpec[];
  readonly configMap: ResourceSpec<"ConfigMap" | "ConfigMapPatch">;
  /** Undefined when only the ConfigMap is written. */
  readonly daemonSet: ResourceSpec<"DaemonSet" | "DaemonSetPatch"> | undefined;
  /** The file. */
  readonly text: Output<string>;
  /** Undefined without a live file. */
  readonly previousMode: Output<KubeProxyMode | undefined>;
  /** Undefined without a live file, and unless its mode is ipvs. */
  readonly previousScheduler: Output<string | undefined>;
  /** Whether a live file differs; true without one. */
  readonly changed: Output<boolean>;
}
