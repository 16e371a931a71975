import { describe, expect, it } from "vitest";
import type { Live } from "./api.js";
import { asHost, nodePortAddress } from "./nodePorts.js";

const node = (...addresses: [type: string, address: string][]): Live => ({
  status: { addresses: addresses.map(([type, address]) => ({ type, address })) },
});

describe("nodePortAddress", () => {
  it("is the InternalIP of the first node that has one", () => {
    const named = node(["Hostname", "control-plane"]);
    const first = node(["ExternalIP", "198.51.100.1"], ["InternalIP", "10.0.0.1"]);
    expect(nodePortAddress([named, first, node(["InternalIP", "10.0.0.2"])])).toBe("10.0.0.1");
  });

  it("explains how to name another one if there is none", () => {
    expect(() => nodePortAddress([node(["Hostname", "node"]), {}])).toThrow("--address");
    expect(() => nodePortAddress([])).toThrow("--address");
  });
});

describe("asHost", () => {
  it("puts IPv6 in brackets", () => {
    expect(["10.0.0.1", "node.test", "fd00::1", "[fd00::1]"].map(asHost)).toEqual([
      ...["10.0.0.1", "node.test", "[fd00::1]", "[fd00::1]"],
    ]);
  });
});
