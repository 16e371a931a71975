import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inOrder } from "../../src/offline/analysis.js";
import { Pack } from "../../src/offline/pack.js";
import { judgeResource, judgeStack, putRight } from "../../src/offline/packs.js";
import { trafficPolicies } from "../../src/policies/index.js";
import { checkPolicies, planStack } from "../../src/testing/index.js";
import { bad, good } from "./cases/index.js";

const root = join(__dirname, "../..");
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
    execFileSync(process.execPath, [join(root, "examples/link-policy-pack.js")]);
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

  const cases = [...bad, ...good].filter(({ config }) => config === undefined);

  it("is asked about dozens of programs", () => {
    expect(bad.filter(({ config }) => config === undefined).length).toBeGreaterThan(24);
    expect(good.filter(({ config }) => config === undefined).length).toBeGreaterThan(24);
  });

  it.each(cases)("says the same as checkPolicies of: $name", async ({ program }) => {
    const { resources } = await planStack({}, program);
    const copies = resources.map((resource) => ({ ...resource }));
    const said = [];
    for (const resource of copies.filter(({ read }) => !read)) {
      said.push(
        ...(await putRight(pack, resource, copies)),
        ...(await judgeResource(pack, resource, copies)),
      );
    }
    said.push(...(await judgeStack(pack, copies)));
    expect(inOrder(said)).toEqual(await checkPolicies(resources, trafficPolicies()));
  });
});
