import type { DaemonSet, DaemonSetPatch } from "@pulumi/kubernetes/apps/v1/index.js";
import type { ConfigMap, ConfigMapPatch } from "@pulumi/kubernetes/core/v1/index.js";
import * as pulumi from "@pulumi/pulumi";
import { COMPONENT_TYPES } from "../contract/names.js";
import type { KubeProxyConfigOutputs } from "../contract/outputs.js";
import { checkInput } from "../diagnostics/checkInput.js";
import { quote } from "../diagnostics/format.js";
import { Problems } from "../diagnostics/problems.js";
import { accepted, showOn, throwIfRefused } from "../diagnostics/pulumi.js";
import { checkUniqueObjects, type OwnObjects } from "../resources/check/uniqueObjects.js";
import { isOfType, type Registered } from "../resources/component.js";
import { register } from "../resources/register.js";
import type { KubeProxyConfigArgs } from "./args.js";
import { type CheckedKubeProxy, checkKubeProxy } from "./check/check.js";
import { checkLive } from "./live/check.js";
import { type Patch, planPatch } from "./live/patch.js";
import { informWhenUnknown, readLive } from "./live/read.js";
import { createdObjects } from "./objects/created.js";
import { hashOf } from "./objects/hash.js";
import { patchedObjects } from "./objects/patched.js";
import type { KubeProxyMode } from "./schema/modes.js";
import type { IpvsScheduler, UnsafeIpvsScheduler } from "./schema/schedulers.js";

/**
 * Checks kube-proxy's configuration file and writes it to a ConfigMap.
 *
 * kube-proxy ignores a misspelled field, and accepts a scheduler that does not exist. This component refuses both, with
 * everything else that is wrong, before it creates anything. A preview warns about what is valid but surprising.
 *
 * ```ts
 * new KubeProxyConfig("kube-proxy", { mode: "ipvs", ipvs: { scheduler: "rr", strictARP: true } });
 * ```
 *
 * With `manage` patch, the default, each preview and update reads the live file. Only the given fields change, and
 * kube-proxy restarts if and only if the file changes. The next plain `up` repairs what someone else changed back.
 * `destroy` leaves the file as it is, because kube-proxy does not start without it.
 *
 * On a node that cannot run the mode, kube-proxy does not start. With `fallbackMode` it runs another mode there:
 *
 * ```ts
 * new KubeProxyConfig("kube-proxy", { mode: "ipvs", fallbackMode: "iptables", loadModules: true });
 * ```
 *
 * With `manage` create, the component owns its objects: with `daemonSet` a whole kube-proxy, otherwise only the ConfigMap.
 * In the second case deploy kube-proxy yourself, and put `configHash` into an annotation of its pods to restart them.
 *
 * ```ts
 * new KubeProxyConfig("kube-proxy", {
 *   mode: "nftables",
 *   manage: "create",
 *   clusterCIDR: "10.244.0.0/16",
 *   daemonSet: { image: "registry.k8s.io/kube-proxy:v1.36.3", apiServer: "https://10.0.0.1:6443" },
 * });
 * ```
 *
 * A created ConfigMap has an explicit name, so the Kubernetes provider replaces it when its data changes, and deletes the
 * old one first. A kube-proxy that starts at that moment waits for the new one. Use a provider with
 * `enableConfigMapMutable: true`, which updates the ConfigMap in place.
 *
 * Do not use this component where kube-proxy is configured elsewhere or replaced: k3s, GKE, AKS, the managed add-on of EKS,
 * or Cilium as the proxy.
 *
 * @throws ArgumentError with every refused argument, before anything is registered.
 */
export class KubeProxyConfig extends pulumi.ComponentResource {
  /** Type token by which policies find the component. */
  static readonly __pulumiType = COMPONENT_TYPES.KubeProxyConfig;

  /** Whether `value` is a KubeProxyConfig, also one from another copy of this package. */
  static override isInstance(value: unknown): value is KubeProxyConfig {
    return isOfType(value, KubeProxyConfig.__pulumiType);
  }

