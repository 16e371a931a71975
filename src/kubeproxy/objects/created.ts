import * as pulumi from "@pulumi/pulumi";
import type { ResourceSpec } from "../../resources/resourceSpec.js";
import type { CheckedKubeProxy } from "../check/check.js";
import type { CreatedDaemonSet } from "../check/createdDaemonSet.js";
import { kubeProxyConfiguration, renderConfiguration } from "../file/document.js";
import { KUBECONFIG_KEY, kubeconfig } from "../file/kubeconfig.js";
import { fallbackKey } from "../schema/layouts.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { daemonSetManifest } from "./daemonSet.js";
import { hashOf } from "./hash.js";
import type { KubeProxyObjects } from "./objects.js";
import { clusterRoleBindingManifest, clusterRoleBindingName, serviceAccountManifest } from "./rbac.js";

type Files = Record<string, pulumi.Output<string>>;

/** The created ConfigMap, and with `daemonSet` a whole kube-proxy. */
export function createdObjects(resource: string, checked: CheckedKubeProxy): KubeProxyObjects {
  const { target, mode, createdDaemonSet } = checked;
  const { namespace, configMapName: name } = target;
  const text = fileOf(checked, mode);
  const files = createdFiles(checked, text);
  const configMap: ResourceSpec<"ConfigMap"> = {
    kind: "ConfigMap",
    resource,
    name,
    manifest: { metadata: { name, namespace, labels: createdLabels(checked) }, data: files },
    dependsOn: [],
  };
  const daemonSet = createdDaemonSet && daemonSetSpecs(resource, checked, createdDaemonSet, configMap, files);
  return {
    specs: daemonSet ? [configMap, ...daemonSet.specs] : [configMap],
    configMap,
    daemonSet: daemonSet?.daemonSet,
    text,
    previousMode: pulumi.output(undefined),
    previousScheduler: pulumi.output(undefined),
    changed: pulumi.output(true),
  };
}

function fileOf({ fields }: CheckedKubeProxy, mode: KubeProxyMode): pulumi.Output<string> {
  return pulumi.output(fields).apply((known) => renderConfiguration(kubeProxyConfiguration(mode, known)));
}

/** Files of the ConfigMap by key. */
function createdFiles(checked: CheckedKubeProxy, text: pulumi.Output<string>): Files {
  const { target, nodeSetup, createdDaemonSet } = checked;
  const fallback = nodeSetup?.fallbackMode;
  return {
    [target.configMapKey]: text,
    ...(fallback ? { [fallbackKey(target, fallback)]: fileOf(checked, fallback) } : {}),
    ...(createdDaemonSet
      ? { [KUBECONFIG_KEY]: pulumi.output(createdDaemonSet.apiServer).apply(kubeconfig) }
      : {}),
  };
}

function createdLabels({ labels }: CheckedKubeProxy): pulumi.Output<Record<string, string>> {
  const own = { "app.kubernetes.io/name": "kube-proxy", "app.kubernetes.io/managed-by": "pulumi" };
  return pulumi.output(labels).apply((given): Record<string, string> => ({ ...own, ...given }));
}

/** The DaemonSet, after the account that it runs as. */
function daemonSetSpecs(
  resource: string,
  checked: CheckedKubeProxy,
  created: CreatedDaemonSet,
  configMap: ResourceSpec<"ConfigMap">,
  files: Files,
): { specs: readonly ResourceSpec[]; daemonSet: ResourceSpec<"DaemonSet"> } {
  const { target, restart } = checked;
  const labels = createdLabels(checked);
  const account: ResourceSpec<"ServiceAccount"> = {
    kind: "ServiceAccount",
    resource,
    name: target.daemonSetName,
    manifest: serviceAccountManifest(target, labels),
    dependsOn: [],
  };
  const binding: ResourceSpec<"ClusterRoleBinding"> = {
    kind: "ClusterRoleBinding",
    resource,
    name: clusterRoleBindingName(target),
    manifest: clusterRoleBindingManifest(target, labels),
    dependsOn: [account],
  };
  const hash = pulumi.all(Object.values(files)).apply((texts) => hashOf(texts.join("\n")));
  const daemonSet: ResourceSpec<"DaemonSet"> = {
    kind: "DaemonSet",
    resource,
    name: target.daemonSetName,
    manifest: daemonSetManifest(checked, created, labels, hash),
    dependsOn: [configMap, binding],
    ...(restart && { timeout: restart.timeout }),
  };
  return { specs: [account, binding, daemonSet], daemonSet };
}
