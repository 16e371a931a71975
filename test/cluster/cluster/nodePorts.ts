import type { Live } from "./api.js";

/** The address at which NodePorts answer: that of the first node that has one. */
export function nodePortAddress(nodes: readonly Live[]): string {
  for (const { status } of nodes) {
    const addresses = (status?.addresses ?? []) as { type: string; address: string }[];
    const inside = addresses.find(({ type }) => type === "InternalIP");
    if (inside) return asHost(inside.address);
  }
  throw new Error("no node has an InternalIP: name where NodePorts answer with --address");
}

/** An address in the form that precedes a colon and a port. */
export function asHost(address: string): string {
  return address.includes(":") && !address.startsWith("[") ? `[${address}]` : address;
}
