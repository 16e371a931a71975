import { ConfigMap } from "@pulumi/kubernetes/core/v1/index.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { KubeProxyConfig, type KubeProxyConfigArgs } from "../../../../src/index.js";
import { type PlanOptions, planStack, unknown } from "../../../../src/testing/index.js";
import { KUBEADM_DAEMON_SET, KUBEADM_KUBECONFIG } from "../kubeadmManifests.js";

const HASH = "pulumi-kubernetes-traffic/kube-proxy-config-hash";
const LABELS = { "app.kubernetes.io/name": "kube-proxy", "app.kubernetes.io/managed-by": "pulumi" };
const OWN = {
  mode: "iptables",
  manage: "create",
  clusterCIDR: "10.244.0.0/16",
  daemonSet: { image: "registry.k8s.io/kube-proxy:v1.36.3", apiServer: "https://10.0.0.1:6443" },
} as const satisfies KubeProxyConfigArgs;

const planned = (args: KubeProxyConfigArgs, preview = true) =>
  planStack({ preview }, () => {
    new KubeProxyConfig("proxy", args);
  });
type DaemonSet = typeof KUBEADM_DAEMON_SET;
const daemonSetOf = (plan: Awaited<ReturnType<typeof planned>>) =>
  plan.resource("DaemonSet", "proxy").inputs as DaemonSet;

