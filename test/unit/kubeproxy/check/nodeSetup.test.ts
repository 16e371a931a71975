import { expect, test } from "vitest";
import { refusals, testAccepted, testRefused, verdictOn } from "../verdict.js";

const daemonSet = { image: "registry.k8s.io/kube-proxy:v1.34.2", apiServer: "https://10.0.0.1:6443" };
const IPVS = { mode: "ipvs", daemonSet };
const MODES = 'use "iptables" or "nftables" as plain text';

testRefused("a node setup:", {
  "a fallback to ipvs": [
    { ...IPVS, mode: "nftables", fallbackMode: "ipvs", nodePortAddresses: ["primary"] },
    [`fallbackMode: "ipvs" is not a fallback mode; ${MODES}`],
  ],
  "a fallback to the mode itself": [
    { daemonSet, mode: "nftables", fallbackMode: "nftables", nodePortAddresses: ["primary"] },
    ['fallbackMode: "nftables" is the same as mode; remove it'],
  ],
  "a fallback of iptables": [
    { daemonSet, fallbackMode: "nftables" },
    ['fallbackMode: "nftables" is never used, because every node can run mode iptables; remove it'],
  ],
  "flags that are text": [
    { ...IPVS, loadModules: "yes", cleanup: 1 },
    [
      "cleanup: 1 is not a boolean; use true or false",
      'loadModules: "yes" is not a boolean; use true or false',
    ],
  ],
  "what needs a DaemonSet of which only the file is made": [
    { mode: "ipvs", fallbackMode: "iptables", loadModules: true, cleanup: true },
    ["cleanup", "fallbackMode", "loadModules"].map(
      (path) => `${path}: needs a created DaemonSet; set daemonSet too`,
    ),
  ],
  "what needs a DaemonSet that is left alone": [
    { mode: "ipvs", manage: "patch", restart: false, fallbackMode: "iptables" },
    ["fallbackMode: changes the DaemonSet, which restart false prevents; remove restart"],
  ],
  "a file that the fallback cannot use": [
    { ...IPVS, fallbackMode: "iptables", iptables: { syncPeriod: "1s", minSyncPeriod: "2s" } },
    ['iptables.minSyncPeriod: "2s" is above iptables.syncPeriod "1s"; lower it, or raise the other'],
  ],
});

testAccepted("a node setup:", {
  "all of it for ipvs": [{ ...IPVS, fallbackMode: "iptables", loadModules: true, cleanup: true }, []],
  "none of it": [{ ...IPVS, loadModules: false, cleanup: false }, []],
  "modules of another mode": [
    { daemonSet, loadModules: true },
    ["loadModules: has no effect in mode iptables"],
  ],
  "cleanup of what nftables deletes": [
    { daemonSet, mode: "nftables", nodePortAddresses: ["primary"], cleanup: true },
    ["cleanup: has no effect in mode nftables, which deletes the rules of other modes itself"],
  ],
  "cleanup in mode iptables": [{ daemonSet, mode: "iptables", cleanup: true }, []],
  "cleanup where nftables may fall back": [
    { daemonSet, mode: "nftables", nodePortAddresses: ["primary"], cleanup: true, fallbackMode: "iptables" },
    [],
  ],
});

testRefused("a DaemonSet:", {
  "no object": [
    { daemonSet: true },
    ["daemonSet: is not a plain object; use an object with image and apiServer, which may be Outputs"],
  ],
  "nothing in it": [
    { daemonSet: {} },
    ["daemonSet.apiServer: is missing", "daemonSet.image: is missing"].map((line) =>
      expect.stringContaining(line),
    ),
  ],
  "a misspelled key, and an address without https": [
    { daemonSet: { ...daemonSet, apiserver: "x", apiServer: "10.0.0.1:6443" } },
    [
      expect.stringMatching(/^daemonSet.apiServer: "10.0.0.1:6443" is not a valid address; use an address/),
      'daemonSet.apiserver: is not an argument; did you mean "apiServer"?',
    ],
  ],
  "a kubeconfig of one's own": [
    { daemonSet, extraConfig: { clientConnection: { kubeconfig: "/k" } } },
    [
      "clientConnection.kubeconfig: is /var/lib/kube-proxy/kubeconfig.conf in the created DaemonSet; remove it, and set daemonSet.apiServer",
    ],
  ],
  "a version that has the mode no more": [
    { mode: "ipvs", daemonSet: { ...daemonSet, image: "kube-proxy:v1.43.0" } },
    ["mode: kube-proxy v1.43.0 no longer supports mode ipvs; nftables is its successor"],
  ],
  "a version that has the fallback not yet": [
    { mode: "ipvs", fallbackMode: "nftables", daemonSet: { ...daemonSet, image: "kube-proxy:v1.28.0" } },
    ["mode: kube-proxy v1.28.0 does not support mode nftables; 1.29 introduced it"],
  ],
});

test("a DaemonSet in a live cluster is refused", () => {
  expect(refusals({ manage: "patch", daemonSet })).toEqual([
    'daemonSet: is only for manage "create"; a live kube-proxy has its own DaemonSet; remove it, or set manage "create"',
  ]);
});

test("the version of the image decides whether a warning reports the end of ipvs", () => {
  const warned = (image: string) =>
    verdictOn({ mode: "ipvs", manage: "create", daemonSet: { ...daemonSet, image } }).warned.length;
  expect([warned("kube-proxy:v1.34.0"), warned("kube-proxy:v1.35.0")]).toEqual([0, 1]);
});
