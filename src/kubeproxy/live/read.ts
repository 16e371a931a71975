import { DaemonSet } from "@pulumi/kubernetes/apps/v1/index.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/index.js";
import type { output } from "@pulumi/kubernetes/types";
import * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../../diagnostics/problems.js";
import type { Target } from "../schema/layouts.js";

/** The parts of the live ConfigMap and DaemonSet that this component reads. */
export interface Live {
  readonly configMap: LiveObject & {
    readonly data: Readonly<Record<string, string>>;
    readonly resourceVersion: string;
  };
  readonly daemonSet: LiveObject & {
    readonly resourceVersion: string;
    readonly templateAnnotations: Readonly<Record<string, string>>;
    readonly initContainers: readonly LiveContainer[];
    readonly containers: readonly LiveContainer[];
    readonly volumes: readonly LiveVolume[];
  };
}

interface LiveObject {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Field managers. */
  readonly managers: readonly string[];
}

/** A container of the DaemonSet's pods. */
export interface LiveContainer {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Paths of its mounts. */
  readonly mountPaths: readonly string[];
}

/** A volume of the DaemonSet's pods. Volumes of other kinds have only a name. */
export interface LiveVolume {
  readonly name: string;
  /** Name of the ConfigMap. */
  readonly configMap?: string | undefined;
  /** Path on the node. */
  readonly hostPath?: string | undefined;
}

/**
 * Reads both objects from the cluster, in previews and in updates. Unknown in a preview without a cluster.
 */
export function readLive(name: string, target: Target, parent: pulumi.Resource): pulumi.Output<Live> {
  const read = <T>(
    get: (name: string, id: string, opts: pulumi.CustomResourceOptions) => T,
    object: string,
  ) => get(`${name}-live`, `${target.namespace}/${object}`, { parent });
  const configMap = read(ConfigMap.get, target.configMapName);
  const daemonSet = read(DaemonSet.get, target.daemonSetName);
  return pulumi
    .all([configMap.metadata, configMap.data, daemonSet.metadata, daemonSet.spec])
    .apply(([metadata, data, daemonSetMetadata, spec]) => ({
      configMap: { ...objectOf(metadata), data: data ?? {}, resourceVersion: metadata.resourceVersion },
      daemonSet: {
        ...objectOf(daemonSetMetadata),
        resourceVersion: daemonSetMetadata.resourceVersion,
        templateAnnotations: spec?.template?.metadata?.annotations ?? {},
        initContainers: (spec?.template?.spec?.initContainers ?? []).map(containerOf),
        containers: (spec?.template?.spec?.containers ?? []).map(containerOf),
        volumes: (spec?.template?.spec?.volumes ?? []).map(({ name, configMap, hostPath }) => ({
          name,
          configMap: configMap?.name,
          hostPath: hostPath?.path,
        })),
      },
    }));
}

/** Explains a preview that cannot read the cluster. */
export async function informWhenUnknown(
  live: pulumi.Output<Live>,
  target: Target,
  problems: Problems,
): Promise<void> {
  if (!pulumi.runtime.isDryRun() || (await isKnown(live))) return;
  const { namespace, configMapName, daemonSetName } = target;
  problems.inform({
    path: `ConfigMap ${namespace}/${configMapName} and DaemonSet ${namespace}/${daemonSetName}`,
    problem: "cannot be read in this preview, so it does not show their changes",
    remedy: "up reads and checks them before it changes anything",
  });
}

/** Whether an Output is known. A rejected one counts as known: it ends the program with its own error. */
async function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  const { isKnown } = output as unknown as { isKnown: Promise<boolean> }; // the SDK does not declare it
  return isKnown.catch(() => true);
}

function containerOf({ name, image, command, args, volumeMounts }: output.core.v1.Container): LiveContainer {
  const mountPaths = (volumeMounts ?? []).map(({ mountPath }) => mountPath);
  return { name, image: image ?? "", command: command ?? [], args: args ?? [], mountPaths };
}

interface Metadata {
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly managedFields?: readonly { manager?: string }[];
}

function objectOf({ labels, annotations, managedFields }: Metadata): LiveObject {
  const managers = (managedFields ?? []).flatMap(({ manager }) => manager ?? []);
  return { labels: labels ?? {}, annotations: annotations ?? {}, managers };
}
