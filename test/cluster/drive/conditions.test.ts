import { expect, it } from "vitest";
import { CanaryDeployment } from "../../../dist/index.js";
import { planStack } from "../../../dist/testing/index.js";
import type { Live } from "../cluster/api.js";
import { condition } from "./conditions.js";

const WEIGHTS = { "web-stable": 75, "web-canary": 25 };

/** A route with these weights, and what each gateway reports: the generation, and whether it accepts that. */
function route(weights: Readonly<Record<string, number>>, ...parents: [number, "True" | "False"][]): Live {
  const backendRefs = Object.entries(weights).map(([name, weight]) => ({ name, weight }));
  const reports = parents.map(([observedGeneration, status]) => ({
    conditions: [
      { type: "ResolvedRefs", status: "True", observedGeneration: 3 },
      { type: "Accepted", status, observedGeneration },
    ],
  }));
  return { metadata: { generation: 3 }, spec: { rules: [{ backendRefs }] }, status: { parents: reports } };
}

async function holds(live: Live): Promise<boolean> {
  const plan = await planStack({ preview: false }, () => {
    new CanaryDeployment("web", {
      method: "route",
      ...{ replicas: 2, weight: 25, stable: { version: "v1" }, canary: { version: "v2" } },
      template: { spec: { containers: [{ name: "web", image: "web", ports: [{ containerPort: 80 }] }] } },
      service: { ports: [{ port: 80 }] },
      route: { kind: "TCPRoute", parentRefs: [{ name: "edge" }], waitForAccepted: true },
    });
  });
  const { metadata } = plan.resource("TCPRoute").inputs as {
    metadata: { annotations: Record<string, string> };
  };
  const conditions = JSON.parse(metadata.annotations["pulumi.com/waitFor"] ?? "") as string[];
  return conditions.every((text) => condition(text)(live));
}

it.each<[string, boolean, Live]>([
  ["the newest generation is accepted", true, route(WEIGHTS, [3, "True"])],
  ["every gateway accepts it", true, route(WEIGHTS, [3, "True"], [3, "True"])],
  ["no gateway reports", false, route(WEIGHTS)],
  ["an older generation is accepted", false, route(WEIGHTS, [2, "True"])],
  ["one of two gateways is late", false, route(WEIGHTS, [3, "True"], [2, "True"])],
  ["it is refused", false, route(WEIGHTS, [3, "False"])],
  ["the read is older than the write", false, route({ "web-stable": 100, "web-canary": 0 }, [3, "True"])],
])("a route is waited for until %s: %s", async (_, expected, live) => {
  expect(await holds(live)).toBe(expected);
});
