import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { eventually, run } from "../commands.js";
import { binary } from "./binaries.js";
import { PAUSE_IMAGE, writeImages } from "./images.js";
import { NODE_ADDRESS, POD_RANGE } from "./network.js";
import type { Daemons } from "./processes.js";

/** Name of the one node. */
export const NODE = "node";

/** Starts containerd with the test's images, and the kubelet. The node becomes ready some ten seconds later. */
export async function startNode(state: string, kubeconfig: string, daemons: Daemons): Promise<void> {
  const at = (...path: string[]) => join(state, ...path);
  const socket = "/run/containerd-test.sock";
  for (const folder of ["cni", "manifests", "logs/pods"]) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at("cni", "10-bridge.conflist"), JSON.stringify(cniConfig(at("cni-data"))));
  writeFileSync(at("containerd.toml"), containerdConfig(at, socket));
  daemons.start("containerd", "containerd", ["--config", at("containerd.toml")]);
  const ctr = (...args: string[]) => run("ctr", ["--address", socket, "--namespace", "k8s.io", ...args]);
  const archive = await writeImages(at("images"));
  await eventually("containerd answers", 30, () => ctr("version"));
  await ctr("images", "import", archive);

  favourPods();
  writeFileSync(at("kubelet.json"), JSON.stringify(kubeletConfig(at, socket)));
  daemons.start("kubelet", binary("kubelet"), [
    `--config=${at("kubelet.json")}`,
    `--kubeconfig=${kubeconfig}`,
    `--root-dir=${at("kubelet")}`,
    `--cert-dir=${at("certificates")}`,
    `--hostname-override=${NODE}`,
    `--node-ip=${NODE_ADDRESS}`,
  ]);
}

/**
 * Raises the CPU weight of all pods. By default all pods together get as much as one process, and on a busy machine they
 * answer too late.
 */
function favourPods(): void {
  for (const [file, weight] of [
    ["/sys/fs/cgroup/cpu/k8s.io/cpu.shares", "8192"],
    ["/sys/fs/cgroup/k8s.io/cpu.weight", "800"],
  ] as const) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, weight);
    } catch {} // other version of control groups, or no CPU controller
  }
}

function cniConfig(dataDir: string): object {
  const ipam = {
    type: "host-local",
    dataDir,
    ranges: [[{ subnet: POD_RANGE }]],
    routes: [{ dst: "0.0.0.0/0" }],
  };
  const bridge = { type: "bridge", bridge: "pods", isGateway: true, hairpinMode: true, ipam };
  return { cniVersion: "0.4.0", name: "pods", plugins: [bridge] };
}

/** Uses its own folders and socket, to stay apart from another containerd on this machine. */
function containerdConfig(at: (...path: string[]) => string, socket: string): string {
  return `
version = 2
root = "${at("containerd")}"
state = "/run/containerd-test"
[grpc]
  address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  sandbox_image = "${PAUSE_IMAGE}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${at("cni")}"
`;
}

function kubeletConfig(at: (...path: string[]) => string, socket: string): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: "AlwaysAllow" },
    cgroupDriver: "cgroupfs",
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failCgroupV1: false,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    resolvConf: "",
    containerRuntimeEndpoint: `unix://${socket}`,
    staticPodPath: at("manifests"),
    podLogsDir: at("logs", "pods"),
    registerWithTaints: [],
    maxPods: 250,
    evictionHard: { "nodefs.available": "1%", "imagefs.available": "1%" },
    nodeStatusUpdateFrequency: "4s",
  };
}
