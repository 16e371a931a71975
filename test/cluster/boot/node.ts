import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../cluster/api.js";
import { eventually, run } from "../commands.js";
import { binary } from "./binaries.js";
import { criVersion } from "./cri.js";
import { PAUSE_IMAGE } from "./images.js";
import type { Machine } from "./machine.js";
import { within } from "./network.js";
import type { Daemons } from "./processes.js";

/** A machine that runs pods. */
export interface Node {
  readonly machine: Machine;
  /** Kills containerd and the kubelet, as the end of the machine does. */
  kill(): Promise<void>;
  /** Starts both again after a kill. */
  startAgain(): Promise<void>;
}

/** The places of a node's files. */
interface Files {
  readonly folder: string;
  readonly socket: string;
  readonly state: string;
}

/** Starts containerd with these images, and the kubelet. The node becomes ready some ten seconds later. */
export async function startNode(
  machine: Machine,
  folder: string,
  kubeconfig: string,
  archive: string,
  daemons: Daemons,
): Promise<Node> {
  const { name, address } = machine;
  const files: Files = { folder, socket: `/run/${name}.sock`, state: `/run/${name}` };
  const at = (path: string) => join(folder, path);
  for (const path of ["cni", "manifests", "logs"]) mkdirSync(at(path), { recursive: true });
  writeFileSync(at("cni/10-bridge.conflist"), JSON.stringify(cniConfig(machine, at("cni-data"))));
  writeFileSync(at("containerd.toml"), containerdConfig(files));
  const start = (what: string, command: string, args: readonly string[]) =>
    daemons.start(`${what}-${name}`, ...within(name, command, args));
  const containerd = start("containerd", "containerd", ["--config", at("containerd.toml")]);
  const ctr = (...args: string[]) =>
    run("ctr", ["--address", files.socket, "--namespace", "k8s.io", ...args]);
  const answers = () => eventually("containerd answers", 30, () => criVersion(files.socket));
  await answers();
  await ctr("images", "import", archive);

  favourPods();
  writeFileSync(at("kubelet.json"), JSON.stringify(kubeletConfig(files)));
  const kubelet = start("kubelet", binary("kubelet"), [
    `--config=${at("kubelet.json")}`,
    `--kubeconfig=${kubeconfig}`,
    `--root-dir=${at("kubelet")}`,
    `--cert-dir=${at("certificates")}`,
    `--hostname-override=${name}`,
    `--node-ip=${address}`,
  ]);
  return {
    machine,
    async kill() {
      await Promise.all([kubelet.kill(), containerd.kill()]);
    },
    async startAgain() {
      containerd.start();
      await answers();
      kubelet.start();
    },
  };
}

/** Waits until the node takes pods. */
export function ready({ machine: { name } }: Node, cluster: Cluster): Promise<void> {
  return eventually(`${name} is ready`, 90, async () => {
    const node = await cluster.read("v1", "Node", name);
    const conditions = (node.status?.conditions ?? []) as Condition[];
    const found = conditions.find(({ type }) => type === "Ready");
    if (found?.status !== "True") throw new Error(found?.message ?? "the node has no conditions");
  });
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}

/**
 * Raises the CPU weight of all pods. By default all pods together get as much as one process, and on a busy machine they
 * answer too late.
 */
function favourPods(): void {
  const isNew = existsSync("/sys/fs/cgroup/cgroup.controllers"); // version 2
  const [root, file, weight] = isNew
    ? ["/sys/fs/cgroup", "cpu.weight", "800"]
    : ["/sys/fs/cgroup/cpu", "cpu.shares", "8192"];
  try {
    mkdirSync(join(root, "k8s.io"), { recursive: true });
    writeFileSync(join(root, "k8s.io", file), weight);
  } catch {} // no CPU controller
}

function cniConfig({ pods }: Machine, dataDir: string): object {
  const ipam = {
    type: "host-local",
    dataDir,
    ranges: [[{ subnet: pods }]],
    routes: [{ dst: "0.0.0.0/0" }],
  };
  const bridge = { type: "bridge", bridge: "pods", isGateway: true, hairpinMode: true, ipam };
  return { cniVersion: "0.4.0", name: "pods", plugins: [bridge] };
}

/** Uses its own folders and socket, to stay apart from another containerd on this machine. */
function containerdConfig({ folder, socket, state }: Files): string {
  return `
version = 2
root = "${join(folder, "containerd")}"
state = "${state}"
[grpc]
  address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  sandbox_image = "${PAUSE_IMAGE}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${join(folder, "cni")}"
`;
}

function kubeletConfig({ folder, socket }: Files): object {
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
    staticPodPath: join(folder, "manifests"),
    podLogsDir: join(folder, "logs"),
    registerWithTaints: [],
    maxPods: 250,
    evictionHard: { "nodefs.available": "1%", "imagefs.available": "1%" },
    nodeStatusUpdateFrequency: "4s",
  };
}
