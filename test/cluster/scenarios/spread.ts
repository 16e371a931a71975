import type { KubeProxy } from "../boot/kubeProxy.js";
import { eventually, sleep } from "../commands.js";
import type { NamespaceClients } from "../load/clients.js";
import { Load } from "../load/load.js";
import { type SpreadResult, unexpected } from "../report/spread.js";
import { say } from "../say.js";
import type { ProxyMode } from "../settings.js";
import { blueGreen } from "./apps.js";
import { addressOf, type Bench, emptied } from "./bench.js";

const SCHEDULERS = ["rr", "lc", "sed", "nq", "sh", "dh"] as const;
const ONE_BY_ONE = 30;
const HELD = 12;
const CLIENTS = 20;
/** The kernel adds up its counters every two seconds. */
const COUNTED = 2500;

/** Shows each scheduler of ipvs by how it spreads connections over three pods: what the kernel itself counted. */
export async function spread(
  bench: Bench,
  proxy: KubeProxy,
  clients: NamespaceClients,
): Promise<SpreadResult[]> {
  say("ipvs: spread: what each scheduler makes of connections one after the other, and held");
  const app = blueGreen("shop", "", { active: "blue", replicas: 3 }).app;
  const results: SpreadResult[] = [];
  const running = (mode: ProxyMode) => bench.driver.up([app, proxy.app(mode)]);
  for (const scheduler of SCHEDULERS) {
    const mode: ProxyMode = `ipvs-${scheduler}`;
    await running(mode);
    const target = await addressOf(bench, "shop");
    await proxy.restartAsApplied(mode);
    const [address = ""] = target.split(":");
    await eventually(`${scheduler} has three pods`, 60, async () => {
      const effect = await proxy.effect(mode, address);
      const { length } = await stats(proxy, target);
      if (effect.join() !== mode || length !== 3) throw new Error(`${effect} has ${length}`);
    });
    const counted = async (what: () => Promise<void>) => {
      await sleep(COUNTED);
      await proxy.shell("ipvsadm -Z");
      await what();
      await sleep(COUNTED);
      return stats(proxy, target);
    };
    const result = {
      scheduler,
      oneByOne: await counted(() => oneByOne(clients, target)),
      held: await counted(() => hold(clients, target, CLIENTS)),
      ofOneClient: await counted(() => hold(clients, target, 1)),
    };
    const failed = unexpected(result);
    say(
      `  ${scheduler.padEnd(3)}  one after the other ${result.oneByOne.join("/")}, held ${result.held.join("/")}, of one client ${result.ofOneClient.join("/")}${failed.map((text) => `\n          FAILED: ${text}`).join("")}`,
    );
    results.push({ ...result, failed });
  }
  await bench.driver.destroy();
  await emptied(bench.cluster);
  return results;
}

/** Each connection ends before the next begins. */
async function oneByOne(clients: NamespaceClients, target: string): Promise<void> {
  for (let index = 0; index < ONE_BY_ONE; index++)
    await clients.run("curl", ["-fs", "--interface", clients.address(index % CLIENTS), `http://${target}/`]);
}

/** Connections that stay open, opened one after the other. */
async function hold(clients: NamespaceClients, target: string, sources: number): Promise<void> {
  const loads: Load[] = [];
  for (let index = 0; index < HELD; index++) {
    const address = clients.address(index % sources);
    loads.push(
      Load.start([clients], { target, rate: 1, mode: "keepalive", addresses: [address], workers: 1 }),
    );
    await sleep(100);
  }
  await sleep(1500); // each has sent its first request
  await Promise.all(loads.map((load) => load.stop()));
}

/** The connections of each real server of a virtual one, as `ipvsadm -Ln --stats` lists them, most first. */
async function stats(proxy: KubeProxy, target: string): Promise<number[]> {
  const lines = (await proxy.shell("ipvsadm -Ln --stats")).split("\n");
  const start = lines.findIndex((line) => line.startsWith("TCP") && line.includes(`${target} `));
  const counts: number[] = [];
  for (const line of lines.slice(start + 1)) {
    const [, connections] = /^\s*-> \S+\s+(\d+)/.exec(line) ?? [];
    if (connections === undefined) break;
    counts.push(Number(connections));
  }
  return counts.sort((a, b) => b - a);
}
