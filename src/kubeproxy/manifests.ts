import type { DaemonSetPatchArgs } from "@pulumi/kubernetes/apps/v1/index.js";
import type { ConfigMapPatchArgs } from "@pulumi/kubernetes/core/v1/index.js";
import type { input } from "@pulumi/kubernetes/types";
import * as pulumi from "@pulumi/pulumi";
import type { Patch } from "./patch.js";
import type { KubeProxyPlan } from "./plan.js";
import type { Restart } from "./restart.js";
import type { Target } from "./target.js";

/**
 * Installers own the same fields, so that the API server would refuse a change without force; a field manager of a fixed
 * name keeps ours apart from theirs, and from what is left of an earlier program.
 */
const OURS = {
  "pulumi.com/patchForce": "true",
  "pulumi.com/patchFieldManager": "pulumi-kubernetes-traffic",
};

/** A ConfigMap of our own with the file in it. */
export function configMapManifest(
  { target, labels }: KubeProxyPlan,
  text: pulumi.Output<string>,
): input.core.v1.ConfigMap {
  const { namespace, configMapName, configMapKey } = target;
  const own = { "app.kubernetes.io/name": "kube-proxy", "app.kubernetes.io/managed-by": "pulumi" };
  return {
    metadata: {
      name: configMapName,
      namespace,
      labels: pulumi.output(labels).apply((given) => ({ ...own, ...given })),
    },
    data: { [configMapKey]: text },
  };
}

/** The one key of an installer's ConfigMap. */
export function configMapPatchManifest(
  { namespace, configMapName, configMapKey }: Target,
  patch: pulumi.Output<Patch>,
): ConfigMapPatchArgs {
  return {
    metadata: {
      name: configMapName,
      namespace,
      annotations: patch.apply(({ configMapAnnotations }) => ({ ...OURS, ...configMapAnnotations })),
    },
    data: { [configMapKey]: patch.apply(({ text }) => text) },
  };
}

/** The annotation of an installer's DaemonSet that makes it replace its pods when it changes. */
export function daemonSetPatchManifest(
  { namespace, daemonSetName }: Target,
  { minReadySeconds }: Restart,
  patch: pulumi.Output<Patch>,
): DaemonSetPatchArgs {
  return {
    metadata: { name: daemonSetName, namespace, annotations: OURS },
    spec: {
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      template: { metadata: { annotations: patch.apply(({ templateAnnotations }) => templateAnnotations) } },
    },
  };
}
