import { BlockList, isIP, SocketAddress } from "node:net";

type Family = "ipv4" | "ipv6";

/** Family of an IP address. Undefined for a host name, text around an address, or an address with a zone. */
export function ipFamily(text: string): Family | undefined {
  if (text.includes("%")) return undefined; // Node accepts a zone such as fe80::1%eth0, Go does not
  const version = isIP(text);
  return version === 0 ? undefined : version === 4 ? "ipv4" : "ipv6";
}

/** Family of a CIDR such as `10.0.0.0/8`. Undefined for other text. */
export function cidrFamily(text: string): Family | undefined {
  const [, address = "", prefix] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const family = ipFamily(address);
  if (family === undefined) return undefined;
  try {
    new BlockList().addSubnet(address, Number(prefix), family);
    return family;
  } catch {
    return undefined; // the prefix is longer than an address of this family
  }
}

/** Parts of `10.0.0.1`, `10.0.0.1:80`, `::1` or `[::1]:80`. Undefined for a host name or a port outside 1 to 65535. */
export function addressAndPort(text: string): { address: string; port?: number } | undefined {
  if (ipFamily(text)) return { address: text };
  const [, inBrackets, bare, port] = /^(?:\[(.*)\]|([^:]*)):([1-9]\d{0,4})$/.exec(text) ?? [];
  const address = inBrackets ?? bare;
  if (address === undefined || ipFamily(address) === undefined || Number(port) > 65_535) return undefined;
  return { address, port: Number(port) };
}

/** Whether the address means every interface, in any notation: `0.0.0.0`, `::`, `0:0::0`. */
export function isEveryInterface(address: string): boolean {
  const family = ipFamily(address);
  if (family === undefined) return false;
  return ["0.0.0.0", "::"].includes(new SocketAddress({ address, family }).address);
}
