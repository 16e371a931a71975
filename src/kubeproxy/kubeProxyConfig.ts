import type { DaemonSet, DaemonSetPatch } from "@pulumi/kubernetes/apps/v1/index.js";
import type { ConfigMap, ConfigMapPatch } from "@pulumi/kubernetes/core/v1/index.js";
import * as pulumi from "@pulumi/pulumi";
import { COMPONENT_TYPES } from "../contract/names.js";
import type { KubeProxyConfigOutputs } from "../contract/outputs.js";
import { checkInput } from "../diagnostics/checkInput.js";
import { quote } from "../diagnostics/format.js";
import { Problems } from "../diagnostics/problems.js";
import { accepted, showOn } from "../diagnostics/pulumi.js";
import { isOfType } from "../resources/component.js";
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
 * The configuration file of kube-proxy, checked, in a ConfigMap.
 *
 * kube-proxy takes a misspelt field for none and a scheduler that does not exist for a good one; here both are refused
 * before anything is created, all of them at once. What is legal but surprising is shown as a warning in the preview.
 *
 * ```ts
 * new KubeProxyConfig("kube-proxy", { mode: "ipvs", ipvs: { scheduler: "lc", strictARP: true } });
 * ```
 *
 * With `manage` patch, the default, the live file is read in every preview and update, only the given fields are changed
 * in it, and kube-proxy is restarted when, and only when, that changed something. What someone else changed back is
 * repaired by the next plain `up`. `destroy` leaves the file as it is, because kube-proxy does not start without it.
 *
 * A node that cannot run the mode keeps kube-proxy from starting there. With `fallbackMode` it runs another one:
 *
 * ```ts
 * new KubeProxyConfig("kube-proxy", { mode: "ipvs", fallbackMode: "iptables", loadModules: true });
 * ```
 *
 * With `manage` create the objects are its own: with `daemonSet` a whole kube-proxy, else only the ConfigMap, for one that
 * you deploy yourself and restart by an annotation made of `configHash`.
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
 * A ConfigMap that is created has an explicit name, so the Kubernetes provider replaces it when its data changes, deleting
 * it first: for a moment it is missing, and a kube-proxy that starts just then waits for it. A provider with
 * `enableConfigMapMutable: true` updates it in place; use one.
 *
 * Not for clusters whose proxy is configured elsewhere, such as k3s, GKE, AKS, the managed add-on of EKS, or Cilium in
 * kube-proxy's place.
 *
 * @throws ArgumentError naming every bad argument, before anything is registered.
 */
export class KubeProxyConfig extends pulumi.ComponentResource {
  /** Type token; policies find the component by it. */
  static readonly __pulumiType = COMPONENT_TYPES.KubeProxyConfig;

  /** Whether `value` is a KubeProxyConfig, also one from another copy of this package. */
  static override isInstance(value: unknown): value is KubeProxyConfig {
    return isOfType(value, KubeProxyConfig.__pulumiType);
  }

  /** The ConfigMap with the file, or the change of the one that is there. */
  public readonly configMap: ConfigMap | ConfigMapPatch;
  /** kube-proxy itself with `daemonSet`, or its restart with `manage` patch; undefined without either. */
  public readonly daemonSet: DaemonSet | DaemonSetPatch | undefined;
  /** The file: one YAML document. Secret when a value in it is. */
  public readonly configText: pulumi.Output<string>;
  /** The first 16 hex digits of the text's SHA-256: changes when, and only when, the file does. */
  public readonly configHash: pulumi.Output<string>;
  /** The mode asked for. */
  public readonly mode: KubeProxyMode;
  /** The IPVS scheduler asked for, plain when it was given so; `rr` when none was; undefined in other modes. */
  public readonly scheduler: pulumi.Input<IpvsScheduler | UnsafeIpvsScheduler> | undefined;
  /** The mode that the live file had; undefined with `manage` create. */
  public readonly previousMode: pulumi.Output<KubeProxyMode | undefined>;
  /** The IPVS scheduler that the live file had; undefined in other modes, and with `manage` create. */
  public readonly previousScheduler: pulumi.Output<string | undefined>;
  /** Whether a live file had to be changed; true with `manage` create, which knows of none. */
  public readonly changed: pulumi.Output<boolean>;

  constructor(name: string, args: KubeProxyConfigArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = new Problems(`KubeProxyConfig ${quote(name)}`);
    const checked = accepted(problems, checkKubeProxy(args, problems));
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

  /** The change of the live objects. It rejects, so that neither is touched, when they are not as they must be. */
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

function outputsOf(checked: CheckedKubeProxy, configHash: pulumi.Output<string>): Outputs {
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

type Outputs = { readonly [K in keyof KubeProxyConfigOutputs]: pulumi.Input<KubeProxyConfigOutputs[K]> };
