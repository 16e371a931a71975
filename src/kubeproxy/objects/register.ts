import { createHash } from "node:crypto";
import { DaemonSet, DaemonSetPatch } from "@pulumi/kubernetes/apps/v1/index.js";
import { ConfigMap, ConfigMapPatch, ServiceAccount } from "@pulumi/kubernetes/core/v1/index.js";
import { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1/index.js";
import * as pulumi from "@pulumi/pulumi";
import { timeouts } from "../../kubernetes/deployment.js";
import type { OwnDaemonSet } from "../check/createdDaemonSet.js";
import type { KubeProxyPlan } from "../check/plan.js";
import type { Patch } from "../live/patch.js";
import { daemonSetManifest } from "./daemonSet.js";
import {
  configMapManifest,
  configMapPatchManifest,
  daemonSetPatchManifest,
  ownFiles,
  ownLabels,
} from "./manifests.js";
import { clusterRoleBindingManifest, serviceAccountManifest } from "./rbac.js";

/** Registers the changes of an installer's objects, in order. */
export function registerPatches(
  name: string,
  plan: KubeProxyPlan,
  patch: pulumi.Output<Patch>,
  parent: pulumi.Resource,
): { configMap: ConfigMapPatch; daemonSet: DaemonSetPatch | undefined } {
  const configMap = new ConfigMapPatch(name, configMapPatchManifest(plan, patch), {
    parent,
    retainOnDelete: true, // giving the key up would delete it, and kube-proxy needs it to start
  });
  if (!plan.restart) return { configMap, daemonSet: undefined };
  const daemonSet = new DaemonSetPatch(name, daemonSetPatchManifest(plan, plan.restart, patch), {
    parent,
    dependsOn: configMap,
    retainOnDelete: true, // taking the annotation back would restart kube-proxy once more
    customTimeouts: timeouts(plan.restart.timeout),
  });
  return { configMap, daemonSet };
}

/** Registers objects of our own, in order. */
export function registerOwn(
  name: string,
  plan: KubeProxyPlan,
  text: pulumi.Output<string>,
  parent: pulumi.Resource,
): { configMap: ConfigMap; daemonSet: DaemonSet | undefined } {
  const files = ownFiles(plan, text);
  const configMap = new ConfigMap(name, configMapManifest(plan, files), { parent });
  const daemonSet =
    plan.ownDaemonSet && registerDaemonSet(name, plan, plan.ownDaemonSet, files, configMap, parent);
  return { configMap, daemonSet };
}

function registerDaemonSet(
  name: string,
  plan: KubeProxyPlan,
  own: OwnDaemonSet,
  files: Record<string, pulumi.Output<string>>,
  configMap: ConfigMap,
  parent: pulumi.Resource,
): DaemonSet {
  const labels = ownLabels(plan);
  const account = new ServiceAccount(name, serviceAccountManifest(plan.target, labels), { parent });
  const binding = new ClusterRoleBinding(name, clusterRoleBindingManifest(plan.target, labels), {
    parent,
    dependsOn: account,
  });
  const hash = pulumi.all(Object.values(files)).apply((texts) => hashOf(texts.join("\n")));
  return new DaemonSet(name, daemonSetManifest(plan, own, labels, hash), {
    parent,
    dependsOn: [configMap, binding],
    ...(plan.restart ? { customTimeouts: timeouts(plan.restart.timeout) } : {}),
  });
}

/** Changes when, and only when, the text does. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
