import { expect, test } from "vitest";
import { refusals, testAccepted, testRefused, verdictOn } from "../verdict.js";

const MODES = 'use "iptables", "ipvs" or "nftables"';
const REQUIRED = `is required, because the default of kube-proxy changes from iptables to nftables in 1.40; ${MODES}`;
const DEPRECATED =
  "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40; nftables is its successor";

const WAYS = 'use "patch" to change the objects of an installer, or "create" to create new ones';
const LAYOUTS = ["kubeadm", "kind", "cluster-api", "kubespray", "eks-self-managed"];

testRefused("an option:", {
  "mode in capitals": [
    { mode: "IPVS" },
    ['mode: "IPVS" is not a mode of kube-proxy (iptables, ipvs, nftables); did you mean "ipvs"?'],
  ],
  "mode with a space": [
    { mode: "ipvs " },
    ['mode: "ipvs " is not a mode of kube-proxy (iptables, ipvs, nftables); did you mean "ipvs"?'],
  ],
  "mode that is no word": [{ mode: 5 }, ["mode: 5 is not a mode of kube-proxy (iptables, ipvs, nftables)"]],
  "mode userspace": [{ mode: "userspace" }, [`mode: "userspace" was removed in Kubernetes 1.26; ${MODES}`]],
  "mode kernelspace": [
    { mode: "kernelspace" },
    [`mode: "kernelspace" is the mode of Windows nodes, which this component does not configure; ${MODES}`],
  ],
  "mode missing": [{ mode: undefined }, [`mode: ${REQUIRED}`]],
  "mode empty": [{ mode: "" }, [`mode: ${REQUIRED}`]],
  "manage adopt": [{ manage: "adopt" }, [`manage: "adopt" is not a valid value; ${WAYS}`]],
  "restart as text": [
    { restart: "yes" },
    ['restart: "yes" is not a valid value; use true, false, or an object with timeout and minReadySeconds'],
  ],
  "restart that waits too short or too long": [
    { restart: { timeout: 59, minReadySeconds: 601, minReady: 5 } },
    [
      "restart.minReady: is not an argument; known arguments: minReadySeconds, timeout",
      "restart.minReadySeconds: 601 is not in range; give a whole number from 0 to 600",
      "restart.timeout: 59 is not in range; give a whole number from 60 to 86400",
    ],
  ],
  "allowUnsafeScheduler as text": [
    { allowUnsafeScheduler: "true" },
    ["allowUnsafeScheduler: is not a boolean; use true or false as a plain value"],
  ],
  "target that no installer is called": [
    { target: "eks" },
    [`target: "eks" is not a layout (${LAYOUTS.join(", ")})`],
  ],
  "target misspelled": [
    { target: "kubeadmin" },
    [`target: "kubeadmin" is not a layout (${LAYOUTS.join(", ")}); did you mean "kubeadm"?`],
  ],
  "target.configmapName": [
    { target: { configmapName: "kube-proxy" } },
    ['target.configmapName: is not an argument; did you mean "configMapName"?'],
  ],
  "target names that Kubernetes refuses": [
    {
      target: {
        namespace: "kube.system",
        configMapName: "Kube",
        configMapKey: "a/b",
        daemonSetName: "kube.proxy",
      },
    },
    [
      `target.configMapKey: "a/b" is not a valid ConfigMap key; use at most 253 letters, digits, -, _ and .`,
      `target.configMapName: "Kube" is not a valid ConfigMap name; use at most 253 lowercase letters, digits, - and .`,
      `target.daemonSetName: "kube.proxy" is not a valid DaemonSet name; use at most 63 lowercase letters, digits and -`,
      `target.namespace: "kube.system" is not a valid namespace; use at most 63 lowercase letters, digits and -`,
    ],
  ],
  "a label's value that is no text": [
    { labels: { tier: 5 } },
    [
      'labels["tier"]: 5 is not a valid label value; use at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit',
    ],
  ],
});

testAccepted("an option:", {
  "mode iptables alone": [{}, []],
  "mode ipvs": [{ mode: "ipvs" }, [DEPRECATED]],
  "mode ipvs in a cluster, whose version decides later": [{ mode: "ipvs", manage: "patch" }, []],
  "restart of what is created": [
    { restart: true },
    ['restart: has no effect with manage "create" without daemonSet'],
  ],
  "labels of what is patched": [
    { manage: "patch", labels: { tier: "node" } },
    ['labels: has no effect with manage "patch"'],
  ],
  "patching by default": [{ manage: undefined, restart: { timeout: 60, minReadySeconds: 0 } }, []],
});

test.each([[undefined], [null], [5], [[]]])("%j in place of the arguments", (args) => {
  expect(verdictOn(args).refused).toEqual([`mode: ${REQUIRED}`]);
});

test("everything at once, sorted by path", () => {
  const change = { mode: "ipvss", clusterCIDR: "x", ipvs: { scheduler: "RR", syncPeriod: 5 }, zoo: 1 };
  expect(refusals(change).map((line) => line.split(":")[0])).toEqual([
    "clusterCIDR",
    "ipvs.scheduler",
    "ipvs.syncPeriod",
    "mode",
    "zoo",
  ]);
});
