import { describe, expect, test } from "vitest";
import { KubeProxyConfig, type KubeProxyConfigArgs } from "../../../src/index.js";
import { type PlanOptions, planStack, unknown } from "../../../src/testing/index.js";
import { KUBEADM_FILE, kubeadmCluster } from "./live/liveCluster.js";
import { rejectionsOf } from "./rejections.js";

const MARK = "pulumi-kubernetes-traffic/kube-proxy-config";
const OURS = {
  "pulumi.com/patchForce": "true",
  "pulumi.com/patchFieldManager": "pulumi-kubernetes-traffic",
};
const IPVS_FILE = KUBEADM_FILE.replace('mode: ""', 'mode: "ipvs"').replace(
  'scheduler: ""',
  'scheduler: "lc"',
);
const IPVS = { mode: "ipvs", ipvs: { scheduler: "lc" } } as const;

function planned(args: KubeProxyConfigArgs, options: PlanOptions = { reads: kubeadmCluster() }) {
  return planStack(options, () => {
    const { configText, configHash, previousMode, previousScheduler, changed } = new KubeProxyConfig(
      "proxy",
      args,
    );
    return { configText, configHash, previousMode, previousScheduler, changed };
  });
}

describe.each([
  ["preview", true],
  ["update", false],
])("in %s", (_name, preview) => {
  test("one key of the live ConfigMap is written, then kube-proxy is restarted", async () => {
    const plan = await planned(IPVS, { preview, reads: kubeadmCluster() });
    expect(plan.resources.map(({ type, name, read }) => [type.split(":").at(-1), name, read])).toEqual([
      ["DaemonSet", "proxy-live", true],
      ["DaemonSetPatch", "proxy", false],
      ["ConfigMap", "proxy-live", true],
      ["ConfigMapPatch", "proxy", false],
      ["KubeProxyConfig", "proxy", false],
    ]);
    const configMap = plan.resource("ConfigMapPatch", "proxy");
    expect(configMap.inputs).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kube-proxy", namespace: "kube-system", annotations: { ...OURS, [MARK]: "rv100" } },
      data: { "config.conf": IPVS_FILE },
    });
    expect(configMap.options).toMatchObject({ retainOnDelete: true });
    const daemonSet = plan.resource("DaemonSetPatch", "proxy");
    expect(daemonSet.inputs).toEqual({
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name: "kube-proxy", namespace: "kube-system", annotations: OURS },
      spec: { template: { metadata: { annotations: { [MARK]: "rv100" } } } },
    });
    expect(daemonSet.options).toMatchObject({
      retainOnDelete: true,
      customTimeouts: { create: "1800s", update: "1800s" },
    });
    expect(daemonSet.dependencies).toContain(configMap.urn);
  });

  test("a cluster in sync is adopted without a mark, so nothing restarts", async () => {
    const plan = await planned(IPVS, { preview, reads: kubeadmCluster(IPVS_FILE) });
    expect(plan.resource("ConfigMapPatch", "proxy").inputs).toMatchObject({
      metadata: { annotations: OURS },
      data: { "config.conf": IPVS_FILE },
    });
    expect(plan.resource("DaemonSetPatch", "proxy").inputs.spec).toEqual({ template: { metadata: {} } });
    expect(plan.outputs).toMatchObject({ previousMode: "ipvs", previousScheduler: "lc", changed: false });
  });

  test("the outputs are the file before and after the change", async () => {
    const { outputs } = await planned(IPVS, { preview, reads: kubeadmCluster() });
    expect(outputs).toMatchObject({ configText: IPVS_FILE, previousMode: "iptables", changed: true });
    expect(outputs.configHash).toMatch(/^[0-9a-f]{16}$/);
    expect(outputs.previousScheduler).toBeUndefined();
  });

  test("an empty scheduler in the live file is reported as rr, which kube-proxy then uses", async () => {
    const reads = kubeadmCluster(KUBEADM_FILE.replace('mode: ""', 'mode: "ipvs"'));
    const { outputs } = await planned(IPVS, { preview, reads });
    expect(outputs).toMatchObject({ previousMode: "ipvs", previousScheduler: "rr", changed: true });
  });
});

test("live objects without a resourceVersion get one, as in a cluster", async () => {
  const container = {
    name: "kube-proxy",
    command: ["kube-proxy", "--config=/var/lib/kube-proxy/config.conf"],
  };
  const volumes = [{ name: "kube-proxy", configMap: { name: "kube-proxy" } }];
  const plan = await planned(IPVS, {
    reads: {
      "ConfigMap kube-system/kube-proxy": { data: { "config.conf": KUBEADM_FILE } },
      "DaemonSet kube-system/kube-proxy": {
        spec: { template: { spec: { containers: [container], volumes } } },
      },
    },
  });
  expect(plan.resource("ConfigMapPatch").inputs.metadata).toMatchObject({ annotations: { [MARK]: "rv1" } });
  expect(plan.yaml()).not.toMatch(/undefined|<computed>/);
});

