import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeProxyConfigArgs } from "../../../dist/index.js";
import { planStack } from "../../../dist/testing/index.js";
import type { Cluster } from "../cluster/api.js";
import { eventually, run } from "../commands.js";
import { NamespaceClients } from "../load/clients.js";
import { type App, PROXY, register } from "../program/apps.js";
import { isGuests, type ProxyMode } from "../settings.js";
import { binary } from "./binaries.js";
import { GUEST, Guest } from "./guest.js";
import type { Machine } from "./machine.js";
import { GUEST_CLIENTS, LOCAL_RANGE, within } from "./network.js";
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
 * The kube-proxies of the cluster, all in one mode at a time: one on each machine, or one in a guest for ipvs. Their file
 * always comes from `KubeProxyConfig`.
 */
export class KubeProxy {
  readonly #state: string;
  readonly #cluster: Cluster;
  readonly #kubeconfig: string;
  readonly #machines: readonly Machine[];
  readonly #daemons: Daemons;
  readonly #guest: Guest;
  readonly #running = new Map<Machine, Daemon>();
  /** Where machines find the API server, if it is not at its own address. */
  readonly #servers = new Map<Machine, string>();

  constructor(
    state: string,
    cluster: Cluster,
    kubeconfig: string,
    machines: readonly Machine[],
    daemons: Daemons,
  ) {
    this.#state = state;
    this.#cluster = cluster;
    this.#kubeconfig = kubeconfig;
    this.#machines = machines;
    this.#daemons = daemons;
    this.#guest = new Guest(state, daemons);
  }

  /** The running kube-proxy of each machine. */
  get running(): ReadonlyMap<Machine, Daemon> {
    return this.#running;
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
  async use(mode: ProxyMode): Promise<NamespaceClients[]> {
    const plan = await planStack({ preview: false }, () => register([this.app(mode)]));
    const { data } = plan.resource("ConfigMap").inputs as { data: Record<string, string> };
    const guest = isGuests(mode);
    if (!guest) await this.#guest.stop();
    await Promise.all(this.#machines.map((machine) => this.#removeRules(machine)));
    if (guest) await this.#cluster.create(GUEST_OBJECT);
    await this.restart(mode, onlyValue(data));
    const networks = guest ? [GUEST_CLIENTS] : this.#machines.map(({ clients }) => clients);
    return networks.map((network) => new NamespaceClients(network));
  }

  /** Restarts it with this file, as its DaemonSet would, and waits until it reports the mode. */
  async restart(mode: ProxyMode, config: string): Promise<void> {
    if (isGuests(mode)) return this.#guest.runKubeProxy(config, GUEST_NODE);
    writeFileSync(this.#file, config);
    for (const machine of this.#machines) await this.#restartOn(machine, mode);
  }

  /** Restarts that of one machine, which then reaches the API server at this address, or at the server's own. */
  async reroute(machine: Machine, mode: ProxyMode, server?: string): Promise<void> {
    if (server) this.#servers.set(machine, server);
    else this.#servers.delete(machine);
    await this.#restartOn(machine, mode);
  }

  get #file(): string {
    return join(this.#state, "kube-proxy.conf");
  }

  async #restartOn(machine: Machine, mode: ProxyMode): Promise<void> {
    const { name } = machine;
    await this.#running.get(machine)?.stop();
    const args = [`--config=${this.#file}`, `--hostname-override=${name}`];
    const server = this.#servers.get(machine);
    if (server) args.push(`--master=${server}`); // in force with a file, too
    const command = within(name, binary("kube-proxy"), args);
    this.#running.set(machine, this.#daemons.start(`kube-proxy-${mode}-${name}`, ...command));
    await eventually(`kube-proxy of ${name} is in mode ${mode}`, 30, async () => {
      const answer = await run(...within(name, "curl", ["-fs", "http://127.0.0.1:10249/proxyMode"]));
      if (answer.trim() !== mode) throw new Error(`it says ${answer}`);
      await run(...within(name, "curl", ["-fs", "http://127.0.0.1:10256/healthz"]));
    });
  }

  /** Restarts it with the file in the cluster, as a DaemonSet does. */
  async restartAsApplied(mode: ProxyMode): Promise<void> {
    const { data } = await this.#cluster.read("v1", "ConfigMap", PROXY);
    await this.restart(mode, onlyValue(data as Record<string, string>));
  }

  /**
   * The kinds of kernel rules that name the address of a Service on any machine, with the scheduler for ipvs. A machine
   * without such rules counts as `none`.
   */
  async effect(mode: ProxyMode, address: string): Promise<string[]> {
    if (isGuests(mode)) {
      const table = await this.#guest.shell("ipvsadm -Ln");
      const server = table.split("\n").find((line) => line.includes(`${address}:80 `));
      return server === undefined ? [] : [`ipvs-${server.trim().split(/\s+/)[2]}`];
    }
    const kinds = await Promise.all(this.#machines.map(({ name }) => rulesFor(name, address)));
    return [...new Set(kinds.flat())];
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
  async #removeRules(machine: Machine): Promise<void> {
    const running = this.#running.get(machine);
    if (!running) return;
    await running.stop();
    this.#running.delete(machine);
    const { name } = machine;
    await run(...within(name, binary("kube-proxy"), ["--cleanup"])).catch(() => ""); // fails for modes that the kernel lacks
    const { iptables, nftables } = await rulesOf(name);
    const left = `${iptables}${nftables}`;
    if (/KUBE-SVC|table ip kube-proxy/.test(left)) throw new Error(`kube-proxy has left rules:\n${left}`);
  }
}

/** All rules of a machine's kernel. */
async function rulesOf(machine: string): Promise<{ iptables: string; nftables: string }> {
  return {
    iptables: await run(...within(machine, "iptables-save", [])),
    nftables: await run(...within(machine, "nft", ["list", "ruleset"])),
  };
}

/** The kinds of a machine's rules that name the address of a Service. */
async function rulesFor(machine: string, address: string): Promise<string[]> {
  const rules = await rulesOf(machine);
  const iptables = rules.iptables.includes(`-d ${address}/32`);
  const nftables =
    rules.nftables.includes("table ip kube-proxy") && rules.nftables.includes(`${address} . tcp`);
  const kinds = [...(iptables ? ["iptables"] : []), ...(nftables ? ["nftables"] : [])];
  return kinds.length > 0 ? kinds : ["none"];
}

function onlyValue(data: Readonly<Record<string, string>>): string {
  const [text = ""] = Object.values(data);
  return text;
}
