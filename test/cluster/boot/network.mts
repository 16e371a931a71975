import { writeFileSync } from "node:fs";
import { run } from "../commands.mts";

/** The node, in the network namespace of the whole run. */
export const NODE_ADDRESS = "10.200.128.254";
/** Pods and clients: kube-proxy rewrites the source of what comes from elsewhere, and all clients would share its ports. */
export const LOCAL_RANGE = "10.200.0.0/16";
export const POD_RANGE = "10.200.0.0/17";
export const SERVICE_RANGE = "10.96.0.0/16";
/** The namespace the load comes from. */
const CLIENTS = "clients";
const CLIENT_COUNT = 32;

/** Connects a namespace of clients with the node by a cable, each client an address. */
export async function connectClients(): Promise<void> {
  const ip = (line: string) => run("ip", line.split(" "));
  const client = (line: string) => ip(`netns exec ${CLIENTS} ${line}`);
  await ip("link set lo up");
  await ip(`netns add ${CLIENTS}`);
  await ip(`link add to-clients type veth peer name to-node netns ${CLIENTS}`);
  await ip(`address add ${NODE_ADDRESS}/24 dev to-clients`);
  await ip("link set to-clients up");
  await ip(`route add default via ${clientAddress(0)} dev to-clients onlink`); // the API server wants a default route
  await client("ip link set lo up");
  for (let index = 0; index < CLIENT_COUNT; index++) {
    await client(`ip address add ${clientAddress(index)}/24 dev to-node`);
  }
  await client("ip link set to-node up");
  await client(`ip route add default via ${NODE_ADDRESS}`);
  writeFileSync("/proc/sys/net/ipv4/ip_forward", "1");
}

/** The address of a client. */
export function clientAddress(index: number): string {
  if (index >= CLIENT_COUNT) throw new RangeError(`there are ${CLIENT_COUNT} clients`);
  return `10.200.128.${index + 1}`;
}

/** A command line that runs among the clients. */
export function amongClients(command: string, args: readonly string[]): [string, string[]] {
  return ["nsenter", [`--net=/run/netns/${CLIENTS}`, command, ...args]];
}
