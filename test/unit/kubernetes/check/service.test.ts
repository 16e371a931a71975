import { expect, test } from "vitest";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { checkService } from "../../../../src/kubernetes/check/service.js";

function refusals(nodePortRange: string, nodePort: number): string[] {
  const problems = new Problems("it");
  checkService(problems, { type: "NodePort", nodePortRange, ports: [{ port: 80, nodePort }] }, "service");
  return problems.lines;
}

test.each([
  ["80-32767", 80],
  ["1-65535", 65535],
  ["30380-30380", 30380],
])("a cluster's own node port range %s is accepted, with the port %i", (range, port) => {
  expect(refusals(range, port)).toEqual([]);
});

test.each(["80", "0-65535", "1-65536", "32767-30000"])("the node port range %s is refused", (range) => {
  expect(refusals(range, 30380)).toEqual([
    `service.nodePortRange: "${range}" is not a range of ports; use the value of the API server, such as "30000-32767"`,
  ]);
});
