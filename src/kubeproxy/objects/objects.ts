import type { Output } from "@pulumi/pulumi";
import type { ResourceSpec } from "../../resources/resourceSpec.js";
import type { KubeProxyMode } from "../schema/modes.js";

/** What a KubeProxyConfig registers, and its outputs. */
export interface KubeProxyObjects {
  /** In the order of registration. */
  readonly specs: readonly ResourceSpec[];
  readonly configMap: ResourceSpec<"ConfigMap" | "ConfigMapPatch">;
  /** Undefined when only the ConfigMap changes. */
  readonly daemonSet: ResourceSpec<"DaemonSet" | "DaemonSetPatch"> | undefined;
  /** Text of the file. */
  readonly text: Output<string>;
  /** Undefined without a live file. */
  readonly previousMode: Output<KubeProxyMode | undefined>;
  /** Undefined without a live file and in other modes than ipvs. */
  readonly previousScheduler: Output<string | undefined>;
  /** Whether the live file differs. True without one. */
  readonly changed: Output<boolean>;
}
