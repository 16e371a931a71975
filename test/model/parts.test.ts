import fc from "fast-check";
import { expect, test } from "vitest";
import { checkBlueGreen } from "../../src/bluegreen/check.js";
import { blueGreenObjects } from "../../src/bluegreen/objects.js";
import { checkCanary } from "../../src/canary/check.js";
import { Problems } from "../../src/diagnostics/problems.js";
import { accepted } from "../../src/diagnostics/pulumi.js";
import type { ResourceSpec } from "../../src/resources/resourceSpec.js";
import { blueGreenArgs, canaryArgs } from "../support/args.js";
import { manifestOf } from "../support/specs.js";

// What the walks assume of every release, whatever its arguments.

const route = { kind: "TCPRoute", parentRefs: [{ name: "edge" }] };
const options = {
  replicas: fc.integer({ min: 1, max: 20 }),
  disruptionBudget: fc.boolean(),
  verifyReady: fc.boolean(),
};
const absent = fc.constant(undefined);

const canaries = fc
  .record({
    ...options,
    weight: fc.oneof(fc.constantFrom(0, 50, 100), fc.double({ min: 0, max: 100, noNaN: true })),
    method: fc.constantFrom("replicas", "hold", "route"),
    maxPods: fc.oneof(absent, fc.integer({ min: 21, max: 60 })),
    canary: fc.boolean(),
  })
  .map(({ canary, ...args }) => ({
    ...canaryArgs(),
    ...args,
    ...(args.method === "route" && { route }),
    ...(!canary && { canary: undefined, weight: 0 }),
  }));

const blueGreens = fc
  .record({
    ...options,
    activeColor: fc.constantFrom("blue", "green", "red"),
    standbyReplicas: fc.oneof(absent, fc.nat(20)),
    previewService: fc.boolean(),
    fastFlip: fc.boolean(),
    route: fc.constantFrom(undefined, route),
  })
  .map((args) => ({
    ...blueGreenArgs(),
    ...args,
    colors: { ...blueGreenArgs().colors, red: { version: "v3", image: "app:3" } },
  }));

function expectOrdered(specs: readonly ResourceSpec[]): void {
  // In this order each follows its dependencies, so there is no cycle.
  specs.forEach((spec, index) => {
    for (const earlier of spec.dependsOn) expect(specs.slice(0, index)).toContain(earlier);
  });
  for (const of of ["name", "resource"] as const) {
    const names = specs.map((spec) => `${spec.kind} ${spec[of]}`);
    expect(new Set(names).size).toBe(names.length);
  }
  const [first] = specs as [ResourceSpec<"Deployment">];
  expect([first.kind, first.dependsOn.length]).toEqual(["Deployment", 0]);
  expect((manifestOf(first).spec as { replicas: number }).replicas).toBeGreaterThan(0);
}

test("the parts of a CanaryDeployment follow their dependencies and have unique names", () => {
  fc.assert(
    fc.property(canaries, (args) => {
      const problems = new Problems("CanaryDeployment");
      const canary = accepted(problems, checkCanary("app", args, problems));
      expectOrdered(canary.method.objects(canary).specs);
    }),
  );
});

test("the parts of a BlueGreenService follow their dependencies and have unique names", () => {
  fc.assert(
    fc.property(blueGreens, (args) => {
      const problems = new Problems("BlueGreenService");
      const checked = accepted(problems, checkBlueGreen("app", args, problems));
      expectOrdered(blueGreenObjects(checked).specs);
    }),
  );
});
