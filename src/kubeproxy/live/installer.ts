import { quote } from "../../diagnostics/format.js";
import type { Problems } from "../../diagnostics/problems.js";
import type { Target } from "../schema/layouts.js";
import type { Live, LiveContainer } from "./read.js";

/** Where clusters without such a ConfigMap configure their proxy. */
const UNSUPPORTED_INSTALLERS_HINT =
  "k3s and rke2 use kube-proxy-arg, kops spec.kubeProxy, Talos a KubeProxyConfig document, the managed add-on of EKS the " +
  "configurationValues of aws.eks.Addon, AKS networkProfile.kubeProxyConfig; GKE offers no setting; Cilium and Calico's " +
  "eBPF replace kube-proxy";

/** Returns the text of the live file. Refuses a ConfigMap without the key. */
export function liveText({ configMap }: Live, target: Target, problems: Problems): string | undefined {
  const text = configMap.data[target.configMapKey];
  if (text !== undefined) return text;
  const keys = Object.keys(configMap.data).sort().join(", ") || "none";
  const remedy =
    configMap.data.kubeconfig === undefined
      ? `set the key that kube-proxy reads; ${UNSUPPORTED_INSTALLERS_HINT}`
      : 'on EKS, set target "eks-self-managed", because another ConfigMap contains the file; for the managed add-on, use the configurationValues of aws.eks.Addon';
  const problem = `is not a key of ConfigMap ${target.namespace}/${target.configMapName}, whose keys are ${keys}`;
  problems.refuse({ path: "target.configMapKey", value: target.configMapKey, problem, remedy });
  return undefined;
}

/** Returns the container that reads the file. Refuses a DaemonSet in which none does: a change would have no effect. */
export function checkReader(
  { daemonSet }: Live,
  target: Target,
  problems: Problems,
): LiveContainer | undefined {
  const reader = `DaemonSet ${target.namespace}/${target.daemonSetName}`;
  const container = daemonSet.containers.find(readsFile);
  const configMaps = daemonSet.volumes.flatMap(({ configMap }) => configMap ?? []);
  if (!container) {
    problems.refuse({
      path: "target.daemonSetName",
      problem: `${reader} runs kube-proxy without --config, so it reads no file`,
      remedy: "set its flags there, or add --config",
    });
  } else if (!configMaps.includes(target.configMapName)) {
    const mounted = configMaps.map((name) => quote(name)).join(", ") || "none";
    const problem = `is not mounted by ${reader}, whose ConfigMaps are ${mounted}`;
    const remedy = "set the one that contains the file";
    problems.refuse({ path: "target.configMapName", value: target.configMapName, problem, remedy });
  }
  return container;
}

function readsFile({ command, args }: LiveContainer): boolean {
  return /(^|\s)--config(=|\s)/.test(`${[...command, ...args].join(" ")} `);
}

/** Marks of other programs on the objects that they manage. */
const MARKS: readonly { by: string; isOn(object: Live["daemonSet"] | Live["configMap"]): boolean }[] = [
  { by: "the add-on manager", isOn: ({ labels }) => "addonmanager.kubernetes.io/mode" in labels },
  { by: "Argo CD", isOn: ({ annotations }) => "argocd.argoproj.io/tracking-id" in annotations },
  { by: "Helm", isOn: ({ annotations }) => "meta.helm.sh/release-name" in annotations },
  { by: "EKS", isOn: ({ managers }) => managers.includes("eks") },
];

/** Warns about other programs that manage the objects. */
export function warnOfOthers(live: Live, target: Target, problems: Problems): void {
  const objects = [
    [`ConfigMap ${target.namespace}/${target.configMapName}`, live.configMap],
    [`DaemonSet ${target.namespace}/${target.daemonSetName}`, live.daemonSet],
  ] as const;
  for (const [path, object] of objects) {
    const others = MARKS.filter(({ isOn }) => isOn(object)).map(({ by }) => by);
    const label = object.labels["app.kubernetes.io/managed-by"];
    if (label !== undefined && label !== "pulumi" && !others.includes(label)) others.push(label);
    if (others.length === 0) continue;
    const problem = `is managed by ${others.join(" and ")}, which may revert the change`;
    problems.warn({ path, problem, remedy: "change it there, or let only this program manage kube-proxy" });
  }
}
