import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/preview/failure.js";
import type { Report } from "../../../src/preview/index.js";
import { plannedComponent } from "../../../src/release/plannedComponent.js";
import { type PlanQuestion, planRelease } from "../../../src/release/planRelease.js";
import type { IndicatorSpec, ReleaseSpec } from "../../../src/release/spec/spec.js";
import { BLUE_GREEN, specOf, step } from "./driver/releases.js";

type Config = Readonly<Record<string, string | undefined>>;
type Row = Report["traffic"][number];

const report = (...traffic: readonly unknown[]) => ({ traffic }) as unknown as Report;
const presentConfig = { weight: "0", stable: "v1", canary: "v2" };

/** What the preview of a canary of ten pods reports. */
function canaryReport({ weight, stable, canary }: Config): Report {
  const extra =
    canary === undefined ? 0 : Math.max(1, Math.round((10 * Number(weight)) / (100 - Number(weight) || 10)));
  const sides = [
    { role: "stable", version: stable, pods: 10 },
    ...(canary === undefined ? [] : [{ role: "canary", version: canary, pods: extra }]),
  ];
  const achieved = weight === "0" ? 0 : (100 * extra) / (10 + extra);
  return report({ component: "CanaryDeployment", name: "myapp", sides, achieved, peakPods: 10 + extra });
}

const blueGreenReport = (live: string, green: string | undefined = "v2") =>
  report({
    ...{ component: "BlueGreenService", name: "myapp", live },
    colors: [
      { color: "blue", version: "v1", pods: 4 },
      ...(green ? [{ color: "green", version: green }] : []),
    ],
  });

function question(options: Partial<PlanQuestion> = {}, present: Config = presentConfig) {
  const asked: Config[] = [];
  return {
    asked,
    ...{ rate: 100, errors: 0.01, cwd: ".", environment: {} },
    program: async (changes: Config) => {
      asked.push(changes);
      return canaryReport({ ...present, ...changes });
    },
    ...options,
  };
}

/** The spec with an indicator of its own. */
function judgedBy(
  indicator: Partial<IndicatorSpec> | undefined,
  changes: Partial<ReleaseSpec> = {},
): ReleaseSpec {
  const spec = specOf(changes);
  const [first] = spec.evidence.indicators;
  const indicators = indicator ? [{ ...first, ...indicator } as IndicatorSpec] : [];
  return { ...spec, evidence: { ...spec.evidence, indicators } };
}