  /** The ConfigMap with the file; with `manage` patch, its patch. */
  public readonly configMap: ConfigMap | ConfigMapPatch;
  /** The created DaemonSet; with `manage` patch, the patch that restarts it. Undefined when neither exists. */
  public readonly daemonSet: DaemonSet | DaemonSetPatch | undefined;
  /** The file: one YAML document. Secret when a value in it is secret. */
  public readonly configText: pulumi.Output<string>;
  /** The first 16 hexadecimal digits of the file's SHA-256. Changes if and only if the file changes. */
  public readonly configHash: pulumi.Output<string>;
  /** The requested mode. */
  public readonly mode: KubeProxyMode;
  /** The requested IPVS scheduler; plain when given as plain text. Default: `rr`. Undefined in other modes than ipvs. */
  public readonly scheduler: pulumi.Input<IpvsScheduler | UnsafeIpvsScheduler> | undefined;
  /** The mode in the live file before this change. Undefined with `manage` create. */
  public readonly previousMode: pulumi.Output<KubeProxyMode | undefined>;
  /** The IPVS scheduler in the live file before this change. Undefined in other modes and with `manage` create. */
  public readonly previousScheduler: pulumi.Output<string | undefined>;
  /** Whether the live file differs from the wanted one. True with `manage` create, which reads no live file. */
  public readonly changed: pulumi.Output<boolean>;

  constructor(name: string, args: KubeProxyConfigArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = new Problems(`KubeProxyConfig ${quote(name)}`);
    const checked = accepted(problems, checkKubeProxy(args, problems));
    checkUniqueObjects(problems, namesOf(checked), opts);
    throwIfRefused(problems);
    super(KubeProxyConfig.__pulumiType, name, args, opts);
    showOn(this, problems);

    const objects =
      checked.manage === "patch"
        ? patchedObjects(name, checked, this.#plannedPatch(name, checked, problems))
        : createdObjects(name, checked);
    const resourceOf = register(this, objects.specs);
    this.configMap = resourceOf(objects.configMap);
    this.daemonSet = objects.daemonSet && resourceOf(objects.daemonSet);
    this.configText = objects.text;
    this.configHash = objects.text.apply(hashOf);
    this.mode = checked.mode;
    this.scheduler = checked.scheduler;
    this.previousMode = objects.previousMode;
    this.previousScheduler = objects.previousScheduler;
    this.changed = objects.changed;
    this.registerOutputs(outputsOf(checked, this.configHash));
  }

  /** The change of the live objects. Rejects, so that neither changes, when a check of them refuses something. */
  #plannedPatch(name: string, checked: CheckedKubeProxy, problems: Problems): pulumi.Output<Patch> {
    const live = readLive(name, checked.target, this);
    void informWhenUnknown(live, checked.target, problems);
    const both = pulumi.all([checked.fields, live]);
    const patch = checkInput(both, problems, ([fields, live], problems) =>
      planPatch(accepted(problems, checkLive(live, fields, checked, problems))),
    );
    return pulumi.output(patch);
  }
}

/** The objects of kube-proxy, patched or created. One cluster has one of each. */
function namesOf({ target, manage, createdDaemonSet }: CheckedKubeProxy): OwnObjects {
  const { namespace, configMapName, daemonSetName } = target;
  const spec = <K extends "ConfigMap" | "DaemonSet">(kind: K, name: string) => ({
    kind,
    name,
    manifest: { metadata: { name } },
  });
  const daemonSet = manage === "patch" || createdDaemonSet ? [spec("DaemonSet", daemonSetName)] : [];
  return { specs: [spec("ConfigMap", configMapName), ...daemonSet], namespace };
}

function outputsOf(
  checked: CheckedKubeProxy,
  configHash: pulumi.Output<string>,
): Registered<KubeProxyConfigOutputs> {
  const { mode, scheduler, manage, nodeSetup, createdDaemonSet } = checked;
  const { daemonSetName, ...file } = checked.target;
  return {
    mode,
    ...(scheduler !== undefined && { scheduler }),
    ...file,
    ...((manage === "patch" || createdDaemonSet) && { daemonSetName }),
    ...(nodeSetup?.fallbackMode && { fallbackMode: nodeSetup.fallbackMode }),
    configHash,
  };
}
