import { expect, test } from "vitest";
import { checkBlueGreen } from "../../../src/bluegreen/check.js";
import { blueGreenObjects } from "../../../src/bluegreen/objects.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { accepted } from "../../../src/diagnostics/pulumi.js";
import { blueGreenArgs } from "../../support/args.js";
import { failureOf } from "../../support/specs.js";

const REPAIR = "repair colors.blue and run the same pulumi up again.";
const LOWER =
  "To go on with the pods that are ready, lower replicas, or minReady if only the PodDisruptionBudget waits for them.";
const route = { kind: "TCPRoute", parentRefs: [{ name: "gateway" }] };

function specsOf(change: object) {
  const problems = new Problems("BlueGreenService");
  const args = { ...blueGreenArgs(), ...change };
  return blueGreenObjects(accepted(problems, checkBlueGreen("shop", args, problems))).specs;
}

test("an active color that is not ready leaves the way back to the color that serves", () => {
  const failure = failureOf(specsOf({}), "Deployment shop-blue");
  expect(failure).toMatchObject({ deployments: ["shop-blue"], service: "shop", partlyReady: LOWER });
  expect(failure?.remedies).toEqual([`To go on, ${REPAIR}`]);
  expect(failure?.wayBack).toBe("To go back, set activeColor to the color before and run pulumi up.");
  expect(failure?.sides.map(({ name, wayBack }) => `${name}: ${wayBack}`)).toEqual([
    "blue: To go back, give colors.blue the version before and run pulumi up.",
    'green: To go back, set activeColor to "green" and run pulumi up.',
  ]);
});

test("the Service and the budget of the active color explain the same", () => {
  const specs = specsOf({});
  const failure = failureOf(specs, "Deployment shop-blue");
  expect(failureOf(specs, "Service shop")).toEqual(failure);
  expect(failureOf(specs, "PodDisruptionBudget shop-blue")).toEqual(failure);
});

test("a standby that is not ready gets no connections, and may have no pods", () => {
  const green = { ...failureOf(specsOf({}), "Deployment shop-green") };
  expect(green.remedies).toEqual([
    "Color green gets no connections. To go on, repair colors.green and run the same pulumi up again.",
    "To go on without pods of it, set standbyReplicas to 0.",
  ]);
  expect(green.wayBack).toBeUndefined();
  const scaled = failureOf(specsOf({ autoscaling: { maxReplicas: 4 } }), "Deployment shop-green");
  expect(scaled?.remedies).toHaveLength(1);
});

test("a route changes after the active color and before the standby", () => {
  const specs = specsOf({ route });
  expect(failureOf(specs, "Deployment shop-blue")?.traffic).toBe("Route shop did not change.");
  expect(failureOf(specs, "Deployment shop-green")?.traffic).toBe("Route shop sends to blue.");
});

test("names that the user gave are those in the cluster", () => {
  const labels = { app: "old", "pulumi-kubernetes-traffic/color": "blue" };
  const existing = { name: "old", selector: { app: "old" } };
  const template = { metadata: { labels }, spec: blueGreenArgs().template.spec };
  const specs = specsOf({
    service: { name: "web", ports: [{ port: 80 }] },
    selector: { app: "old" },
    colors: {
      blue: { version: "v1", image: "app:1", existing, template },
      green: { version: "v2", image: "app:2" },
    },
  });
  expect(failureOf(specs, "Deployment shop-blue")).toMatchObject({ deployments: ["old"], service: "web" });
});