describe("the plan of a canary release", () => {
  it("has the pods and the share of each weight, as the program gives them", async () => {
    const asked = question();
    const plan = await planRelease(specOf(), "dev", asked);
    expect(plan).toMatchObject({ component: "myapp", kind: "canary", stack: "dev", from: "v1", to: "v2" });
    expect(asked.asked).toEqual([
      {},
      ...["10", "25", "50", "100"].map((weight) => ({ weight, stable: "v1", canary: "v2" })),
    ]);
    expect(plan.steps.map(({ title, pods, peakPods }) => [title, pods?.canary, peakPods])).toEqual([
      ["10 %", 1, 11],
      ["25 %", 3, 13],
      ["50 %", 10, 20],
      ["100 %", 100, 110],
    ]);
    expect(plan.steps[0]?.achieved).toBeCloseTo(100 / 11);
  });

  it("forecasts a verdict that comes sooner with more traffic", async () => {
    const at = async (rate: number) =>
      (await planRelease(specOf(), "dev", question({ rate }))).steps[2]?.verdict;
    const [slow, fast] = [await at(10), await at(1000)];
    expect(slow).toMatchObject({ indicator: "errors" });
    expect(fast?.seconds.median).toBeLessThan((slow?.seconds.median ?? 0) / 10);
    expect(slow?.seconds.p95).toBeGreaterThanOrEqual(slow?.seconds.median ?? Number.NaN);
  });

  it("has a forecast for each step, and for weight 100 by the rate of the steps before", async () => {
    const { steps } = await planRelease(specOf(), "dev", question());
    expect(steps.map(({ verdict, harm }) => [verdict !== undefined, harm !== undefined])).toEqual(
      [0, 1, 2, 3].map(() => [true, true]),
    );
  });

  it("has no forecast without indicators", async () => {
    const { steps, warnings } = await planRelease(judgedBy(undefined), "dev", question({ rate: undefined }));
    expect(steps.filter(({ verdict, harm }) => verdict ?? harm)).toEqual([]);
    expect(warnings.filter((text) => text.includes("traffic"))).toEqual([]);
  });

  it("has no time where a verdict takes longer than is simulated, and warns", async () => {
    const release = { ...specOf().release, steps: [step(1), step(100)] } as ReleaseSpec["release"];
    const spec = judgedBy({ negligible: 0 }, { release });
    const { steps, warnings } = await planRelease(spec, "dev", question({ errors: 0 }));
    expect(steps[0]?.verdict?.seconds).toEqual({ median: undefined, p95: undefined });
    expect(JSON.stringify(steps)).not.toContain("null");
    expect(warnings.join("\n")).toContain("longer than the forecast goes");
  });

  it("counts the windows of a command", async () => {
    const command = { source: "command", command: "true", timeout: 1, lag: 0 } as const;
    const requests = async (window: number) => {
      const { steps } = await planRelease(judgedBy({ ...command, window }), "dev", question());
      return steps[2]?.verdict?.requests.median ?? Number.NaN;
    };
    expect((await requests(60)) % 6000).toBe(0);
    expect((await requests(5)) % 500).toBe(0);
  });

  it("takes the traffic that was counted, and otherwise gives the reason", async () => {
    const counts = (total: number, bad: number) =>
      JSON.stringify({ canary: { bad: 0, total: 0 }, stable: { bad, total } });
    const by = (command: string) =>
      judgedBy({ source: "command", command, timeout: 10, window: 60, lag: 0 } as Partial<IndicatorSpec>);
    const plan = async (command: string, options: Partial<PlanQuestion> = {}) => {
      const environment = { PATH: process.env.PATH };
      return planRelease(
        by(command),
        "dev",
        question({ rate: undefined, errors: undefined, environment, ...options }),
      );
    };
    const measured = await plan(`echo '${counts(72000, 1440)}'`);
    expect(measured.traffic).toEqual({ requestsPerSecond: 20, errorRate: 0.02, source: "measured" });
    expect((await plan(`echo '${counts(72000, 1440)}'`, { errors: 0.1 })).traffic.errorRate).toBe(0.1);
    const assumed = { requestsPerSecond: 10, errorRate: 0.01, source: "assumed" };
    const failed = await plan("exit 3");
    expect(failed.traffic).toEqual(assumed);
    expect(failed.warnings[0]).toMatch(
      /^the traffic is assumed, because .*exit code 3.*; or give --rate and --errors$/,
    );
    const none = await plan(`echo '${counts(0, 0)}'`);
    expect([none.traffic, none.warnings[0]]).toEqual([
      assumed,
      expect.stringContaining("there were no requests"),
    ]);
  });

  it("is refused without the component, and without a new version", async () => {
    const refused = (asked: PlanQuestion) => expect(planRelease(specOf(), "dev", asked)).rejects;
    const other: Row = { component: "BlueGreenService", name: "myapp" } as Row;
    await refused(question({ program: async () => report(other) })).toThrow(
      "the program has no CanaryDeployment myapp, which release.yaml names; it has BlueGreenService myapp",
    );
    await refused(question({ program: async () => report() })).toThrow("it has no component");
    await refused(question({}, { weight: "0", stable: "v1" })).toThrow(
      new Failure("there is no new version to plan for; set one: pulumi config set canary VERSION"),
    );
  });
});

describe("the plan of a blue-green release", () => {
  const spec = specOf({ release: BLUE_GREEN });

  it("has the steps that change something, and judges from the flip on", async () => {
    const asked: Config[] = [];
    const program = async (changes: Config) => {
      asked.push(changes);
      return blueGreenReport(changes.color ?? "blue");
    };
    const plan = await planRelease(spec, "dev", question({ program }));
    expect(plan).toMatchObject({ kind: "blueGreen", from: "v1", to: "v2" });
    expect(asked.slice(1)).toEqual([{ color: "blue", standby: "3" }, { color: "green" }]);
    expect(plan.steps.map(({ title, weight, verdict }) => [title, weight, verdict !== undefined])).toEqual([
      ["preview", 0, false],
      ["flip", 100, true],
    ]);
    expect(plan.steps[1]).toMatchObject({ atLeast: 600, pods: undefined });
  });

  it("is refused without another color", async () => {
    const program = async () => blueGreenReport("blue", "");
    await expect(planRelease(spec, "dev", question({ program }))).rejects.toThrow(
      "myapp has no other color to plan for",
    );
  });
});

describe("the planned component", () => {
  const spec = specOf({ release: BLUE_GREEN });

  it("has the active color first, and labels that select its pods", () => {
    expect(plannedComponent(blueGreenReport("green"), spec)).toMatchObject({
      kind: "blueGreen",
      sides: {
        stable: { name: "green", version: "v2", pods: 0 },
        canary: { name: "blue", version: "v1", pods: 4 },
      },
      colors: [{ name: "green" }, { name: "blue", labels: { "pulumi-kubernetes-traffic/color": "blue" } }],
    });
  });

  it("is not there for a canary, another name, or a color that is not known yet", () => {
    expect(plannedComponent(canaryReport(presentConfig), specOf())).toBeUndefined();
    expect(plannedComponent(blueGreenReport("blue"), { ...spec, component: "other" })).toBeUndefined();
    expect(plannedComponent(blueGreenReport("red"), spec)).toBeUndefined();
  });
});
