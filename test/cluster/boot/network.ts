import { writeFileSync } from "node:fs";
import { run } from "../commands.js";

/** The address of the node, in the network namespace of the run. */
export const NODE_ADDRESS = "10.200.128.254";
/** Pods and clients. kube-proxy masquerades other sources, and all clients would share the ports of one address. */
export const LOCAL_RANGE = "10.200.0.0/16";
export const POD_RANGE = "10.200.0.0/17";

const CLIENT_COUNT = 32;

/** A network namespace with an address for each client. */
export interface ClientNetwork {
  readonly namespace: string;
  /** The first three bytes of the addresses. */
  readonly range: string;
  /** This end of the link to the namespace. */
  readonly cable: string;
}

/** Clients next to the node, whose kube-proxy carries their connections. */
export const NODE_CLIENTS: ClientNetwork = {
  namespace: "clients",
  range: "10.200.128",
  cable: "to-clients",
};
/** Clients behind the guest. */
export const GUEST_CLIENTS: ClientNetwork = {
  namespace: "guest-clients",
  range: "10.200.130",
  cable: "guest-clients",
};

/** Creates the clients next to the node. */
export async function connectClients(): Promise<void> {
  await ip("link set lo up");
  await addClients(NODE_CLIENTS, NODE_ADDRESS);
  await ip(`address add ${NODE_ADDRESS}/24 dev ${NODE_CLIENTS.cable}`);
  await ip(`link set ${NODE_CLIENTS.cable} up`);
  const anywhere = clientAddress(NODE_CLIENTS, 0);
  await ip(`route add default via ${anywhere} dev ${NODE_CLIENTS.cable} onlink`); // the API server requires a default route
  writeFileSync("/proc/sys/net/ipv4/ip_forward", "1");
}

/** Creates a namespace of clients with a default gateway, and a link to it. */
export async function addClients({ namespace, range, cable }: ClientNetwork, gateway: string): Promise<void> {
  const inside = (line: string) => ip(`netns exec ${namespace} ip ${line}`);
  await ip(`netns add ${namespace}`);
  await ip(`link add ${cable} type veth peer name cable netns ${namespace}`);
  await inside("link set lo up");
  for (let index = 0; index < CLIENT_COUNT; index++)
    await inside(`address add ${range}.${index + 1}/24 dev cable`);
  await inside("link set cable up");
  await inside(`route add default via ${gateway}`);
}

/** The address of a client. */
export function clientAddress({ range }: ClientNetwork, index: number): string {
  if (index >= CLIENT_COUNT) throw new RangeError(`there are ${CLIENT_COUNT} clients`);
  return `${range}.${index + 1}`;
}

/** A command line that runs in the clients' namespace. */
export function amongClients(
  { namespace }: ClientNetwork,
  command: string,
  args: readonly string[],
): [string, string[]] {
  return ["nsenter", [`--net=/run/netns/${namespace}`, command, ...args]];
}

function ip(line: string): Promise<string> {
  return run("ip", line.split(" "));
}
