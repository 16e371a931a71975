import { writeFileSync } from "node:fs";
import { run } from "../commands.js";

/**
 * The address of the control plane on the network of the nodes. It runs in the network namespace of the run, which is the
 * router between all others.
 */
export const CONTROL_PLANE = "10.201.0.1";
/** Connects the nodes. */
export const NODE_BRIDGE = "nodes";
/** Pods and clients. kube-proxy masquerades other sources, and all clients would share the ports of one address. */
export const LOCAL_RANGE = "10.200.0.0/16";
export const POD_RANGE = "10.200.0.0/17";

const CLIENT_COUNT = 32;

/** A network namespace with an address for each client. */
export interface ClientNetwork {
  readonly namespace: string;
  /** The first three bytes of the addresses. */
  readonly range: string;
  /** The other end of the link to the namespace. */
  readonly cable: string;
  /** The network namespace that has the other end. Default: that of the run. */
  readonly at?: string;
}

/** Clients behind the guest. */
export const GUEST_CLIENTS: ClientNetwork = {
  namespace: "guest-clients",
  range: "10.200.130",
  cable: "guest-clients",
};
/** Clients outside of the cluster, which reach NodePorts. */
export const OUTSIDE_CLIENTS: ClientNetwork = {
  namespace: "outside",
  range: "10.202.0",
  cable: "to-outside",
};

/** The address of the node with this number, from 1 on. */
export function nodeAddress(number: number): string {
  return `10.201.0.${10 + number}`;
}

/** Creates the network that connects the nodes, and the clients outside of the cluster. */
export async function createNetwork(): Promise<void> {
  await ip("link set lo up");
  await ip(`link add ${NODE_BRIDGE} type bridge`);
  await ip(`address add ${CONTROL_PLANE}/24 dev ${NODE_BRIDGE}`);
  await ip(`link set ${NODE_BRIDGE} up`);
  await ip(`route add default dev ${NODE_BRIDGE}`); // the API server requires a default route
  writeFileSync("/proc/sys/net/ipv4/ip_forward", "1");
  const gateway = clientGateway(OUTSIDE_CLIENTS);
  await addClients(OUTSIDE_CLIENTS, gateway);
  await ip(`address add ${gateway}/24 dev ${OUTSIDE_CLIENTS.cable}`);
  await ip(`link set ${OUTSIDE_CLIENTS.cable} up`);
}

/** Creates a namespace of clients with a default gateway, and a link to it. */
export async function addClients(network: ClientNetwork, gateway: string): Promise<void> {
  const { namespace, range, cable, at } = network;
  const inside = (line: string) => ip(`-netns ${namespace} ${line}`);
  await ip(`netns add ${namespace}`);
  await ip(`link add ${cable} ${at ? `netns ${at} ` : ""}type veth peer name cable netns ${namespace}`);
  await inside("link set lo up");
  for (let index = 0; index < CLIENT_COUNT; index++)
    await inside(`address add ${range}.${index + 1}/24 dev cable`);
  await inside("link set cable up");
  await inside(`route add default via ${gateway}`);
}

/** The address that clients send everything to. */
export function clientGateway({ range }: ClientNetwork): string {
  return `${range}.254`;
}

/** The address of a client. */
export function clientAddress({ range }: ClientNetwork, index: number): string {
  if (index >= CLIENT_COUNT) throw new RangeError(`there are ${CLIENT_COUNT} clients`);
  return `${range}.${index + 1}`;
}

/**
 * A command line that runs in a network namespace. `ip netns exec` would also mount another /sys, without the control groups
 * that a kubelet needs.
 */
export function within(
  namespace: string,
  command: string,
  args: readonly string[],
): [command: string, args: string[]] {
  return ["nsenter", [`--net=/run/netns/${namespace}`, command, ...args]];
}

/** Runs `ip`. */
export function ip(line: string): Promise<string> {
  return run("ip", line.split(" "));
}