test("in a preview without a cluster, only the written values are unknown", async () => {
  const plan = await planned(IPVS, {});
  expect(plan.resource("ConfigMapPatch", "proxy").inputs.data).toEqual({ "config.conf": unknown });
  expect(plan.resource("DaemonSetPatch", "proxy").inputs.metadata).toMatchObject({ name: "kube-proxy" });
  expect(plan.messages.map(({ severity, text }) => [severity, text])).toContainEqual([
    "info",
    "ConfigMap kube-system/kube-proxy and DaemonSet kube-system/kube-proxy: cannot be read in this preview, so it does not show their changes; up reads and checks them before it changes anything",
  ]);
});

test.each([
  ["ConfigMap", true],
  ["ConfigMap", false],
  ["DaemonSet", true],
  ["DaemonSet", false],
])("a cluster without the %s is an error that names it (preview %s)", async (kind, preview) => {
  const reads = { ...kubeadmCluster(), [`${kind} kube-system/kube-proxy`]: null };
  await expect(planned(IPVS, { preview, reads })).rejects.toThrow(
    "resource 'kube-system/kube-proxy' does not exist",
  );
});

test("the names of an installer's layout are used", async () => {
  const cluster = kubeadmCluster();
  const { "ConfigMap kube-system/kube-proxy": configMap, "DaemonSet kube-system/kube-proxy": daemonSet } =
    cluster;
  daemonSet.spec.template.spec.volumes = [
    { name: "config", configMap: { name: "kube-proxy-config", defaultMode: 420 } },
  ];
  const plan = await planned(
    { ...IPVS, target: "eks-self-managed" },
    {
      reads: {
        ...cluster,
        "ConfigMap kube-system/kube-proxy-config": { ...configMap, data: { config: KUBEADM_FILE } },
      },
    },
  );
  expect(plan.resource("ConfigMapPatch", "proxy").inputs).toMatchObject({
    metadata: { name: "kube-proxy-config" },
    data: { config: IPVS_FILE },
  });
});

test("without restart the DaemonSet is only read", async () => {
  const plan = await planned({ ...IPVS, restart: false });
  expect(plan.resources.map(({ type }) => type)).not.toContain("kubernetes:apps/v1:DaemonSetPatch");
});

test("a restart uses the given timeout and minReadySeconds", async () => {
  const plan = await planned({ ...IPVS, restart: { timeout: 3600, minReadySeconds: 20 } });
  const daemonSet = plan.resource("DaemonSetPatch", "proxy");
  expect(daemonSet.inputs.spec).toMatchObject({ minReadySeconds: 20 });
  expect(daemonSet.options).toMatchObject({ customTimeouts: { create: "3600s", update: "3600s" } });
});

test("warnings about the live cluster are shown on the component", async () => {
  const plan = await planned(IPVS);
  const { urn } = plan.resource("KubeProxyConfig", "proxy");
  const own = plan.warnings.filter((warning) => warning.urn === urn);
  expect(own.map(({ text }) => text.split(";")[0])).toEqual([
    "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40",
    "mode: iptables to ipvs leaves the iptables rules in place, which still refuse connections to Services that had no endpoints before",
  ]);
});

test("another manager of the live objects is named", async () => {
  const cluster = kubeadmCluster(IPVS_FILE);
  const { metadata } = cluster["DaemonSet kube-system/kube-proxy"];
  const managedFields = [{ manager: "kubectl" }, {}, { manager: "eks" }];
  Object.assign(metadata, { managedFields });
  const plan = await planned(IPVS, { reads: cluster });
  expect(plan.warnings.map(({ text }) => text)).toContain(
    "DaemonSet kube-system/kube-proxy: is managed by EKS, which may revert the change; change it there, or let only this program manage kube-proxy",
  );
});

test("a refused cluster is not changed", async () => {
  const cluster = kubeadmCluster("apiVersion: v1\nkind: Config\n");
  const rejections = await rejectionsOf(() => planned(IPVS, { reads: cluster }));
  expect(rejections[0]).toBe(
    `KubeProxyConfig "proxy" cannot be planned, 1 problem:
  ConfigMap kube-system/kube-proxy config.conf: is "v1" "Config", not kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration; check that target names kube-proxy's configuration`,
  );
});
