import { createHash } from "node:crypto";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/index.js";
import * as pulumi from "@pulumi/pulumi";
import { Problems } from "../problems/problems.js";
import { quote } from "../problems/quote.js";
import { isOfType } from "../workload/typeToken.js";
import type { KubeProxyConfigArgs } from "./args.js";
import type { KubeProxyMode } from "./modes.js";
import { type KubeProxyPlan, kubeProxyPlan } from "./plan.js";
import { renderConfiguration } from "./render.js";
import type { IpvsScheduler, UnsafeIpvsScheduler } from "./schedulers.js";

/**
 * The configuration file of kube-proxy, checked, in a ConfigMap.
 *
 * kube-proxy takes a misspelt field for none and a scheduler that does not exist for a good one; here both are refused
 * before anything is created, all of them at once. What is legal but surprising is shown as a warning in the preview.
 *
 * ```ts
 * new KubeProxyConfig("kube-proxy", { mode: "nftables", manage: "create", nodePortAddresses: ["primary"] });
 * ```
 *
 * ```ts
 * const proxy = new KubeProxyConfig("kube-proxy", {
 *   mode: "ipvs",
 *   manage: "create",
 *   ipvs: { scheduler: "lc", strictARP: true },
 *   target: { namespace: "proxy", configMapName: "kube-proxy-ipvs" },
 * });
 * // kube-proxy does not notice a changed ConfigMap: put the hash into its pod template, so that a change restarts it
 * export const annotations = { "example.com/kube-proxy-config-hash": proxy.configHash };
 * ```
 *
 * The ConfigMap has an explicit name, so the Kubernetes provider replaces it when its data changes, deleting it first: for
 * a moment it is missing, and a kube-proxy that starts just then waits for it. A provider with
 * `enableConfigMapMutable: true` updates it in place; use one.
 *
 * Not for a ConfigMap that kubeadm or another installer owns, nor for clusters whose proxy is configured elsewhere, such
 * as k3s, GKE, AKS, the managed add-on of EKS, or Cilium in kube-proxy's place.
 *
 * @throws ArgumentError naming every bad argument, before anything is registered.
 */
export class KubeProxyConfig extends pulumi.ComponentResource {
  /** Type token; policies find the component by it. */
  static readonly __pulumiType = "pulumi-kubernetes-traffic:index:KubeProxyConfig";

  /** Whether `value` is a KubeProxyConfig, also one from another copy of this package. */
  static override isInstance(value: unknown): value is KubeProxyConfig {
    return isOfType(value, KubeProxyConfig.__pulumiType);
  }

  /** The ConfigMap with the file. */
  public readonly configMap: ConfigMap;
  /** The file: one YAML document. Secret when a value in it is. */
  public readonly configText: pulumi.Output<string>;
  /** The first 16 hex digits of the text's SHA-256: changes when, and only when, the file does. */
  public readonly configHash: pulumi.Output<string>;
  /** The mode asked for. */
  public readonly mode: KubeProxyMode;
  /** The IPVS scheduler that is used, plain when it was given so; undefined in other modes. */
  public readonly scheduler: pulumi.Input<IpvsScheduler | UnsafeIpvsScheduler> | undefined;

  constructor(name: string, args: KubeProxyConfigArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = new Problems(`KubeProxyConfig ${quote(name)}`);
    const plan = kubeProxyPlan(args, problems);
    problems.throwIfAny();
    super(KubeProxyConfig.__pulumiType, name, args, opts);
    problems.showOn(this);

    const { mode, scheduler, target } = plan;
    this.mode = mode;
    this.scheduler = scheduler;
    this.configText = pulumi.output(plan.configuration).apply(renderConfiguration);
    this.configHash = this.configText.apply(hashOf);
    this.configMap = new ConfigMap(name, manifest(plan, this.configText), { parent: this });

    this.registerOutputs({
      mode,
      ...(scheduler === undefined ? {} : { scheduler }),
      ...target,
      configHash: this.configHash,
    });
  }
}

function manifest({ target, labels }: KubeProxyPlan, text: pulumi.Output<string>) {
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

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
