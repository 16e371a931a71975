import { describe, expect, test } from "vitest";
import { ANNOTATIONS } from "../../../../src/contract/names.js";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { fileFields } from "../../../../src/kubeproxy/file/document.js";
import { checkLive } from "../../../../src/kubeproxy/live/check.js";
import { planPatch } from "../../../../src/kubeproxy/live/patch.js";
import type { Live } from "../../../../src/kubeproxy/live/read.js";
import { LAYOUTS } from "../../../../src/kubeproxy/schema/layouts.js";
import type { KubeProxyMode } from "../../../../src/kubeproxy/schema/modes.js";
import { KUBEADM_FILE, KUBEADM_LIVE } from "./liveCluster.js";

const HEAD = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";
const IPVS_ENDS =
  "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40; nftables is its successor";

const ARGS = {
  target: LAYOUTS.kubeadm,
  userPath: (path: string) => path,
  restart: { timeout: 1800, minReadySeconds: undefined },
  nodeSetup: undefined,
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Cluster = { [K in keyof Live]: Mutable<Live[K]> };
type Fields = { mode?: KubeProxyMode; [field: string]: unknown };
type Change = (live: Cluster) => void;

function plan(change: Change, fields: Fields = {}) {
  const live = structuredClone(KUBEADM_LIVE) as Cluster;
  change(live);
  const { mode = "iptables", ...rest } = fields;
  const problems = new Problems("it");
  const checked = checkLive(live, fileFields(rest, {}), { ...ARGS, mode }, problems);
  const patch = checked && planPatch(checked);
  return { patch, refused: problems.lines, warned: problems.warnings };
}

const file = (text: string) => (live: Cluster) => {
  live.configMap.data = { "config.conf": text };
};
const version = (tag: string) => (live: Cluster) => {
  live.daemonSet.containers = [{ ...KUBEADM_LIVE.daemonSet.containers[0], image: `kube-proxy:${tag}` }];
};

describe("a cluster is refused", () => {
  const FILE = "ConfigMap kube-system/kube-proxy config.conf";
  const ELSEWHERE =
    "k3s and rke2 use kube-proxy-arg, kops spec.kubeProxy, Talos a KubeProxyConfig document, the managed add-on of EKS the configurationValues of aws.eks.Addon, AKS networkProfile.kubeProxyConfig; GKE offers no setting; Cilium and Calico's eBPF replace kube-proxy";
  const cases: Record<string, [Change, lines: string[]]> = {
    "whose ConfigMap has another key": [
      (live) => {
        live.configMap.data = { "kube-proxy.yaml": "", other: "" };
      },
      [
        `target.configMapKey: "config.conf" is not a key of ConfigMap kube-system/kube-proxy, whose keys are kube-proxy.yaml, other; set the key that kube-proxy reads; ${ELSEWHERE}`,
      ],
    ],
    "that is EKS": [
      (live) => {
        live.configMap.data = { kubeconfig: "" };
      },
      [
        'target.configMapKey: "config.conf" is not a key of ConfigMap kube-system/kube-proxy, whose keys are kubeconfig; on EKS, set target "eks-self-managed", because another ConfigMap contains the file; for the managed add-on, use the configurationValues of aws.eks.Addon',
      ],
    ],
    "whose file is no YAML": [
      file(`${HEAD}mode: [ipvs\n`),
      [
        `${FILE}: is not valid YAML at line 4, column 1: Flow sequence in block collection must be sufficiently indented and end with a ]; repair it first`,
      ],
    ],
    "whose file sets a key twice": [
      file(`${HEAD}mode: ipvs\nmode: iptables\n`),
      [`${FILE}: is not valid YAML at line 4, column 1: Map keys must be unique; repair it first`],
    ],
    "whose file is of another version": [
      file("apiVersion: kubeproxy.config.k8s.io/v1alpha2\nkind: KubeProxyConfiguration\n"),
      [
        `${FILE}: is "kubeproxy.config.k8s.io/v1alpha2" "KubeProxyConfiguration", not kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration; check that target names kube-proxy's configuration`,
      ],
    ],
    "whose file is of another kind": [
      file("apiVersion: v1\nkind: Config\n"),
      [
        `${FILE}: is "v1" "Config", not kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration; check that target names kube-proxy's configuration`,
      ],
    ],
    "whose file has two documents": [
      file(`${HEAD}---\n${HEAD}`),
      [`${FILE}: contains 2 documents, and kube-proxy reads only the first; remove the others`],
    ],
    "whose file is empty": [file(""), [`${FILE}: contains no configuration`]],
    "whose kube-proxy is set by flags": [
      (live) => {
        live.daemonSet.containers = [
          { ...KUBEADM_LIVE.daemonSet.containers[0], command: ["kube-proxy", "--proxy-mode=ipvs"] },
        ];
      },
      [
        "target.daemonSetName: DaemonSet kube-system/kube-proxy runs kube-proxy without --config, so it reads no file; set its flags there, or add --config",
      ],
    ],
    "whose kube-proxy reads another ConfigMap": [
      (live) => {
        live.daemonSet.volumes = [{ name: "config", configMap: "kube-proxy-config" }];
      },
      [
        'target.configMapName: "kube-proxy" is not mounted by DaemonSet kube-system/kube-proxy, whose ConfigMaps are "kube-proxy-config"; set the one that contains the file',
      ],
    ],
  };
  test.each(Object.entries(cases))("%s", (_name, [change, lines]) => {
    expect(plan(change).refused).toEqual(lines);
  });
});

describe("arguments that do not fit the live cluster are refused:", () => {
  const cases: Record<string, [Change, fields: Fields, line: string]> = {
    "ipvs where it is gone": [
      version("v1.43.0"),
      { mode: "ipvs" },
      "mode: kube-proxy v1.43.0 no longer supports mode ipvs; nftables is its successor",
    ],
    "ipvs without its gate": [
      version("v1.40.1"),
      { mode: "ipvs" },
      "mode: kube-proxy v1.40.1 exits in mode ipvs unless featureGates.KubeProxyIPVS is true; nftables is its successor",
    ],
    "the gate of ipvs before there is one": [
      version("v1.36.3"),
      { mode: "ipvs", featureGates: { KubeProxyIPVS: true } },
      "featureGates.KubeProxyIPVS: is not a feature gate of kube-proxy v1.36.3, which would not start; it exists from 1.37 on; remove it",
    ],
    "nftables before it came": [
      version("v1.28.9-eksbuild.1"),
      { mode: "nftables" },
      "mode: kube-proxy v1.28.9-eksbuild.1 does not support mode nftables; 1.29 introduced it",
    ],
    "nftables without its gate": [
      version("v1.30.0"),
      { mode: "nftables" },
      "mode: kube-proxy v1.30.0 supports mode nftables only if featureGates.NFTablesProxyMode is true; set it, or use 1.31 or later",
    ],
    "hidden metrics of long ago": [
      version("v1.36.3"),
      { showHiddenMetricsForVersion: "1.34" },
      'showHiddenMetricsForVersion: "1.34" is not the minor version before kube-proxy v1.36.3, which would not start; use "1.35", or remove it',
    ],
    "a least time above the default of a period that is null": [
      file(`${HEAD}iptables: {syncPeriod: null}\n`),
      { iptables: { minSyncPeriod: "50s" } },
      'iptables.minSyncPeriod: "50s" is above iptables.syncPeriod, whose default is 30s; lower it, or raise the other',
    ],
    "a least time above the live period": [
      file(`${HEAD}iptables: {syncPeriod: 40s}\n`),
      { iptables: { minSyncPeriod: "50s" } },
      'iptables.minSyncPeriod: "50s" is above iptables.syncPeriod "40s"; lower it, or raise the other',
    ],
  };
  test.each(Object.entries(cases))("%s", (_name, [change, fields, line]) => {
    expect(plan(change, fields).refused).toEqual([line]);
  });

  test("but not a minSyncPeriod that fits the live syncPeriod", () => {
    const { refused } = plan(file(`${HEAD}iptables: {syncPeriod: 60s}\n`), {
      iptables: { minSyncPeriod: "50s" },
    });
    expect(refused).toEqual([]);
  });

  test("nor ipvs with its gate, live or given", () => {
    const live: Change = (cluster) => {
      version("v1.40.1")(cluster);
      file(`${HEAD}mode: ipvs\nfeatureGates: {KubeProxyIPVS: true}\n`)(cluster);
    };
    expect(plan(live, { mode: "ipvs" }).refused).toEqual([]);
    expect(plan(version("v1.40.1"), { mode: "ipvs", featureGates: { KubeProxyIPVS: true } }).refused).toEqual(
      [],
    );
  });
});

test.each<[given: string, fields: Fields]>([
  ["an empty detectLocalMode", { clusterCIDR: "10.0.0.0/8" }],
  ["an empty bridge and prefix", { detectLocalMode: "NodeCIDR" }],
  ["a least time of 0s", { iptables: { syncPeriod: "1m" } }],
])("a field that kubeadm writes as unset is not judged: %s", (_name, fields) => {
  const text = KUBEADM_FILE.replace("clusterCIDR: 10.244.0.0/16\n", "");
  const { refused, warned } = plan(file(text), fields);
  expect([...refused, ...warned]).toEqual([]);
});

describe("a warning reports", () => {
  const cases: Record<string, [Change, fields: Fields, lines: string[]]> = {
    "nothing of kubeadm's own file": [() => {}, {}, []],
    "nothing of a deprecation before it": [
      version("v1.34.9"),
      { mode: "ipvs" },
      [expect.stringContaining("iptables to ipvs leaves")],
    ],
    "what is ignored in the live file": [
      file(
        `${HEAD}udpIdleTimeout: 250ms\nmetadata: {name: config}\nipvs: {schedular: lc}\nwinkernel: {}\nportRange: ""\n`,
      ),
      {},
      [
        "ConfigMap kube-system/kube-proxy config.conf udpIdleTimeout: was removed in Kubernetes 1.26; remove it from the file",
        "ConfigMap kube-system/kube-proxy config.conf metadata: is not part of the file, and kube-proxy ignores it; remove it from the file",
        'ConfigMap kube-system/kube-proxy config.conf ipvs.schedular: is not a known field, and kube-proxy ignores unknown fields; did you mean "ipvs.scheduler"?',
      ],
    ],
    "who else looks after the objects": [
      (live) => {
        live.configMap.annotations = { "argocd.argoproj.io/tracking-id": "x" };
        live.daemonSet.labels = {
          "addonmanager.kubernetes.io/mode": "Reconcile",
          "app.kubernetes.io/managed-by": "Helm",
        };
        live.daemonSet.managers = ["eks", "kubectl"];
      },
      {},
      [
        "ConfigMap kube-system/kube-proxy: is managed by Argo CD, which may revert the change; change it there, or let only this program manage kube-proxy",
        "DaemonSet kube-system/kube-proxy: is managed by the add-on manager and EKS and Helm, which may revert the change; change it there, or let only this program manage kube-proxy",
      ],
    ],
    "what a field is worth on an old kube-proxy": [
      version("v1.25.0"),
      { iptables: { localhostNodePorts: false } },
      ["iptables.localhostNodePorts: is ignored by kube-proxy v1.25.0; 1.26 introduced it"],
    ],
    "what the change of the mode does": [
      file(`${HEAD}mode: ipvs\n`),
      { mode: "nftables", nodePortAddresses: ["primary"] },
      [
        "mode: ipvs to nftables deletes the ipvs virtual servers before it checks for Linux 5.13 and nft 1.0.1; it resets open connections, and new ones fail until it writes the new rules; check the nodes first, and drain each node",
      ],
    ],
    "what to do after a change between iptables and ipvs": [
      () => {},
      { mode: "ipvs" },
      [
        IPVS_ENDS,
        "mode: iptables to ipvs leaves the iptables rules in place, which still refuse connections to Services that had no endpoints before; drain and reboot each node, or run kube-proxy --cleanup on it",
      ],
    ],
  };
  test.each(Object.entries(cases))("%s", (_name, [change, fields, lines]) => {
    const { refused, warned } = plan(change, fields);
    expect(refused).toEqual([]);
    expect(warned).toEqual(lines);
  });
});

describe("the mark of a change", () => {
  const marks = (change: Change, fields: Fields) => {
    const { patch } = plan(change, fields);
    return [
      patch?.configMapAnnotations[ANNOTATIONS.kubeProxyConfig],
      patch?.templateAnnotations[ANNOTATIONS.kubeProxyConfig],
    ];
  };
  const adopted = { mode: "iptables" as const };
  const inSync = `${HEAD}mode: iptables\n`;

  test("does not exist when an adopted cluster is in sync, nor after kubeadm replaces both objects", () => {
    expect(marks(file(inSync), adopted)).toEqual([undefined, undefined]);
  });

  test("is the live resourceVersion when something changes, also when the same value drifts twice", () => {
    expect(marks(() => {}, { mode: "ipvs" })).toEqual(["rv100", "rv100"]);
    const drifted: Change = (live) => {
      live.configMap.annotations = { [ANNOTATIONS.kubeProxyConfig]: "rv100" };
      live.configMap.resourceVersion = "107";
      live.daemonSet.templateAnnotations = { [ANNOTATIONS.kubeProxyConfig]: "rv100" };
    };
    expect(marks(drifted, { mode: "ipvs" })).toEqual(["rv107", "rv107"]);
  });

  test("stays when nothing changes", () => {
    const settled: Change = (live) => {
      file(inSync)(live);
      live.configMap.annotations = { [ANNOTATIONS.kubeProxyConfig]: "rv100" };
      live.configMap.resourceVersion = "104";
      live.daemonSet.templateAnnotations = { [ANNOTATIONS.kubeProxyConfig]: "rv100" };
    };
    expect(marks(settled, adopted)).toEqual(["rv100", "rv100"]);
  });

  test("reaches the pods later when their restart failed", () => {
    const half: Change = (live) => {
      file(inSync)(live);
      live.configMap.annotations = { [ANNOTATIONS.kubeProxyConfig]: "rv104" };
      live.daemonSet.templateAnnotations = { [ANNOTATIONS.kubeProxyConfig]: "rv100" };
    };
    expect(marks(half, adopted)).toEqual(["rv104", "rv104"]);
  });
});

test("the previous mode and scheduler are reported", () => {
  expect(plan(() => {}).patch).toMatchObject({ previousMode: "iptables", previousScheduler: undefined });
  expect(plan(file(`${HEAD}mode: ipvs\nipvs: {scheduler: lc}\n`)).patch).toMatchObject({
    previousMode: "ipvs",
    previousScheduler: "lc",
    changed: true,
  });
  expect(plan(version("v1.40.0"), { mode: "nftables" }).patch).toMatchObject({ previousMode: "nftables" });
  expect(plan(file(`${HEAD}mode: ipvs\n`)).patch).toMatchObject({ previousScheduler: "rr" });
  expect(plan(file(KUBEADM_FILE), { clusterCIDR: "10.244.0.0/16" }).patch).toMatchObject({ changed: true });
});
