import type { DaemonSetPatchArgs } from "@pulumi/kubernetes/apps/v1/index.js";
import type { ConfigMapPatchArgs } from "@pulumi/kubernetes/core/v1/index.js";
import type { Output } from "@pulumi/pulumi";
import { PROVIDER_ANNOTATIONS } from "../../contract/names.js";
import { FORCE_CONFLICTS } from "../../kubernetes/waits.js";
import type { ResourceSpec } from "../../resources/resourceSpec.js";
import type { CheckedKubeProxy } from "../check/check.js";
import type { NodeSetup } from "../check/nodeSetup.js";
import type { Restart } from "../check/restart.js";
import type { Patch } from "../live/patch.js";
import { fallbackKey } from "../schema/layouts.js";
import { type NodeSetupPatch, nodeSetupPatch } from "./nodeSetupPatch.js";
import type { KubeProxyObjects } from "./objects.js";

/** Patches of an installer's objects: the file first, then the restart. */
export function patchedObjects(
  resource: string,
  checked: CheckedKubeProxy,
  patch: Output<Patch>,
): KubeProxyObjects {
  const { target, restart } = checked;
  const configMap: ResourceSpec<"ConfigMapPatch"> = {
    kind: "ConfigMapPatch",
    resource,
    name: target.configMapName,
    manifest: configMapPatchManifest(checked, patch),
    dependsOn: [],
    retainOnDelete: true, // deleting the patch would delete the key, and kube-proxy needs it to start
  };
  const daemonSet: ResourceSpec<"DaemonSetPatch"> | undefined = restart && {
    kind: "DaemonSetPatch",
    resource,
    name: target.daemonSetName,
    manifest: daemonSetPatchManifest(checked, restart, patch),
    dependsOn: [configMap],
    retainOnDelete: true, // deleting the patch would remove the annotation and restart kube-proxy
    timeout: restart.timeout,
  };
  return {
    specs: daemonSet ? [configMap, daemonSet] : [configMap],
    configMap,
    daemonSet,
    text: patch.apply(({ text }) => text),
    previousMode: patch.apply(({ previousMode }) => previousMode),
    previousScheduler: patch.apply(({ previousScheduler }) => previousScheduler),
    changed: patch.apply(({ changed }) => changed),
  };
}

/**
 * Forces ownership of the fields, because installers own them too. The fixed field manager separates this component's
 * fields from theirs, also across programs.
 */
const OURS = {
  ...FORCE_CONFLICTS,
  [PROVIDER_ANNOTATIONS.patchFieldManager]: "pulumi-kubernetes-traffic",
};

/** The installer's key, and one more for the file of `fallbackMode`. */
function configMapPatchManifest(
  { target, nodeSetup }: CheckedKubeProxy,
  patch: Output<Patch>,
): ConfigMapPatchArgs {
  const { namespace, configMapName, configMapKey } = target;
  const fallback = nodeSetup?.fallbackMode;
  return {
    metadata: {
      name: configMapName,
      namespace,
      annotations: patch.apply(({ configMapAnnotations }) => ({ ...OURS, ...configMapAnnotations })),
    },
    data: {
      [configMapKey]: patch.apply(({ text }) => text),
      ...(fallback
        ? { [fallbackKey(target, fallback)]: patch.apply(({ fallbackText }) => planned(fallbackText)) }
        : {}),
    },
  };
}

/**
 * The annotation of the pod template, whose change makes the DaemonSet replace its pods, and the node setup. The API server
 * merges lists by their keys, so that the installer's items stay.
 */
function daemonSetPatchManifest(
  checked: CheckedKubeProxy,
  { minReadySeconds }: Restart,
  patch: Output<Patch>,
): DaemonSetPatchArgs {
  const { target, nodeSetup } = checked;
  const setup = nodeSetup && setupOf(checked, nodeSetup, patch);
  return {
    metadata: {
      name: target.daemonSetName,
      namespace: target.namespace,
      annotations: setup ? setup.apply(({ annotations }) => ({ ...OURS, ...annotations })) : OURS,
    },
    spec: {
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      template: {
        metadata: { annotations: patch.apply(({ templateAnnotations }) => templateAnnotations) },
        ...(setup ? { spec: setup.apply(({ pod }) => pod) } : {}),
      },
    },
  };
}

function setupOf(
  { mode, target }: CheckedKubeProxy,
  nodeSetup: NodeSetup,
  patch: Output<Patch>,
): Output<NodeSetupPatch> {
  return patch.apply(({ scheduler, nodeSetup: place }) =>
    nodeSetupPatch({ nodeSetup, mode, target, scheduler }, planned(place)),
  );
}

/** A part that every plan for these arguments has. */
function planned<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The patch is missing a part that the arguments require");
  return value;
}
