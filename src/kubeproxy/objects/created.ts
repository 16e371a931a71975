import type { DaemonSetPatchArgs } from "@pulumi/kubernetes/apps/v1/index.js";
import type { ConfigMapPatchArgs } from "@pulumi/kubernetes/core/v1/index.js";
import type { input } from "@pulumi/kubernetes/types";
import * as pulumi from "@pulumi/pulumi";
import { PROVIDER_ANNOTATIONS } from "../../contract/names.js";
import { TAKE_OVER } from "../../kubernetes/deployment.js";
import type { KubeProxyPlan } from "../check/plan.js";
import type { Restart } from "../check/restart.js";
import { renderConfiguration } from "../file/document.js";
import { KUBECONFIG_KEY, kubeconfig } from "../file/kubeconfig.js";
import type { Patch } from "../live/patch.js";
import { fallbackKey } from "../schema/layouts.js";

/**
 * Installers own the same fields, so that the API server would refuse a change without force; a field manager of a fixed
 * name keeps ours apart from theirs, and from what is left of an earlier program.
 */
const OURS = {
  ...TAKE_OVER,
  [PROVIDER_ANNOTATIONS.patchFieldManager]: "pulumi-kubernetes-traffic",
};

/** The labels of what is created. */
export function ownLabels({ labels }: KubeProxyPlan): pulumi.Output<Record<string, string>> {
  const own = { "app.kubernetes.io/name": "kube-proxy", "app.kubernetes.io/managed-by": "pulumi" };
  return pulumi.output(labels).apply((given): Record<string, string> => ({ ...own, ...given }));
}

/** The files of a ConfigMap of our own, by key. */
export function ownFiles(
  { target, preparation, ownDaemonSet, configuration }: KubeProxyPlan,
  text: pulumi.Output<string>,
): Record<string, pulumi.Output<string>> {
  const fallback = preparation?.fallbackMode;
  return {
    [target.configMapKey]: text,
    ...(fallback
      ? {
          [fallbackKey(target, fallback)]: pulumi
            .output(configuration)
            .apply((known) => renderConfiguration({ ...known, mode: fallback })),
        }
      : {}),
    ...(ownDaemonSet ? { [KUBECONFIG_KEY]: pulumi.output(ownDaemonSet.apiServer).apply(kubeconfig) } : {}),
  };
}

/** A ConfigMap of our own with these files. */
export function configMapManifest(
  plan: KubeProxyPlan,
  data: Record<string, pulumi.Output<string>>,
): input.core.v1.ConfigMap {
  const { namespace, configMapName } = plan.target;
  return { metadata: { name: configMapName, namespace, labels: ownLabels(plan) }, data };
}

/** The key of an installer's ConfigMap, and one beside it for the mode to fall back to. */
export function configMapPatchManifest(
  { target, preparation }: KubeProxyPlan,
  patch: pulumi.Output<Patch>,
): ConfigMapPatchArgs {
  const { namespace, configMapName, configMapKey } = target;
  const fallback = preparation?.fallbackMode;
  return {
    metadata: {
      name: configMapName,
      namespace,
      annotations: patch.apply(({ configMapAnnotations }) => ({ ...OURS, ...configMapAnnotations })),
    },
    data: {
      [configMapKey]: patch.apply(({ text }) => text),
      ...(fallback
        ? { [fallbackKey(target, fallback)]: patch.apply(({ fallbackText }) => fallbackText as string) }
        : {}),
    },
  };
}

/**
 * The annotation of an installer's DaemonSet that makes it replace its pods when it changes, and what prepares its nodes.
 * Lists of the DaemonSet are merged by the names and paths in them, so that what the installer wrote stays.
 */
export function daemonSetPatchManifest(
  { target, preparation }: KubeProxyPlan,
  { minReadySeconds }: Restart,
  patch: pulumi.Output<Patch>,
): DaemonSetPatchArgs {
  const marks = patch.apply(({ preparation }) => ({ ...OURS, ...preparation?.annotations }));
  return {
    metadata: {
      name: target.daemonSetName,
      namespace: target.namespace,
      annotations: preparation ? marks : OURS,
    },
    spec: {
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      template: {
        metadata: { annotations: patch.apply(({ templateAnnotations }) => templateAnnotations) },
        ...(preparation
          ? { spec: patch.apply(({ preparation }) => preparation?.pod as input.core.v1.PodSpecPatch) }
          : {}),
      },
    },
  };
}
