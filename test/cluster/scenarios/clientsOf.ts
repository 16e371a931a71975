import type { Gateway } from "../boot/gateway/gateway.js";
import { HOST_NAME, type Listener } from "../boot/gateway/objects.js";
import { OUTSIDE_CLIENTS } from "../boot/network.js";
import type { Node } from "../boot/node.js";
import { type Clients, NamespaceClients } from "../load/clients.js";
import type { Counts, LoadMode, LoadOptions } from "../load/load.js";
import { addressOf, type Bench } from "./bench.js";
import type { Scenario } from "./scenario.js";

/** The places that the clients of a scenario are at: outside of the cluster where they call a gateway or the nodes. */
export function clientsOf(bench: Bench, { listeners, through }: Scenario): readonly Clients[] {
  return listeners || through ? [new NamespaceClients(OUTSIDE_CLIENTS)] : bench.clients;
}

/** How the clients of an app call it: through its listener of the gateway, at a port of every node, or by its Service. */
export async function loadOf(
  bench: Bench,
  { listeners = [], through, load }: Scenario,
  app: string,
): Promise<LoadOptions> {
  const { rate } = bench;
  const listener = listeners.find(({ name }) => name === app);
  if (!listener) {
    const target = through ? await nodePortsOf(bench, app) : await addressOf(bench, app);
    return { target, rate, mode: load };
  }
  const target = gatewayOf(bench).addressOf(app);
  const mode = load ?? MODES[listener.protocol];
  return { target, rate: mode === "flows" ? Math.min(rate, MOST_FLOWS) : rate, mode, serverName: HOST_NAME };
}

/** The NodePort of a Service at every node. */
async function nodePortsOf(bench: Bench, service: string): Promise<string[]> {
  const { spec } = await bench.cluster.read("v1", "Service", service);
  const [port] = (spec?.ports ?? []) as { nodePort?: number }[];
  return ownNodes(bench).map(({ machine }) => `${machine.address}:${port?.nodePort}`);
}

/**
 * Most new UDP flows in a second. Envoy keeps a flow for a minute after its last datagram, and has 1024 at a time. It drops
 * the datagrams of any more.
 */
const MOST_FLOWS = 15;

const MODES: Readonly<Record<Listener["protocol"], LoadMode>> = {
  ...{ TCP: "connect", UDP: "flows", TLS: "tls", HTTP: "keepalive" },
};

/** The gateway that a scenario needs. */
export function gatewayOf({ parts }: Bench): Gateway {
  if (!parts) throw new Error("this needs a gateway of the test's own cluster");
  return parts.gateway;
}

/** The counts through each node by its name, from those of its address. */
export function nodesOf(bench: Bench, hosts: ReadonlyMap<string, Counts>): Record<string, Counts> {
  const named = ownNodes(bench).flatMap(({ machine: { name, address } }) => {
    const counts = hosts.get(address);
    return counts ? [[name, counts] as const] : [];
  });
  return Object.fromEntries(named);
}

function ownNodes({ parts }: Bench): readonly Node[] {
  if (!parts) throw new Error("this needs the nodes of the test's own cluster");
  return parts.nodes;
}
