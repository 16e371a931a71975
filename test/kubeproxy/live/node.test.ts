import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type ApiServer, startApiServer, whyNoApiServer } from "./apiServer.js";
import { OUTSIDE, onIpvsNode, onThisNode } from "./guest.js";

const kubeProxy = inject("kubeProxy");
const missing = whyNot();
if (missing) console.log(`skipped, what needs a node: ${missing}`);

/** Why kube-proxy cannot be run here. */
function whyNot(): string | undefined {
  if ("missing" in kubeProxy) return kubeProxy.missing;
  if (process.getuid?.() !== 0) return "only root may make network namespaces";
  const tools = ["ip", "curl", "iptables-save", "nft", "ipset", "modprobe", "linux.uml"];
  const absent = tools.filter((tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0);
  if (absent.length > 0) return `${absent.join(", ")} not installed; the cluster test installs them`;
  return whyNoApiServer();
}

/** Whether this machine's own kernel is one that has to fall back. */
const hasIpvs = missing !== undefined || /\sip_vs_/.test(readFileSync("/proc/kallsyms", "utf8"));
if (!missing && hasIpvs) console.log("skipped, what needs a node without IPVS: this kernel has it");

const namespace = `kube-proxy-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), "kube-proxy-node-"));
let api: ApiServer;
const place = (name: string) => ({
  folder: join(folder, name),
  namespace,
  kubeconfig: api.kubeconfig,
  kubeProxy: (kubeProxy as { path: string }).path,
});

beforeAll(async () => {
  if (missing) return;
  const ip = (line: string) => execFileSync("ip", line.split(" "));
  ip(`netns add ${namespace}`);
  ip(`-n ${namespace} link set lo up`);
  ip(`-n ${namespace} tuntap add tap0 mode tap`);
  ip(`-n ${namespace} address add ${OUTSIDE}/24 dev tap0`);
  ip(`-n ${namespace} link set tap0 up`);
  api = await startApiServer({ namespace, address: OUTSIDE });
  const create = async (path: string, object: object) =>
    expect(await api.call("POST", path, object)).toMatchObject({ status: 201 });
  await create("/api/v1/nodes", {
    metadata: { name: "node" },
    status: { addresses: [{ type: "InternalIP", address: OUTSIDE }] },
  });
  const ports = [{ port: 80 }];
  await create("/api/v1/namespaces/default/services", { metadata: { name: "web" }, spec: { ports } });
  await create("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", {
    metadata: { name: "web", labels: { "kubernetes.io/service-name": "web" } },
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.244.0.9"] }],
    ports,
  });
});
afterAll(() => {
  api?.stop();
  if (!missing) spawnSync("ip", ["netns", "delete", namespace]);
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(missing !== undefined)("the real kube-proxy, after its init container,", () => {
  test("runs ipvs where there is IPVS, and rules of the mode before are deleted", async () => {
    const ipvs = { MODE: "ipvs", SCHEDULER: "lc", LOAD_MODULES: "true" };
    const [first, ...others] = await onIpvsNode(place("with"), [
      { ...ipvs, FALLBACK: "iptables" },
      { MODE: "iptables" },
      { MODE: "iptables", CLEANUP: "true" },
      ipvs,
      { ...ipvs, CLEANUP: "true" },
      { ...ipvs, SCHEDULER: "twos", FALLBACK: "iptables" },
    ]);
    expect(first).toEqual({ said: "ipvs", mode: "ipvs", chains: 0, ipvsInterface: true, schedulers: ["lc"] });
    const [dirty, cleaned, dirtyAgain, cleanedAgain, fallen] = others;
    expect(dirty).toMatchObject({ mode: "iptables", ipvsInterface: true, schedulers: ["lc"] });
    expect(cleaned).toMatchObject({
      said: "iptables",
      mode: "iptables",
      ipvsInterface: false,
      schedulers: [],
    });
    expect(cleaned?.chains).toBeGreaterThan(0);
    expect(dirtyAgain).toMatchObject({ mode: "ipvs", chains: cleaned?.chains });
    expect(cleanedAgain).toMatchObject({ said: "ipvs", mode: "ipvs", chains: 0, ipvsInterface: true });
    expect(fallen).toMatchObject({
      said: "iptables, because this node has no kernel module ip_vs_twos",
      mode: "iptables",
    });
  });

  test.skipIf(hasIpvs)(
    "runs the fallback where there is no IPVS, and nftables where the kernel is new enough",
    async () => {
      const [ipvs, nftables] = await onThisNode(place("without"), [
        { MODE: "ipvs", SCHEDULER: "lc", LOAD_MODULES: "true", FALLBACK: "iptables" },
        { MODE: "nftables", FALLBACK: "iptables" },
      ]);
      expect(ipvs).toMatchObject({
        said: "iptables, because this node has no kernel module ip_vs",
        mode: "iptables",
      });
      expect(ipvs?.chains).toBeGreaterThan(0);
      expect(nftables).toMatchObject({ said: "nftables", mode: "nftables", chains: 0 });
    },
  );
});
