import { describe, expect, test } from "vitest";
import {
  addressAndPort,
  cidrFamily,
  ipFamily,
  isEveryInterface,
} from "../../../../src/kubeproxy/schema/addresses.js";

describe("an address", () => {
  test.each([
    ["10.0.0.1", "ipv4"],
    ["::1", "ipv6"],
    ["::ffff:10.0.0.1", "ipv6"],
    ["fe80::1%eth0", undefined],
    ["localhost", undefined],
    ["10.0.0", undefined],
    ["010.0.0.1", undefined],
    [" 10.0.0.1", undefined],
  ])("%j is of family %s", (text, family) => {
    expect(ipFamily(text)).toBe(family);
  });
});

describe("a CIDR", () => {
  test.each([
    ["10.0.0.0/8", "ipv4"],
    ["10.0.0.5/8", "ipv4"],
    ["0.0.0.0/0", "ipv4"],
    ["10.0.0.1/32", "ipv4"],
    ["fd00::/48", "ipv6"],
    ["::/128", "ipv6"],
    ["10.0.0.0/33", undefined],
    ["fd00::/129", undefined],
    ["10.0.0.1", undefined],
    ["10.0.0.0/", undefined],
    ["10.0.0.0/08", undefined],
    ["10.0.0.0/-1", undefined],
    ["10.0.0.0/8/8", undefined],
    ["fe80::1%eth0/64", undefined],
    ["", undefined],
  ])("%j is of family %s", (text, family) => {
    expect(cidrFamily(text)).toBe(family);
  });
});

describe("an address and port", () => {
  test.each([
    ["10.0.0.1", { address: "10.0.0.1" }],
    ["::", { address: "::" }],
    ["10.0.0.1:1", { address: "10.0.0.1", port: 1 }],
    ["[::1]:65535", { address: "::1", port: 65_535 }],
    ["10.0.0.1:0", undefined],
    ["10.0.0.1:65536", undefined],
    ["10.0.0.1:080", undefined],
    [":10249", undefined],
    ["[::1]", undefined],
    ["localhost:80", undefined],
    ["10.0.0.1:", undefined],
    ["", undefined],
  ])("%j is read as %j", (text, parts) => {
    expect(addressAndPort(text)).toEqual(parts);
  });

  test.each([
    ["0.0.0.0", true],
    ["::", true],
    ["0:0::0", true],
    ["127.0.0.1", false],
    ["::1", false],
  ])("%s means every interface: %s", (address, every) => {
    expect(isEveryInterface(address)).toBe(every);
  });
});
