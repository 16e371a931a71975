import { run } from "../commands.js";
import {
  addClients,
  type ClientNetwork,
  CONTROL_PLANE,
  clientGateway,
  ip,
  NODE_BRIDGE,
  nodeAddress,
  within,
} from "./network.js";

/** A machine of the cluster: a network namespace with links to the other machines, to its pods and to its clients. */
export interface Machine {
  /** Its Node, its network namespace, and its link. */
  readonly name: string;
  readonly address: string;
  /** The range of its pods. */
  readonly pods: string;
  /** Clients whose connections its kube-proxy carries. Their addresses count as pods' addresses do. */
  readonly clients: ClientNetwork;
}

/** The machine with this number, from 1 on. */
export function machine(number: number): Machine {
  const name = `node-${number}`;
  const clients = {
    ...{ namespace: `clients-${number}`, range: `10.200.${160 + number}` },
    ...{ cable: "to-clients", at: name },
  };
  return { name, address: nodeAddress(number), pods: `10.200.${16 * (number - 1)}.0/20`, clients };
}

/** Creates the network of a machine, with its clients. */
export async function connect({ name, address, pods, clients }: Machine): Promise<void> {
  await ip(`netns add ${name}`);
  await ip(`link add ${name} type veth peer name eth0 netns ${name}`);
  await ip(`link set ${name} master ${NODE_BRIDGE} up`);
  const inside = (line: string) => ip(`-netns ${name} ${line}`);
  await inside("link set lo up");
  await inside(`address add ${address}/24 dev eth0`);
  await inside("link set eth0 up");
  await inside(`route add default via ${CONTROL_PLANE}`);
  await run(...within(name, "sysctl", ["-qw", "net.ipv4.ip_forward=1"]));
  await addClients(clients, clientGateway(clients));
  await inside(`address add ${clientGateway(clients)}/24 dev ${clients.cable}`);
  await inside(`link set ${clients.cable} up`);
  for (const range of [pods, `${clients.range}.0/24`]) await ip(`route add ${range} via ${address}`);
}
