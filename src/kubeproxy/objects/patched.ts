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

/** The changes of an installer's objects: the file first, then the restart. */
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
    retainOnDelete: true, // giving the key up would delete it, and kube-proxy needs it to start
  };
  const daemonSet: ResourceSpec<"DaemonSetPatch"> | undefined = restart && {
    kind: "DaemonSetPatch",
    resource,
    name: target.daemonSetName,
    manifest: daemonSetPatchManifest(checked, restart, patch),
    dependsOn: [configMap],
    retainOnDelete: true, // taking the annotation back would restart kube-proxy once more
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
 * Installers own the same fields, so that the API server would refuse a change without force; a field manager of a fixed
 * name keeps ours apart from theirs, and from what is left of an earlier program.
 */
const OURS = {
  ...FORCE_CONFLICTS,
  [PROVIDER_ANNOTATIONS.patchFieldManager]: "pulumi-kubernetes-traffic",
};

/** The key of an installer's ConfigMap, and one beside it for the mode to fall back to. */
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
 * The annotation of an installer's DaemonSet that makes it replace its pods when it changes, and what sets up its nodes.
 * Lists of the DaemonSet are merged by the names and paths in them, so that what the installer wrote stays.
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

/** What a patch has whenever it was asked for. */
function planned<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The patch lacks what the arguments ask for");
  return value;
}
