import { output, secret } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Problems } from "../../../src/diagnostics/problems.js";
import { accepted } from "../../../src/diagnostics/pulumi.js";
import { checkKubeProxy } from "../../../src/kubeproxy/check/check.js";
import { rejectionsOf } from "./rejections.js";
import { GOOD } from "./verdict.js";

/** Secret values that an unmasked message would show or give away. */
const CASES: Record<string, [change: () => object, lines: string[]]> = {
  "a boolean as text": [
    () => ({ enableProfiling: secret("true") }),
    ["enableProfiling: [secret] is not a boolean; use true or false"],
  ],
  "a word": [
    () => ({ detectLocalMode: secret("clusterCIDR") }),
    ["detectLocalMode: [secret] is not one of ClusterCIDR, NodeCIDR, BridgeInterface, InterfaceNamePrefix"],
  ],
  "a duration in days": [
    () => ({ configSyncPeriod: secret("1d") }),
    ['configSyncPeriod: [secret] is not a Go duration; use text such as "30s", "1m30s" or "1h"'],
  ],
  "metrics on all interfaces": [() => ({ metricsBindAddress: secret("0.0.0.0") }), []],
  "a least time of 0": [() => ({ iptables: { minSyncPeriod: secret("0s") } }), []],
  "no node port addresses": [() => ({ mode: "nftables", nodePortAddresses: secret([]) }), []],
  "a mode of detection without what it needs": [
    () => ({ detectLocalMode: secret("BridgeInterface") }),
    ["detectLocal.bridgeInterface: is required by detectLocalMode"],
  ],
  "a mode of detection for which something is not needed": [
    () => ({
      detectLocalMode: secret("NodeCIDR"),
      detectLocal: { bridgeInterface: "cni0" },
      clusterCIDR: "10.0.0.0/8",
    }),
    [],
  ],
  "the format of the log": [
    () => ({ logging: { format: secret("json"), vmodule: [{ filePattern: "a", verbosity: 3 }] } }),
    ['logging.vmodule: works only with logging.format "text"'],
  ],
};

test.each(Object.entries(CASES))("secret is, and stays, %s", async (_name, [change, lines]) => {
  const problems = new Problems("it");
  const rejections = await rejectionsOf(async () => {
    const { fields } = accepted(problems, checkKubeProxy({ ...GOOD, ...change() }, problems));
    output(fields);
  });
  expect(rejections).toEqual(lines.map((line) => `it cannot be planned, 1 problem:\n  ${line}`));
  expect([...problems.warnings, ...problems.notes]).toEqual([]);
});
