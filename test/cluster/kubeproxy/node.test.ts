import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KubeProxyConfig } from "../../../src/index.js";
import { planStack } from "../../../src/testing/index.js";
import { needsCommand, needsRoot, skipReason } from "../../support/needs.js";
import { binary } from "../boot/binaries.js";
import { type LoneApiServer, startLoneApiServer } from "../boot/loneApiServer.js";
import { needsApiServer } from "../needs.js";
import { OUTSIDE, onIpvsNode, onThisNode, startHere } from "./pod.js";

const TOOLS = ["ip", "curl", "iptables-save", "nft", "ipset", "modprobe", "linux.uml"];
const missing = skipReason(
  "kube-proxy on a node",
  needsCommand("go"),
  needsRoot(), // for network namespaces
  ...TOOLS.map((tool) => needsCommand(tool, "npm run test:cluster installs it")),
  ...needsApiServer(),
);

/** Whether this machine's kernel has IPVS. */
const hasIpvs = missing !== undefined || /\sip_vs_/.test(readFileSync("/proc/kallsyms", "utf8"));
if (!missing && hasIpvs)
  skipReason("the fallback of a node without IPVS", {
    need: "kernel without IPVS",
    remedy: "use another one",
  });

const namespace = `kube-proxy-${process.pid}`;
let folder = "";
let api: LoneApiServer;
const place = (name: string) => ({
  folder: join(folder, name),
  namespace,
  kubeconfig: api.kubeconfig,
  kubeProxy: binary("kube-proxy"),
});

beforeAll(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), "kube-proxy-node-"));
  const ip = (line: string) => execFileSync("ip", line.split(" "));
  ip(`netns add ${namespace}`);
  ip(`-n ${namespace} link set lo up`);
  ip(`-n ${namespace} tuntap add tap0 mode tap`);
  ip(`-n ${namespace} address add ${OUTSIDE}/24 dev tap0`);
  ip(`-n ${namespace} link set tap0 up`);
  api = await startLoneApiServer({ namespace, address: OUTSIDE });
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
  if (missing) return;
  api?.stop();
  spawnSync("ip", ["netns", "delete", namespace]);
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(missing !== undefined)("the real kube-proxy, after its init container,", () => {
  test("runs ipvs where there is IPVS, and what another mode has left is deleted when that is asked for", async () => {
    const ipvs = { MODE: "ipvs", SCHEDULER: "lc", LOAD_MODULES: "true" };
    const [first, back, again, fallen, cleaned] = await onIpvsNode(place("with"), [
      { ...ipvs, FALLBACK: "iptables" },
      { MODE: "iptables", CLEANUP: "true" },
      { ...ipvs, CLEANUP: "true" },
      { ...ipvs, SCHEDULER: "twos", FALLBACK: "iptables" },
      { MODE: "iptables", CLEANUP: "true" },
    ]);
    const onIpvs = { said: "ipvs", mode: "ipvs", chains: 0, ipvsInterface: true, schedulers: ["lc"] };
    const onIptables = {
      mode: "iptables",
      ipvsInterface: false,
      schedulers: [],
      chains: expect.toSatisfy((count) => count > 0),
    };
    expect(first).toEqual(onIpvs);
    expect(back).toEqual({ ...onIptables, said: "iptables" });
    expect(again).toEqual(onIpvs);
    const said = "iptables, because this node has no kernel module ip_vs_twos";
    expect(fallen).toEqual({ ...onIptables, said, ipvsInterface: true, schedulers: ["lc"] });
    expect(cleaned).toEqual({ ...onIptables, said: "iptables" });
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

const COLLECTIONS = {
  ConfigMap: "/api/v1/namespaces/kube-system/configmaps",
  ServiceAccount: "/api/v1/namespaces/kube-system/serviceaccounts",
  ClusterRoleBinding: "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
  DaemonSet: "/apis/apps/v1/namespaces/kube-system/daemonsets",
};

test.skipIf(missing !== undefined)(
  "what create makes is accepted, and kube-proxy works with its command, files and account",
  async () => {
    const server = /https:[^"]+/.exec(readFileSync(api.kubeconfig, "utf8"))?.[0] as string;
    const plan = await planStack({ preview: false }, () => {
      new KubeProxyConfig("proxy", {
        mode: "iptables",
        manage: "create",
        clusterCIDR: "10.244.0.0/16",
        conntrack: { maxPerCore: 0, min: 0 },
        daemonSet: { image: "registry.k8s.io/kube-proxy:v1.36.3", apiServer: server },
      });
    });
    for (const [kind, path] of Object.entries(COLLECTIONS))
      expect(await api.call("POST", path, plan.resource(kind, "proxy").inputs)).toMatchObject({
        status: 201,
      });

    // The files that the kubelet mounts into the container, in another folder.
    const here = place("created");
    mkdirSync(here.folder);
    const moved = (text: string) =>
      text
        .replaceAll("/var/lib/kube-proxy", here.folder)
        .replaceAll("/var/run/secrets/kubernetes.io/serviceaccount", here.folder)
        .replace("$(NODE_NAME)", "node");
    const { data } = plan.resource("ConfigMap", "proxy").inputs as { data: Record<string, string> };
    for (const [name, text] of Object.entries(data)) writeFileSync(join(here.folder, name), moved(text));
    copyFileSync(api.certificate, join(here.folder, "ca.crt"));
    const token = await api.call("POST", `${COLLECTIONS.ServiceAccount}/kube-proxy/token`, { spec: {} });
    expect(token.status).toBe(201);
    writeFileSync(join(here.folder, "token"), (token.body as { status: { token: string } }).status.token);
    const { spec } = plan.resource("DaemonSet", "proxy").inputs as unknown as {
      spec: { template: { spec: { containers: [{ command: [string, ...string[]] }] } } };
    };
    const [, ...args] = spec.template.spec.containers[0].command;
    const outcome = await startHere(here, args.map(moved));
    expect(outcome.mode).toBe("iptables");
    expect(outcome.chains).toBeGreaterThan(0);
  },
);
