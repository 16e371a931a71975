import { expect, test } from "vitest";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { checkReader } from "../../../../src/kubeproxy/live/installer.js";
import type { Live } from "../../../../src/kubeproxy/live/read.js";
import { LAYOUTS } from "../../../../src/kubeproxy/schema/layouts.js";
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
