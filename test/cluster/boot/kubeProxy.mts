import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../cluster/api.mts";
import { eventually, run } from "../commands.mts";
import { type Clients, nearClients } from "../load/clients.mts";
import { BINARIES, type ProxyMode } from "../settings.mts";
import { GUEST, Guest } from "./guest.mts";
import { LOCAL_RANGE } from "./network.mts";
import { NODE } from "./node.mts";
import type { Daemon, Daemons } from "./processes.mts";

/** The node object of the guest, on which no pod runs. Without its address kube-proxy would wait for one for 30 s. */
const GUEST_NODE = "guest";
const GUEST_OBJECT = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: GUEST_NODE },
  spec: { unschedulable: true },
  status: { addresses: [{ type: "InternalIP", address: GUEST }] },
};

/** The kube-proxy of the cluster, in one mode at a time: beside the node, or in a guest for ipvs. */
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

  /** Starts it in this mode, reads back from it that it is, and gives the clients whose connections it carries. */
  async use(mode: ProxyMode): Promise<Clients> {
    await this.#guest.stop();
    await this.#removeRules();
    const [name, scheduler] = mode.split("-");
    if (scheduler === undefined) {
      await this.#startHere(mode);
      return nearClients;
    }
    await this.#cluster.create(GUEST_OBJECT);
    const config = this.#config({ mode: name, ipvs: { scheduler }, metricsBindAddress: "0.0.0.0:10249" });
    await this.#guest.start(config, GUEST_NODE);
    return this.#guest.clients;
  }

  async #startHere(mode: string): Promise<void> {
    const config = join(this.#state, `kube-proxy-${mode}.json`);
    writeFileSync(config, JSON.stringify(this.#config({ mode })));
    this.#running = this.#daemons.start(`kube-proxy-${mode}`, join(BINARIES, "kube-proxy"), [
      `--config=${config}`,
      `--hostname-override=${NODE}`,
    ]);
    await eventually(`kube-proxy is in mode ${mode}`, 30, async () => {
      const answer = await run("curl", ["-fs", "http://127.0.0.1:10249/proxyMode"]);
      if (answer.trim() !== mode) throw new Error(`it says ${answer}`);
      await run("curl", ["-fs", "http://127.0.0.1:10256/healthz"]);
    });
  }

  /** Ends it and takes away its rules: those of the former mode would go on to carry connections. */
  async #removeRules(): Promise<void> {
    if (!this.#running) return;
    await this.#running.stop();
    this.#running = undefined;
    await run(join(BINARIES, "kube-proxy"), ["--cleanup"]).catch(() => ""); // complains of modes the kernel lacks
    const left = `${await run("iptables-save", [])}${await run("nft", ["list", "tables"])}`;
    if (/KUBE-SVC|table ip kube-proxy/.test(left)) throw new Error(`kube-proxy has left rules:\n${left}`);
  }

  #config(own: object): object {
    return {
      apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
      kind: "KubeProxyConfiguration",
      clientConnection: { kubeconfig: this.#kubeconfig },
      clusterCIDR: LOCAL_RANGE,
      detectLocalMode: "ClusterCIDR",
      conntrack: { maxPerCore: 0, min: 0 },
      ...own,
    };
  }
}
