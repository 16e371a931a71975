import * as k8s from "@pulumi/kubernetes";
import { KubeProxyConfig } from "../../../../src/index.js";
import { proxyFile } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

const proxyPatch = (opts = {}) => new k8s.core.v1.ConfigMapPatch("patch", proxyFile("mode: nftables"), opts);

export const kubeProxyPatchKept: RuleCases = {
  bad: {
    "a patch of kube-proxy's file without protect": {
      messages: [
        'ConfigMapPatch "kube-proxy": options.protect: is not set, so destroying the stack may delete the patched fields, without which kube-proxy does not start; set it together with retainOnDelete',
      ],
      program: () => proxyPatch({ retainOnDelete: true }),
    },
  },
  good: {
    "a KubeProxyConfig, which retains its own patches": {
      program: () => new KubeProxyConfig("proxy", { mode: "nftables", nodePortAddresses: ["primary"] }),
    },
    "a protected patch": { program: () => proxyPatch({ protect: true, retainOnDelete: true }) },
  },
};
