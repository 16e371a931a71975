import { describe, expect, test } from "vitest";
import { SCHEDULERS } from "../../../../src/kubeproxy/schema/schedulers.js";
import { GOOD, verdictOn } from "../verdict.js";

const DEPRECATED =
  "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40; nftables is its successor";
const WAY_OUT = "use rr or lc, or set allowUnsafeScheduler";
const ONE_BY_ONE =
  "sends all consecutive connections to the same pod, because weights are equal; only concurrent ones spread";
const DRAINING = "hash selects a draining pod, or a pod of the old color after a flip";
const CACHE = "is made for caches: consecutive connections all go to the same pod";

const withScheduler = (scheduler: unknown, more = {}) =>
  verdictOn({ ...GOOD, mode: "ipvs", ipvs: { scheduler }, ...more });

const ACCEPTED: Record<string, { warned?: string; noted?: string }> = {
  rr: {},
  lc: {
    noted:
      "lc sends all new connections to a new pod until it has had as many as the others in two minutes, so a canary gets more than its share at first; rr keeps shares",
  },
  wrr: { noted: "wrr is the same as rr, because kube-proxy gives every pod weight 1" },
  wlc: {
    noted:
      "wlc is the same as lc, because kube-proxy gives every pod weight 1: a canary gets more than its share at first",
  },
  lblc: { noted: `lblc ${CACHE}` },
  lblcr: { noted: `lblcr ${CACHE}` },
  dh: {
    warned:
      "dh sends all connections from a node to a Service to one pod, and refuses them while that pod drains",
  },
  sh: { warned: `sh refuses new connections for minutes when the client's ${DRAINING}` },
  mh: { warned: `mh refuses new connections for minutes when their ${DRAINING}` },
  sed: { warned: `sed ${ONE_BY_ONE}` },
  nq: { warned: `nq ${ONE_BY_ONE}` },
};

const UNSAFE: Record<string, string> = {
  fo: "sends everything to one pod, because kube-proxy gives every pod weight 1",
  ovf: "refuses connections above two per pod and node, because kube-proxy gives every pod weight 1",
  none: "refuses every connection, because nothing chooses a pod",
  twos: "is missing from many kernels, Debian's among them, and kube-proxy exits where it is missing",
};

test("every scheduler of the table has a case", () => {
  expect(Object.keys({ ...ACCEPTED, ...UNSAFE }).sort()).toEqual(Object.keys(SCHEDULERS).sort());
});

const line = (text: string | undefined) => (text === undefined ? [] : [`ipvs.scheduler: ${text}`]);

test.each(Object.entries(ACCEPTED))(
  "%s is accepted, and a message reports its effect",
  (name, { warned, noted }) => {
    expect(withScheduler(name)).toEqual({
      refused: [],
      warned: [DEPRECATED, ...line(warned)],
      noted: line(noted),
    });
  },
);

describe.each(Object.entries(UNSAFE))("%s, which is unsafe", (name, effect) => {
  test("is refused", () => {
    expect(withScheduler(name).refused).toEqual([`ipvs.scheduler: "${name}" ${effect}; ${WAY_OUT}`]);
  });

  test("is refused in extraConfig too", () => {
    const { refused } = withScheduler(undefined, { extraConfig: { ipvs: { scheduler: name } } });
    expect(refused).toEqual([`extraConfig.ipvs.scheduler: "${name}" ${effect}; ${WAY_OUT}`]);
  });

  test("passes with a warning when it is allowed", () => {
    const verdict = withScheduler(name, { allowUnsafeScheduler: true });
    expect(verdict).toEqual({
      refused: [],
      warned: [DEPRECATED, `ipvs.scheduler: ${name} ${effect}`],
      noted: [],
    });
  });
});

const KNOWN = "rr, wrr, lc, wlc, lblc, lblcr, dh, sh, sed, nq, mh";
const EXITS = "kube-proxy would accept the file and then exit, because the kernel has no module of that name";

test.each([
  ["foobar", ""],
  ["RR", '; did you mean "rr"?'],
  [" rr", '; did you mean "rr"?'],
  ["wlcc", '; did you mean "wlc"?'],
  ["toString", ""],
  [5, ""],
])("%j does not exist and is refused, allowed or not", (name, hint) => {
  const refused = [
    `ipvs.scheduler: ${JSON.stringify(name)} is not an IPVS scheduler (${KNOWN}): ${EXITS}${hint}`,
  ];
  expect(withScheduler(name).refused).toEqual(refused);
  expect(withScheduler(name, { allowUnsafeScheduler: true }).refused).toEqual(refused);
});

test("in another mode a scheduler only has no effect", () => {
  expect(withScheduler("dh", { mode: "iptables" })).toEqual({
    refused: [],
    warned: ["ipvs.scheduler: has no effect in mode iptables"],
    noted: [],
  });
});
