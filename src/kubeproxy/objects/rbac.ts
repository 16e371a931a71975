import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { Target } from "../schema/layouts.js";

/** Identity of kube-proxy at the API server. */
export function serviceAccountManifest(
  { namespace, daemonSetName }: Target,
  labels: Input<Record<string, Input<string>>>,
): input.core.v1.ServiceAccount {
  return { metadata: { name: daemonSetName, namespace, labels } };
}

/** Permissions of kube-proxy. Kubernetes defines the role. */
export function clusterRoleBindingManifest(
  target: Target,
  labels: Input<Record<string, Input<string>>>,
): input.rbac.v1.ClusterRoleBinding {
  return {
    metadata: { name: clusterRoleBindingName(target), labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:node-proxier" },
    subjects: [{ kind: "ServiceAccount", name: target.daemonSetName, namespace: target.namespace }],
  };
}

/** A ClusterRoleBinding has no namespace, so its name contains the one of kube-proxy. */
export function clusterRoleBindingName({ namespace, daemonSetName }: Target): string {
  return `${namespace}:${daemonSetName}:node-proxier`;
}
