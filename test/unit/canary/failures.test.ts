import { describe, expect, test } from "vitest";
import { checkCanary } from "../../../src/canary/check.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { accepted } from "../../../src/diagnostics/pulumi.js";
import { canaryArgs } from "../../support/args.js";
import { failureOf } from "../../support/specs.js";

function specsOf(change: object) {
  const problems = new Problems("CanaryDeployment");
  const canary = accepted(problems, checkCanary("myapp", { ...canaryArgs(), ...change }, problems));
  return canary.method.objects(canary).specs;
}

const CANARY_BACK = "To go back, set weight to 0 and run pulumi up.";
const STABLE_BACK = "To go back, give stable the version before and run pulumi up.";

describe("method replicas", () => {
  test("a canary that is not ready leaves the way back to weight 0", () => {
    const failure = failureOf(specsOf({}), "Deployment myapp-canary");
    expect(failure).toEqual({
      deployments: ["myapp-canary"],
      service: "myapp",
      sides: [
        {
          name: "stable",
          selector: {
            "pulumi-kubernetes-traffic/canary-deployment": "myapp",
            "pulumi-kubernetes-traffic/track": "stable",
          },
        },
        {
          name: "canary",
          selector: {
            "pulumi-kubernetes-traffic/canary-deployment": "myapp",
            "pulumi-kubernetes-traffic/track": "canary",
          },
        },
      ],
      remedies: ["To go on, repair canary and run the same pulumi up again."],
      partlyReady: "To go on with the pods that are ready, lower replicas.",
      wayBack: CANARY_BACK,
    });
  });

  test("a stable side that is not ready goes back to the version before", () => {
    const specs = specsOf({ canary: undefined, weight: 0 });
    const failure = failureOf(specs, "Deployment myapp-stable");
    expect(failure?.wayBack).toBe(STABLE_BACK);
    expect(failure?.partlyReady).toContain("or minReady if only the PodDisruptionBudget waits for them");
  });

  test("the Service waits for the pods of both sides", () => {
    expect(failureOf(specsOf({}), "Service myapp")?.deployments).toEqual(["myapp-stable", "myapp-canary"]);
  });
});

test("a held rollout goes back to weight 0, and its pods have versions and no side", () => {
  const held = failureOf(specsOf({ method: "hold" }), "Deployment myapp-stable");
  expect(held).toMatchObject({ sides: [], wayBack: CANARY_BACK });
  expect(held?.remedies).toEqual(["To go on, repair canary and run the same pulumi up again."]);
  const undone = failureOf(specsOf({ method: "hold", weight: 0 }), "Deployment myapp-stable");
  expect(undone?.wayBack).toBe(STABLE_BACK);
});

test("a route has not changed where a side with traffic fails, and sends nothing to an idle side", () => {
  const route = { kind: "TCPRoute", parentRefs: [{ name: "gateway" }] };
  const sharing = specsOf({ method: "route", route });
  expect(failureOf(sharing, "Deployment myapp-canary")?.traffic).toBe("Route myapp did not change.");
  const idle = specsOf({ method: "route", route, weight: 0 });
  expect(failureOf(idle, "Deployment myapp-canary")?.traffic).toBe("Route myapp sends nothing to canary.");
});
