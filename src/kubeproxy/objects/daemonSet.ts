import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { ANNOTATIONS } from "../../contract/names.js";
import type { CheckedKubeProxy } from "../check/check.js";
import type { CreatedDaemonSet } from "../check/createdDaemonSet.js";
import type { PodVolumes } from "../check/nodeSetup.js";
import { DEFAULT_SCHEDULER } from "../schema/schedulers.js";
import { type PodParts, podParts } from "./nodeSetupContainer.js";

const VOLUMES: PodVolumes = { config: "kube-proxy", modules: "lib-modules", lock: "xtables-lock" };

/**
 * kubeadm's DaemonSet, which runs kube-proxy on every Linux node. Its pods get a hash of the files, so that they restart
 * after a change, and an init container for the node setup.
 */
export function daemonSetManifest(
  checked: CheckedKubeProxy,
  { image }: CreatedDaemonSet,
  labels: Input<Record<string, Input<string>>>,
  hash: Input<string>,
): input.apps.v1.DaemonSet {
  const { target, restart, nodeSetup, mode, scheduler = DEFAULT_SCHEDULER } = checked;
  const selected = { "k8s-app": target.daemonSetName };
  const parts = nodeSetup && podParts({ nodeSetup, mode, scheduler, target, image, volumes: VOLUMES });
  const minReadySeconds = restart?.minReadySeconds;
  return {
    metadata: { name: target.daemonSetName, namespace: target.namespace, labels },
    spec: {
      selector: { matchLabels: selected },
      updateStrategy: { type: "RollingUpdate" },
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      template: {
        metadata: {
          labels: selected,
          ...(restart ? { annotations: { [ANNOTATIONS.kubeProxyConfigHash]: hash } } : {}),
        },
        spec: podSpec(checked, image, parts),
      },
    },
  };
}

function podSpec(
  { target }: CheckedKubeProxy,
  image: Input<string>,
  parts: PodParts | undefined,
): input.core.v1.PodSpec {
  return {
    priorityClassName: "system-node-critical",
    ...(parts ? { initContainers: [parts.initContainer] } : {}),
    containers: [
      {
        name: "kube-proxy",
        image,
        imagePullPolicy: "IfNotPresent",
        command: [
          "/usr/local/bin/kube-proxy",
          `--config=/var/lib/kube-proxy/${target.configMapKey}`,
          "--hostname-override=$(NODE_NAME)",
        ],
        ...(parts?.args ? { args: parts.args } : {}),
        securityContext: { privileged: true },
        volumeMounts: [
          { mountPath: "/var/lib/kube-proxy", name: VOLUMES.config },
          { mountPath: "/run/xtables.lock", name: VOLUMES.lock, readOnly: false },
          { mountPath: "/lib/modules", name: VOLUMES.modules, readOnly: true },
          ...(parts?.volumeMounts ?? []),
        ],
        env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
      },
    ],
    hostNetwork: true,
    serviceAccountName: target.daemonSetName,
    volumes: [
      { name: VOLUMES.config, configMap: { name: target.configMapName } },
      { name: VOLUMES.lock, hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
      { name: VOLUMES.modules, hostPath: { path: "/lib/modules" } },
      ...(parts?.volumes ?? []),
    ],
    tolerations: [{ operator: "Exists" }],
    nodeSelector: { "kubernetes.io/os": "linux" },
  };
}
