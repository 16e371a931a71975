import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trafficPolicies } from "../../../src/policies/index.js";
import type { PlannedResource } from "../../../src/preview/engine/resources.js";
import { inOrder } from "../../../src/preview/packs/analysis.js";
import { judgeResource, judgeStack, remediate } from "../../../src/preview/packs/judge.js";
import { Pack } from "../../../src/preview/packs/pack.js";
import { checkPolicies, planStack, Secret, unknown } from "../../../src/testing/index.js";
import { container, deployment, type Loose, unknownOutput } from "./programs/objects.js";
import { bad, good } from "./rules/index.js";

const root = join(__dirname, "../../..");
const settings = {
  project: "project",
  stack: "stack",
  config: { values: {}, secretKeys: [] },
  environment: process.env,
  timeout: 60,
  onOutput: () => undefined,
};

describe("the ready pack, behind the server that Pulumi starts", () => {
  let pack: Pack;
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, "scripts/linkPackage.mjs")]);
    pack = await Pack.start(join(root, "examples/policy-pack"), {}, settings);
  }, 90_000);
  afterAll(() => pack?.stop());

  it("has every policy, with its level, remedy and link", () => {
    expect(pack.name).toBe("kubernetes-traffic");
    expect(pack.policies).toMatchObject(
      trafficPolicies().map(({ name, enforcementLevel, remediationSteps, url }) => ({
        name,
        enforcementLevel,
        remediationSteps,
        url,
      })),
    );
  });

  it("remediates where configured, and keeps secrets and unknown values", async () => {
    const remedying = await Pack.start(
      join(root, "examples/policy-pack"),
      { "drain-before-kill": { enforcementLevel: "remediate", seconds: 9 } },
      settings,
    );
    try {
      const { resources } = await planStack({}, () => {
        const env = [
          { name: "TOKEN", value: pulumi.secret("hush") },
          { name: "UID", value: unknownOutput() },
        ];
        const first = container({ lifecycle: undefined, env });
        const second = container({ name: "own", lifecycle: { preStop: { sleep: { seconds: 60 } } } });
        deployment("web", { app: "web" }, { pod: { containers: [first, second] } });
      });
      const web = { ...(resources.find(({ name }) => name === "web") as PlannedResource) };
      const found = await remediate(remedying, web, resources);
      expect(found.map(({ policy, level, name }) => [policy, level, name])).toEqual([
        ["drain-before-kill", "remediate", "web"],
      ]);
      expect(await judgeResource(remedying, web, resources)).toEqual([]);
      const pod = (web.inputs as Loose).spec.template.spec;
      expect(pod.terminationGracePeriodSeconds).toBe(90);
      expect(pod.containers.map(({ lifecycle }: Loose) => lifecycle.preStop.sleep.seconds)).toEqual([9, 60]);
      expect(pod.containers[0].env).toEqual([
        { name: "TOKEN", value: new Secret("hush") },
        { name: "UID", value: unknown },
      ]);
    } finally {
      remedying.stop();
    }
  });

  // checkPolicies refuses a program without resources, which the server judges as any other.
  const cases = [...bad, ...good].filter(
    ({ config, name }) => config === undefined && name !== "nothing at all",
  );

  it.each(cases)("agrees with checkPolicies on: $name", async ({ program }) => {
    const { resources } = await planStack({}, program);
    const copies = resources.map((resource) => ({ ...resource }));
    const found = [];
    for (const resource of copies.filter(({ read }) => !read)) {
      found.push(
        ...(await remediate(pack, resource, copies)),
        ...(await judgeResource(pack, resource, copies)),
      );
    }
    found.push(...(await judgeStack(pack, copies)));
    expect(inOrder(found)).toEqual(await checkPolicies(resources, trafficPolicies()));
  });
});
