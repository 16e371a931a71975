import * as k8s from "@pulumi/kubernetes";
import { KubeProxyConfig } from "../../../../src/index.js";
import { proxyFile } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

const proxyPatch = (opts = {}) => new k8s.core.v1.ConfigMapPatch("patch", proxyFile("mode: nftables"), opts);

export const kubeProxyPatchKept: RuleCases = {
  bad: {
    "a patch of kube-proxy's file that a destroy would take away": {
      messages: [
        'ConfigMapPatch "kube-proxy": options.protect: is not set, so destroying the stack may take the patched fields away and keep kube-proxy from starting; set it beside retainOnDelete',
      ],
      program: () => proxyPatch({ retainOnDelete: true }),
    },
  },
  good: {
    "a KubeProxyConfig that patches a live cluster, and keeps what it patched by itself": {
      program: () => new KubeProxyConfig("proxy", { mode: "nftables", nodePortAddresses: ["primary"] }),
    },
    "a protected patch": { program: () => proxyPatch({ protect: true, retainOnDelete: true }) },
  },
};