test.each([true, false])(
  "it is kubeadm's but for labels and a hash of the files (preview %s)",
  async (preview) => {
    const daemonSet = structuredClone(daemonSetOf(await planned(OWN, preview)));
    expect(daemonSet.metadata.labels).toEqual(LABELS);
    expect(daemonSet.spec.template.metadata.annotations).toEqual({
      [HASH]: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    delete daemonSet.spec.template.metadata.annotations;
    daemonSet.metadata.labels = KUBEADM_DAEMON_SET.metadata.labels;
    expect(daemonSet).toEqual(KUBEADM_DAEMON_SET);
  },
);

test("its files, its account and the role binding are created before the DaemonSet", async () => {
  const plan = await planned(OWN);
  const { data } = plan.resource("ConfigMap", "proxy").inputs as { data: Record<string, string> };
  expect(Object.keys(data)).toEqual(["config.conf", "kubeconfig.conf"]);
  expect(parse(data["kubeconfig.conf"])).toEqual(KUBEADM_KUBECONFIG);
  expect(parse(data["config.conf"])).toMatchObject({
    clientConnection: { kubeconfig: "/var/lib/kube-proxy/kubeconfig.conf" },
    clusterCIDR: "10.244.0.0/16",
  });
  const metadata = { name: "kube-proxy", namespace: "kube-system", labels: LABELS };
  expect(plan.resource("ServiceAccount", "proxy").inputs).toMatchObject({ metadata });
  expect(plan.resource("ClusterRoleBinding", "proxy").inputs).toMatchObject({
    metadata: { name: "kube-system:kube-proxy:node-proxier" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:node-proxier" },
    subjects: [{ kind: "ServiceAccount", name: "kube-proxy", namespace: "kube-system" }],
  });
  const { dependencies, options } = plan.resource("DaemonSet", "proxy");
  expect(dependencies).toEqual(
    expect.arrayContaining(
      ["ConfigMap", "ClusterRoleBinding"].map((kind) => plan.resource(kind, "proxy").urn),
    ),
  );
  expect(options).toMatchObject({ customTimeouts: { create: "1800s", update: "1800s" } });
});

test("the hash changes if and only if a file changes", async () => {
  const hashOf = async (change: Partial<KubeProxyConfigArgs>) => {
    const { metadata } = daemonSetOf(await planned({ ...OWN, ...change })).spec.template;
    return metadata.annotations[HASH];
  };
  const before = await hashOf({});
  const daemonSet = { ...OWN.daemonSet, apiServer: "https://10.0.0.2:6443" };
  expect(await hashOf({ labels: { tier: "node" } })).toBe(before);
  expect(await hashOf({ clusterCIDR: "10.0.0.0/8" })).not.toBe(before);
  expect(await hashOf({ daemonSet })).not.toBe(before);
});

test("names, restart and labels are used", async () => {
  const plan = await planned({
    ...OWN,
    target: {
      namespace: "net",
      configMapName: "files",
      configMapKey: "proxy.yaml",
      daemonSetName: "proxy-b",
    },
    restart: { timeout: 600, minReadySeconds: 20 },
    labels: { tier: "node" },
  });
  const { metadata, spec } = daemonSetOf(plan);
  expect(metadata).toMatchObject({ name: "proxy-b", namespace: "net", labels: { tier: "node" } });
  expect(spec.minReadySeconds).toBe(20);
  expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
  expect(spec.selector.matchLabels).toEqual({ "k8s-app": "proxy-b" });
  expect(spec.template.spec.serviceAccountName).toBe("proxy-b");
  expect(spec.template.spec.volumes[0].configMap.name).toBe("files");
  expect(spec.template.spec.containers[0].command[1]).toBe("--config=/var/lib/kube-proxy/proxy.yaml");
  expect(plan.resource("DaemonSet", "proxy").options).toMatchObject({ customTimeouts: { update: "600s" } });
  const { subjects } = plan.resource("ClusterRoleBinding", "proxy").inputs as { subjects: object[] };
  expect(subjects).toEqual([{ kind: "ServiceAccount", name: "proxy-b", namespace: "net" }]);
});

test("without restart a change of the file does not restart the pods", async () => {
  const { template } = daemonSetOf(await planned({ ...OWN, restart: false })).spec;
  expect(template.metadata).not.toHaveProperty("annotations");
});

test("the node setup runs first, and kube-proxy reads the file that it chose", async () => {
  const plan = await planned({ ...OWN, mode: "ipvs", ipvs: { scheduler: "sh" }, fallbackMode: "iptables" });
  const { data } = plan.resource("ConfigMap", "proxy").inputs as { data: Record<string, string> };
  expect(data["iptables.config.conf"]).toBe(data["config.conf"].replace('mode: "ipvs"', 'mode: "iptables"'));
  const { initContainers, containers, volumes } = daemonSetOf(plan).spec.template.spec;
  const [{ env, ...init }] = initContainers;
  expect(init).toMatchObject({
    name: "kube-proxy-prepare",
    image: OWN.daemonSet.image,
    securityContext: { privileged: true },
  });
  expect(Object.fromEntries(env.map(({ name, value }: Record<string, string>) => [name, value]))).toEqual({
    MODE: "ipvs",
    SCHEDULER: "sh",
    FALLBACK: "iptables",
    CONFIG: "/etc/kube-proxy/config.conf",
    FALLBACK_CONFIG: "/etc/kube-proxy/iptables.config.conf",
    EFFECTIVE_CONFIG: "/var/lib/kube-proxy-effective/config.conf",
  });
  const names = volumes.map(({ name }: { name: string }) => name);
  for (const { volumeMounts } of [init, containers[0]])
    for (const { name } of volumeMounts) expect(names).toContain(name);
  const shared = (mounts: { name: string }[]) => mounts.find(({ name }) => name === "kube-proxy-effective");
  expect(shared(init.volumeMounts)).toMatchObject({ mountPath: "/var/lib/kube-proxy-effective" });
  expect(shared(containers[0].volumeMounts)).toMatchObject({ mountPath: "/var/lib/kube-proxy-effective" });
  expect(containers[0].args).toEqual(["--config=/var/lib/kube-proxy-effective/config.conf"]);
});

test("loadModules and cleanup alone do not change which file kube-proxy reads", async () => {
  const plan = await planned({ ...OWN, mode: "ipvs", loadModules: true, cleanup: true });
  const { initContainers, containers, volumes } = daemonSetOf(plan).spec.template.spec;
  expect(initContainers[0].env).toEqual([
    { name: "MODE", value: "ipvs" },
    { name: "SCHEDULER", value: "rr" },
    { name: "LOAD_MODULES", value: "true" },
    { name: "CLEANUP", value: "true" },
  ]);
  expect(initContainers[0].volumeMounts).toEqual([
    { name: "lib-modules", mountPath: "/lib/modules", readOnly: true },
    { name: "xtables-lock", mountPath: "/run/xtables.lock" },
  ]);
  const kubeadm = KUBEADM_DAEMON_SET.spec.template.spec;
  expect(containers).toEqual(kubeadm.containers);
  expect(volumes).toEqual(kubeadm.volumes);
});

test("image and address may be Outputs", async () => {
  const { image, apiServer } = OWN.daemonSet;
  const plan = (reads: PlanOptions["reads"]) =>
    planStack({ preview: reads === undefined, reads }, () => {
      const { data } = ConfigMap.get("settings", "apps/settings");
      const late = {
        image: data.apply((known) => known.image),
        apiServer: data.apply((known) => known.apiServer),
      };
      new KubeProxyConfig("proxy", { ...OWN, daemonSet: late });
    });
  const update = await plan({ "ConfigMap apps/settings": { data: { image, apiServer } } });
  expect(daemonSetOf(update).spec.template.spec).toEqual(KUBEADM_DAEMON_SET.spec.template.spec);
  const preview = await plan(undefined);
  expect(daemonSetOf(preview).spec.template.spec.containers[0].image).toBe(unknown);
  expect(preview.resource("ConfigMap", "proxy").inputs.data).toMatchObject({ "kubeconfig.conf": unknown });
});
