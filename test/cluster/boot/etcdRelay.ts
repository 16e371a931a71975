import type { Cluster } from "../cluster/api.js";
import { eventually, run } from "../commands.js";
import { USUAL_PORTS } from "./apiServer.js";
import type { ControlPlane } from "./controlPlane.js";
import { Delay } from "./delay.js";

const HERE = "127.0.0.1";
const TABLE = "etcd-relay";

/**
 * A relay between the API server and etcd, for the scenarios that need it: on a busy machine the process of the test would
 * slow etcd in all others. The kernel redirects the connections of the API server, which is restarted to open new ones.
 */
export class EtcdRelay {
  #delay: Delay | undefined;

  /** Puts it in the way. */
  async begin({ apiServer }: ControlPlane, cluster: Cluster): Promise<void> {
    this.#delay = await Delay.open({ host: HERE, port: 0 }, { host: HERE, port: USUAL_PORTS.etcdToo });
    await apiServer.stop();
    await run("nft", ["-f", "-"], {
      input: `table ip ${TABLE} {
        chain output {
          type nat hook output priority -100
          ip daddr ${HERE} tcp dport ${USUAL_PORTS.etcd} dnat to ${HERE}:${this.#delay.port}
        }
      }`,
    });
    apiServer.start();
    await answers(cluster);
  }

  /** How much later each message arrives from now on. */
  setDelay(milliseconds: number): void {
    this.#delay?.setDelay(milliseconds);
  }

  /** Removes it. The API server connects to etcd again. */
  async end(): Promise<void> {
    await run("nft", ["delete", "table", "ip", TABLE]);
    this.#delay?.close();
  }
}

/** Waits until the API server answers. */
export async function answers(cluster: Cluster): Promise<void> {
  await eventually("the API server answers", 120, () => cluster.read("v1", "Service", "kubernetes"));
}
