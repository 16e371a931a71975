import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import {
  EFFECTIVE_ARGS,
  EFFECTIVE_FOLDER,
  type NodeSetup,
  type PodVolumes,
  SETUP_CONTAINER,
} from "../check/nodeSetup.js";
import { fallbackKey, type Target } from "../schema/layouts.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { nodeSetupScript } from "./nodeSetupScript.js";

/** Volume with the file for the mode of the node. */
const EFFECTIVE = "kube-proxy-effective";
const CONFIG_FOLDER = "/etc/kube-proxy";

/** What the node setup depends on. */
export interface NodeSetupSpec {
  readonly nodeSetup: NodeSetup;
  readonly mode: KubeProxyMode;
  /** Used in mode ipvs. */
  readonly scheduler: Input<string>;
  readonly target: Target;
  /** kube-proxy's image, which contains every command of the script. */
  readonly image: Input<string>;
  readonly volumes: PodVolumes;
}

/** Additions to a kube-proxy pod. Without a fallback, only the init container. */
export interface PodParts {
  readonly initContainer: input.core.v1.Container;
  readonly volumes?: input.core.v1.Volume[];
  /** Arguments of kube-proxy's container, after its command. */
  readonly args?: string[];
  /** Mounts of kube-proxy's container. */
  readonly volumeMounts?: input.core.v1.VolumeMount[];
}

/** Makes the parts of a pod that set up its node and pass the file for its mode to kube-proxy. */
export function podParts({ nodeSetup, mode, scheduler, target, image, volumes }: NodeSetupSpec): PodParts {
  const { fallbackMode, loadModules, cleanup } = nodeSetup;
  const env: Record<string, Input<string>> = {
    MODE: mode,
    ...(mode === "ipvs" ? { SCHEDULER: scheduler } : {}),
    ...(loadModules ? { LOAD_MODULES: "true" } : {}),
    ...(cleanup ? { CLEANUP: "true" } : {}),
    ...(fallbackMode
      ? {
          FALLBACK: fallbackMode,
          CONFIG: `${CONFIG_FOLDER}/${target.configMapKey}`,
          FALLBACK_CONFIG: `${CONFIG_FOLDER}/${fallbackKey(target, fallbackMode)}`,
          EFFECTIVE_CONFIG: `${EFFECTIVE_FOLDER}/config.conf`,
        }
      : {}),
  };
  const effective = { name: EFFECTIVE, mountPath: EFFECTIVE_FOLDER };
  return {
    initContainer: {
      name: SETUP_CONTAINER,
      image,
      command: ["/bin/sh", "-c", nodeSetupScript()],
      env: Object.entries(env).map(([name, value]) => ({ name, value })),
      securityContext: { privileged: true },
      volumeMounts: [
        ...(fallbackMode
          ? [{ name: volumes.config, mountPath: CONFIG_FOLDER, readOnly: true }, effective]
          : []),
        { name: volumes.modules, mountPath: "/lib/modules", readOnly: true },
        { name: volumes.lock, mountPath: "/run/xtables.lock" },
      ],
    },
    ...(fallbackMode
      ? {
          volumes: [{ name: EFFECTIVE, emptyDir: {} }],
          args: [...EFFECTIVE_ARGS],
          volumeMounts: [{ ...effective, readOnly: true }],
        }
      : {}),
  };
}
