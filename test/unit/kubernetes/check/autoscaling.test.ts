import { expect, test } from "vitest";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { checkAutoscaling } from "../../../../src/kubernetes/check/autoscaling.js";

function bounds(autoscaling: { minReplicas?: number; maxReplicas: number }, replicas = 10) {
  const problems = new Problems("workload");
  const checked = checkAutoscaling(problems, { autoscaling, replicas });
  return problems.lines.length > 0 ? problems.lines : checked?.bounds;
}

test("the bounds may be one size", () => {
  expect(bounds({ maxReplicas: 10 })).toEqual({ min: 10, max: 10 });
  expect(bounds({ minReplicas: 1, maxReplicas: 1 }, 1)).toEqual({ min: 1, max: 1 });
  expect(bounds({ maxReplicas: 9 })).toEqual([
    "autoscaling.maxReplicas: 9 is below replicas 10; give at least 10",
  ]);
});

test.each([
  [5, 20, true],
  [10, 20, true],
  [5, 10, true],
  [11, 20, false],
  [5, 9, false],
])("10 initial replicas within %i and %i are accepted: %s", (minReplicas, maxReplicas, accepted) => {
  const refusal = `replicas: 10 is not between the minReplicas ${minReplicas} and maxReplicas ${maxReplicas} of autoscaling; choose an initial size within these bounds`;
  expect(bounds({ minReplicas, maxReplicas })).toEqual(
    accepted ? { min: minReplicas, max: maxReplicas } : [refusal],
  );
});
