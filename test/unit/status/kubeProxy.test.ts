import { expect, it } from "vitest";
import { KubeProxyConfig } from "../../../src/index.js";
import { statusText } from "../../../src/status/text.js";
import { planOf } from "./live.js";
import { look } from "./look.js";
import { kubeProxy } from "./shown.js";

const proxy = (pod: string) => `/api/v1/namespaces/kube-system/pods/${pod}:10249/proxy/configz`;

it("the mode of kube-proxy is that of its ConfigMap where only the node can ask it", async () => {
  const status = await look(kubeProxy("ipvs"), { kubeProxy: true });
  expect(status.kubeProxy).toMatchObject({
    configured: "ipvs",
    configMap: "kube-system/kube-proxy",
    nodes: [
      { node: "node-1", mode: "ipvs", source: "config" },
      { node: "node-2", mode: "ipvs", source: "config" },
    ],
    note: expect.stringContaining("metricsBindAddress"),
  });
});

it("each node reports its own mode where kube-proxy answers the cluster", async () => {
  const answers = {
    [proxy("kube-proxy-b6c8d")]: { "kubeproxy.config.k8s.io": { mode: "nftables" } },
    [proxy("kube-proxy-x2x4z")]: { "kubeproxy.config.k8s.io": { Mode: "iptables" } },
  };
  const status = await look(kubeProxy("nftables", "0.0.0.0:10249"), { kubeProxy: true, answers });
  expect(status.kubeProxy).toMatchObject({
    configured: "nftables",
    nodes: [
      { node: "node-1", mode: "nftables", source: "node" },
      { node: "node-2", mode: "iptables", source: "node" },
    ],
  });
  expect(status.kubeProxy?.note).toBeUndefined();
});

it("a kube-proxy that does not answer has the mode of the ConfigMap", async () => {
  const status = await look(kubeProxy("", "0.0.0.0:10249"), { kubeProxy: true });
  expect(status.kubeProxy).toMatchObject({
    configured: "iptables",
    nodes: [
      { node: "node-1", source: "config" },
      { node: "node-2", source: "config" },
    ],
    note: "not every kube-proxy answers through the API server, so its mode is that of the ConfigMap",
  });
});

it("the program's mode is shown where it differs", async () => {
  const plan = await planOf(() => new KubeProxyConfig("kube-proxy", { manage: "create", mode: "nftables" }));
  const status = await look(kubeProxy("ipvs"), { kubeProxy: true, plan });
  expect(statusText(status, { width: 100 }).find((line) => line.startsWith("kube-proxy"))).toBe(
    "kube-proxy ipvs   ConfigMap kube-system/kube-proxy   up changes it to nftables",
  );
});

it("a cluster without kube-proxy's ConfigMap has no mode, and one that refuses to read it is noted", async () => {
  expect((await look([], { kubeProxy: true })).kubeProxy).toBeUndefined();
  const refused = await look([], { kubeProxy: true, forbidden: ["configmaps"] });
  expect(refused.kubeProxy).toBeUndefined();
  expect(refused.unread.map(({ what }) => what)).toEqual(["ConfigMap kube-system/kube-proxy"]);
});

it("a configuration that is not YAML is noted", async () => {
  const [map, ...rest] = kubeProxy("ipvs");
  const broken = { ...map, data: { "config.conf": "mode: [" } };
  const status = await look([broken, ...rest], { kubeProxy: true });
  expect(status.unread).toMatchObject([{ what: "ConfigMap kube-system/kube-proxy" }]);
});
