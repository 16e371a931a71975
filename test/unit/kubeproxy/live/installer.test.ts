import { expect, test } from "vitest";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { LAYOUTS } from "../../../../src/kubeproxy/check/target.js";
import { checkReader, kubeProxyVersion } from "../../../../src/kubeproxy/live/installer.js";
import type { Live } from "../../../../src/kubeproxy/live/read.js";
import { KUBEADM_LIVE } from "./liveCluster.js";

function cluster(command: readonly string[]): Live {
  const others = [
    { name: "agent", image: "registry/agent:v1.2", command: ["agent"], args: [], mountPaths: [] },
  ];
  const container = { name: "kube-proxy", image: "kube-proxy:v1.36.3", command, args: [], mountPaths: [] };
  return {
    ...KUBEADM_LIVE,
    daemonSet: { ...KUBEADM_LIVE.daemonSet, containers: [...others, container] },
  };
}

test.each([
  [["kube-proxy", "--config=/c"], true],
  [["kube-proxy", "--config", "/c"], true],
  [["sh", "-c", "exec kube-proxy --v=2 --config=/c"], true],
  [["kube-proxy", "--config-sync-period=15m"], false],
  [["kube-proxy"], false],
])("%j reads a file: %j", (command, reads) => {
  const problems = new Problems("it");
  checkReader(cluster(command), LAYOUTS.kubeadm, problems);
  expect(problems.lines.length === 0).toBe(reads);
});

test.each([
  ["registry.k8s.io/kube-proxy:v1.36.3", { minor: 36, text: "v1.36.3" }],
  ["registry:5000/kube-proxy:v1.9.0", { minor: 9, text: "v1.9.0" }],
  [
    "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy:v1.31.2-minimal-eksbuild.3",
    { minor: 31, text: "v1.31.2-minimal-eksbuild.3" },
  ],
  ["registry.k8s.io/kube-proxy:v1.36.3@sha256:0123", { minor: 36, text: "v1.36.3" }],
  ["registry.k8s.io/kube-proxy@sha256:0123", undefined],
  ["registry.k8s.io/kube-proxy:latest", undefined],
])("%s is of version %j", (image, version) => {
  expect(kubeProxyVersion(image)).toEqual(version);
});
