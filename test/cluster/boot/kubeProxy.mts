import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually, run } from "../commands.mts";
import { BINARIES, type ProxyMode } from "../settings.mts";
import { LOCAL_RANGE } from "./network.mts";
import { NODE } from "./node.mts";
import type { Daemon, Daemons } from "./processes.mts";

/** The node's kube-proxy, in one mode at a time. */
export class KubeProxy {
  readonly #state: string;
  readonly #kubeconfig: string;
  readonly #daemons: Daemons;
  #running: Daemon | undefined;

  constructor(state: string, kubeconfig: string, daemons: Daemons) {
    this.#state = state;
    this.#kubeconfig = kubeconfig;
    this.#daemons = daemons;
  }

  /** Starts it in this mode, and reads back from it that it is. Rules of the former mode are removed. */
  async use(mode: ProxyMode): Promise<void> {
    const binary = join(BINARIES, "kube-proxy");
    const config = join(this.#state, `kube-proxy-${mode}.json`);
    writeFileSync(config, JSON.stringify(this.#config(mode)));
    if (this.#running) {
      await this.#running.stop();
      await run(binary, ["--config", config, "--cleanup"]).catch(() => ""); // complains of modes the kernel lacks
    }
    this.#running = this.#daemons.start(`kube-proxy-${mode}`, binary, [
      `--config=${config}`,
      `--hostname-override=${NODE}`,
    ]);
    await eventually(`kube-proxy is in mode ${mode}`, 30, async () => {
      const answer = await run("curl", ["-fs", "http://127.0.0.1:10249/proxyMode"]);
      if (answer.trim() !== mode) throw new Error(`it says ${answer}`);
      await run("curl", ["-fs", "http://127.0.0.1:10256/healthz"]);
    });
  }

  #config(mode: ProxyMode): object {
    return {
      apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
      kind: "KubeProxyConfiguration",
      mode,
      clientConnection: { kubeconfig: this.#kubeconfig },
      clusterCIDR: LOCAL_RANGE,
      detectLocalMode: "ClusterCIDR",
      conntrack: { maxPerCore: 0, min: 0 },
    };
  }
}
