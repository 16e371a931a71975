import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeProxyConfigArgs } from "../../../dist/index.js";
import { planStack } from "../../../dist/testing/index.js";
import type { Cluster } from "../cluster/api.js";
import { eventually, run } from "../commands.js";
import { NamespaceClients } from "../load/clients.js";
import { type App, PROXY, register } from "../program/apps.js";
import type { ProxyMode } from "../settings.js";
import { binary } from "./binaries.js";
import { GUEST, Guest } from "./guest.js";
import { GUEST_CLIENTS, LOCAL_RANGE, NODE_CLIENTS } from "./network.js";
import { NODE } from "./node.js";
import type { Daemon, Daemons } from "./processes.js";

/** The guest's Node, which runs no pods. Without its address, kube-proxy would wait 30 s for one. */
const GUEST_NODE = "guest";
const GUEST_OBJECT = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: GUEST_NODE },
  spec: { unschedulable: true },
  status: { addresses: [{ type: "InternalIP", address: GUEST }] },
};

/**
 * The kube-proxy of the cluster, in one mode at a time: next to the node, or in a guest for ipvs. Its file always comes
 * from `KubeProxyConfig`.
 */
export class KubeProxy {
  readonly #state: string;
  readonly #cluster: Cluster;
  readonly #kubeconfig: string;
  readonly #daemons: Daemons;
  readonly #guest: Guest;
  #running: Daemon | undefined;

  constructor(state: string, cluster: Cluster, kubeconfig: string, daemons: Daemons) {
    this.#state = state;
    this.#cluster = cluster;
    this.#kubeconfig = kubeconfig;
    this.#daemons = daemons;
    this.#guest = new Guest(state, daemons);
  }

  /** Rejects if the kernel lacks what iptables and nftables need. */
  async checkKernel(): Promise<void> {
    await run("iptables", ["--table", "nat", "--list-rules"]);
    await run("nft", ["list", "ruleset"]);
  }

  /** The component's arguments for a mode on this node. */
  app(mode: ProxyMode, own: Partial<KubeProxyConfigArgs> = {}): App {
    const [name, scheduler] = mode.split("-");
    return {
      is: "kube-proxy",
      name: PROXY,
      args: {
        mode: name as KubeProxyConfigArgs["mode"],
        manage: "create",
        target: { namespace: "default" },
        clientConnection: { kubeconfig: this.#kubeconfig },
        clusterCIDR: LOCAL_RANGE,
        detectLocalMode: "ClusterCIDR",
        conntrack: { maxPerCore: 0, min: 0 },
        ...(scheduler && {
          ipvs: { scheduler: scheduler as "rr" },
          metricsBindAddress: "0.0.0.0:10249",
        }),
        ...own,
      },
    };
  }

  /** Starts it in this mode without old rules. Returns the clients whose connections it carries. */
  async use(mode: ProxyMode): Promise<NamespaceClients> {
    const plan = await planStack({ preview: false }, () => register([this.app(mode)]));
    const { data } = plan.resource("ConfigMap").inputs as { data: Record<string, string> };
    const guest = isGuests(mode);
    if (!guest) await this.#guest.stop();
    await this.#removeRules();
    if (guest) await this.#cluster.create(GUEST_OBJECT);
    await this.restart(mode, onlyValue(data));
    return new NamespaceClients(guest ? GUEST_CLIENTS : NODE_CLIENTS);
  }

  /** Restarts it with this file, as its DaemonSet would, and waits until it reports the mode. */
  async restart(mode: ProxyMode, config: string): Promise<void> {
    if (isGuests(mode)) return this.#guest.runKubeProxy(config, GUEST_NODE);
    await this.#running?.stop();
    const file = join(this.#state, "kube-proxy.conf");
    writeFileSync(file, config);
    this.#running = this.#daemons.start(`kube-proxy-${mode}`, binary("kube-proxy"), [
      `--config=${file}`,
      `--hostname-override=${NODE}`,
    ]);
    await eventually(`kube-proxy is in mode ${mode}`, 30, async () => {
      const answer = await run("curl", ["-fs", "http://127.0.0.1:10249/proxyMode"]);
      if (answer.trim() !== mode) throw new Error(`it says ${answer}`);
      await run("curl", ["-fs", "http://127.0.0.1:10256/healthz"]);
    });
  }

  /** Restarts it with the file in the cluster, as a DaemonSet does. */
  async restartAsApplied(mode: ProxyMode): Promise<void> {
    const { data } = await this.#cluster.read("v1", "ConfigMap", PROXY);
    await this.restart(mode, onlyValue(data as Record<string, string>));
  }

  /** The kinds of kernel rules that name the address of a Service, with the scheduler for ipvs. */
  async effect(mode: ProxyMode, address: string): Promise<string[]> {
    if (isGuests(mode)) {
      const table = await this.#guest.shell("ipvsadm -Ln");
      const server = table.split("\n").find((line) => line.includes(`${address}:80 `));
      return server === undefined ? [] : [`ipvs-${server.trim().split(/\s+/)[2]}`];
    }
    const rules = {
      iptables: await run("iptables-save", ["-t", "nat"]),
      nftables: await run("nft", ["list", "ruleset"]),
    };
    const iptables = rules.iptables.includes(`-d ${address}/32`);
    const nftables =
      rules.nftables.includes("table ip kube-proxy") && rules.nftables.includes(`${address} . tcp`);
    return [...(iptables ? ["iptables"] : []), ...(nftables ? ["nftables"] : [])];
  }

  /**
   * Seconds of the slowest sync of all rules so far, as kube-proxy measures it: the bound of the last used bucket of its
   * histogram.
   */
  async slowestSync(): Promise<number> {
    const metrics = await run("curl", ["-fs", `http://${GUEST}:10249/metrics`]);
    const name = "kubeproxy_sync_proxy_rules_duration_seconds_bucket";
    const buckets = [...metrics.matchAll(new RegExp(`^${name}\\{.*le="([^"]+)"\\} (\\d+)$`, "gm"))];
    const all = Number(buckets.at(-1)?.[2]);
    const [, bound] = buckets.find(([, , count]) => Number(count) === all) ?? [];
    if (bound === undefined) throw new Error(`kube-proxy has no metric ${name}`);
    return Number(bound.replace("+Inf", "Infinity"));
  }

  /** Runs a line of shell in the guest. */
  shell(line: string): Promise<string> {
    return this.#guest.shell(line);
  }

  /** Stops it and removes its rules, which would otherwise still carry connections. */
  async #removeRules(): Promise<void> {
    if (!this.#running) return;
    await this.#running.stop();
    this.#running = undefined;
    await run(binary("kube-proxy"), ["--cleanup"]).catch(() => ""); // fails for modes that the kernel lacks
    const left = `${await run("iptables-save", [])}${await run("nft", ["list", "tables"])}`;
    if (/KUBE-SVC|table ip kube-proxy/.test(left)) throw new Error(`kube-proxy has left rules:\n${left}`);
  }
}

/** Whether kube-proxy runs in the guest in this mode. */
export function isGuests(mode: ProxyMode): boolean {
  return mode.startsWith("ipvs");
}

function onlyValue(data: Readonly<Record<string, string>>): string {
  const [text = ""] = Object.values(data);
  return text;
}
