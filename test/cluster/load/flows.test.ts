import { expect, it } from "vitest";
import { flowOf } from "./flows.js";

it("reads where kube-proxy sends a connection", () => {
  const line =
    "    [NEW] tcp      6 120 SYN_SENT src=10.200.161.3 dst=10.96.7.7 sport=20001 dport=80 [UNREPLIED] src=10.200.32.9 dst=10.200.161.3 sport=80 dport=20001";
  expect(flowOf(line)).toEqual({ source: "10.200.161.3:20001", to: "10.200.32.9" });
  expect(flowOf("[DESTROY] tcp 6 src=1 dst=2 sport=3 dport=4 src=5 dst=6 sport=7 dport=8")).toBeUndefined();
});
