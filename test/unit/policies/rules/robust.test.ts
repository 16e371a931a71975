import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodePorts, policies } from "../../../../src/policies/index.js";
import type { PlannedResource } from "../../../../src/preview/engine/resources.js";
import { checkPolicies, planStack, Secret, unknown } from "../../../../src/testing/index.js";
import { bad, good } from "./index.js";

type Path = readonly (string | number)[];

/** Returns the paths of all values inside a value, including maps and lists. */
function pathsIn(value: unknown, prefix: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((inner, index) => [index, inner] as const)
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => [[...prefix, key], ...pathsIn(inner, [...prefix, key])]);
}

/** Returns a copy of a value with another value at a path. */
function changed(value: unknown, [key, ...rest]: Path, to: (old: unknown) => unknown): unknown {
  if (key === undefined) return to(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = changed(copy[key], rest, to);
  return copy;
}

const replacements: readonly [string, (old: unknown) => unknown][] = [
  ["an unknown value", () => unknown],
  ["a secret", (old) => new Secret(old as never)],
  ["a number", () => 7],
  ["a string", () => "text"],
  ["null", () => null],
  ["a list", () => [1, "a", null]],
  ["a map", () => ({ a: { b: 1 } })],
];

/** Returns the resources with one value of one resource replaced. */
function mutant(resources: readonly PlannedResource[], pick: number, to: (old: unknown) => unknown) {
  const places = resources.flatMap((resource) => [
    ...pathsIn(resource.inputs).map((path) => ({ resource, field: "inputs" as const, path })),
    ...pathsIn(resource.outputs).map((path) => ({ resource, field: "outputs" as const, path })),
  ]);
  const place = places[pick % Math.max(places.length, 1)];
  return resources.map((resource) =>
    resource === place?.resource
      ? { ...resource, [place.field]: changed(resource[place.field], place.path, to) }
      : resource,
  );
}

describe("the policies", () => {
  const programs = [...bad, ...good];
  const plans = programs.map((given) => ({ given, plan: undefined as Promise<unknown> | undefined }));

  it("check any resource without failing, whatever one of its values is", async () => {
    const any = fc.record({
      program: fc.nat(programs.length - 1),
      pick: fc.nat(10_000),
      replacement: fc.constantFrom(...replacements),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ program, pick, replacement: [, to] }) => {
        const entry = plans[program] as (typeof plans)[number];
        entry.plan ??= planStack({ allowEmpty: true }, entry.given.program);
        const { resources } = (await entry.plan) as { resources: readonly PlannedResource[] };
        if (resources.length === 0) return;
        await checkPolicies(mutant(resources, pick, to), policies, { all: "remediate" });
      }),
      { numRuns: 150 },
    );
  });

  it("name the unknown value that a check needs, and check the rest", async () => {
    const given = bad.find(({ name }) => name === "two Services at one port");
    const plan = await planStack({}, given?.program as () => unknown);
    const resources = plan.resources.map((resource) =>
      resource.name === "one" && resource.type.endsWith(":Service")
        ? {
            ...resource,
            inputs: changed(resource.inputs, ["spec", "ports", 0, "nodePort"], () => unknown) as never,
          }
        : resource,
    );
    const violations = await checkPolicies(resources, policies);
    expect(violations).toEqual([
      {
        policy: "node-ports",
        level: "advisory",
        urn: undefined,
        name: "",
        description: nodePorts.description,
        message:
          "can't run policy 'node-ports' from policy pack 'policies@v0.0.0' during preview: " +
          'Service "one": string value at .spec.ports.0.nodePort can\'t be known during preview',
      },
    ]);
  });
});
