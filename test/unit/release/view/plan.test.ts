import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colored } from "../../../../src/preview/screen/style.js";
import { planMarkdown } from "../../../../src/release/view/planMarkdown.js";
import type { PlannedStep, ReleasePlan, Spread } from "../../../../src/release/view/planModel.js";
import { planText } from "../../../../src/release/view/planText.js";
import { planWarnings } from "../../../../src/release/view/planWarnings.js";
import { hostile, LEAKS } from "./arbitrary.js";
import { roughPlan, slowPlan } from "./plans.js";

const number = fc.oneof(
  fc.double({ min: -1e300, max: 1e300 }),
  fc.constantFrom(0, 1e15, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const spread = fc.record({
  median: fc.option(number, { nil: undefined }),
  p95: fc.option(number, { nil: undefined }),
}) as fc.Arbitrary<Spread>;
const step = fc.record(
  {
    title: hostile,
    weight: number,
    atLeast: number,
    approve: fc.boolean(),
    achieved: number,
    pods: fc.record({ stable: number, canary: number }),
    peakPods: number,
    verdict: fc.record({ indicator: hostile, requests: spread, seconds: spread }),
    harm: fc.record({ canaryRequests: spread, badAnswers: spread }),
  },
  { requiredKeys: ["title", "weight", "atLeast", "approve"] },
) as fc.Arbitrary<PlannedStep>;
const plans = fc
  .record({
    component: hostile,
    kind: fc.constantFrom("canary", "blueGreen"),
    stack: fc.option(hostile, { nil: undefined }),
    from: fc.option(hostile, { nil: undefined }),
    to: fc.option(hostile, { nil: undefined }),
    traffic: fc.record({ requestsPerSecond: number, errorRate: number, source: fc.constant("assumed") }),
    steps: fc.array(step, { maxLength: 5 }),
    deadline: number,
    harmTimes: number,
  })
  .map((plan) => ({
    ...plan,
    warnings: planWarnings(plan as unknown as ReleasePlan),
  })) as fc.Arbitrary<ReleasePlan>;

describe("the plan of a release", () => {
  it.each([60, 100, 200])("fits %i columns", async (width) => {
    const screens = [roughPlan, slowPlan].map((plan) => planText(plan, { width }));
    expect(screens.flat().filter((line) => Array.from(line).length > width)).toEqual([]);
    const text = screens.map((lines) => lines.join("\n")).join(`\n\n${"=".repeat(width)}\n\n`);
    await expect(`${text}\n`).toMatchFileSnapshot(`screens/plan-${width}.txt`);
  });

  it("has the same text with colors", () => {
    const lines = planText(roughPlan, { width: 100, paint: colored });
    expect(lines.map(stripVTControlCharacters)).toEqual(planText(roughPlan, { width: 100 }));
  });

  it("is Markdown with the same numbers", async () => {
    const text = [roughPlan, slowPlan].map(planMarkdown).join("\n\n");
    await expect(`${text}\n`).toMatchFileSnapshot("screens/plan.md");
  });

  it("survives JSON", () => {
    const read = JSON.parse(JSON.stringify(slowPlan)) as ReleasePlan;
    expect(planText(read, { width: 100 })).toEqual(planText(slowPlan, { width: 100 }));
  });

  it("bears every plan", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 40, max: 220 }), (plan, width) => {
        const lines = planText(plan, { width });
        expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
        expect(lines.join("\n")).not.toMatch(LEAKS);
        expect(planMarkdown(plan)).not.toMatch(LEAKS);
      }),
    );
  });
});

describe("the warnings of a plan", () => {
  const [first, second, third] = roughPlan.steps as [PlannedStep, PlannedStep, PlannedStep];
  const exact = { ...first, achieved: 2 };
  const warnings = (steps: readonly PlannedStep[], deadline = 7200) =>
    planWarnings({ ...roughPlan, steps, deadline });

  it("are none where every step does what it asks for, in time", () => {
    expect(warnings([exact, { ...second, achieved: 10.4 }])).toEqual([]);
    expect(warnings([{ ...first, achieved: undefined, verdict: undefined }])).toEqual([]);
  });

  it("name a share that is another one, and a step that changes nothing", () => {
    expect(warnings([first, second])).toEqual([
      "step 2 % gives 9.1 % instead of 2 %; more replicas, maxPods or the method route divide more finely",
      "step 10 % gives 9.1 %, as the step before: it changes nothing; more replicas, maxPods or the method route divide more finely",
    ]);
  });

  it("name the steps that no deadline waits for", () => {
    expect(warnings([exact], 300)).toEqual([
      "step 2 % takes about 7 min to judge errors, which is more than the deadline of 5 min: raise the deadline, begin with a larger weight, or add an indicator with more events",
    ]);
    const endless: PlannedStep = {
      ...exact,
      verdict: {
        indicator: "errors",
        requests: { median: undefined, p95: undefined },
        seconds: { median: undefined, p95: undefined },
      },
    };
    expect(warnings([endless])).toEqual([
      "step 2 % takes longer than the forecast goes to judge errors, which is more than the deadline of 2 h: raise the deadline, begin with a larger weight, or add an indicator with more events",
    ]);
  });

  it("name a deadline that is too short for all steps, with the time that a step must last", () => {
    const steps = [exact, { ...third, achieved: 25 }];
    expect(warnings(steps, 410 + 600)).toEqual([]);
    expect(warnings(steps, 410 + 599)).toEqual([
      "all steps together take about 17 min, and the deadline is 17 min: raise the deadline, or use fewer steps",
    ]);
  });
});
