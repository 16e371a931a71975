import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { Preparation } from "../check/nodeSetup.js";
import { fallbackKey, type Target } from "../schema/layouts.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { NODE_SCRIPT } from "./nodeScript.js";

/** The init container that prepares a node. */
export const PREPARE = "kube-proxy-prepare";

/** The volume with the file that a node falls back to or not, and where kube-proxy finds it. */
const EFFECTIVE = "kube-proxy-effective";
const EFFECTIVE_FOLDER = "/var/lib/kube-proxy-effective";
const CONFIG_FOLDER = "/etc/kube-proxy";

/** The argument that makes kube-proxy read that file: of several `--config`, the last one counts. */
export const EFFECTIVE_ARGS: readonly string[] = [`--config=${EFFECTIVE_FOLDER}/config.conf`];

/** What is prepared for. */
export interface Prepared {
  readonly preparation: Preparation;
  readonly mode: KubeProxyMode;
  /** That of mode ipvs. */
  readonly scheduler: Input<string>;
  readonly target: Target;
  /** The image of kube-proxy, which has all that the script calls. */
  readonly image: Input<string>;
  readonly volumes: PodVolumes;
}

/** The names of the volumes that a pod of kube-proxy has anyway. */
export interface PodVolumes {
  readonly config: string;
  readonly modules: string;
  readonly lock: string;
}

/** What a pod of kube-proxy gets in addition; without a fallback only the init container. */
export interface PodParts {
  readonly initContainer: input.core.v1.Container;
  readonly volumes?: input.core.v1.Volume[];
  /** Arguments of kube-proxy's own container, behind its command. */
  readonly args?: string[];
  /** Mounts of kube-proxy's own container. */
  readonly volumeMounts?: input.core.v1.VolumeMount[];
}

/** The parts of a pod that prepare its node, and let kube-proxy read the file that was chosen there. */
export function podParts({ preparation, mode, scheduler, target, image, volumes }: Prepared): PodParts {
  const { fallbackMode, loadModules, cleanup } = preparation;
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
      name: PREPARE,
      image,
      command: ["/bin/sh", "-c", NODE_SCRIPT],
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
