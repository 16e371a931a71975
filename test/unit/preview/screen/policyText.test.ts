import { describe, expect, it } from "vitest";
import type { PackViolation, PolicyResult } from "../../../../src/preview/packs/result.js";
import { policyCounts, policyText } from "../../../../src/preview/screen/policyText.js";
import { report } from "./fixtures.js";

const violation = (policy: string, name: string, more: Partial<PackViolation> = {}): PackViolation => ({
  pack: "traffic",
  policy,
  level: "mandatory",
  urn: `urn:pulumi:s::p::kubernetes:apps/v1:Deployment::${name}`,
  name,
  message: `Deployment "${name}": is wrong`,
  description: "Requires something.",
  remediationSteps: "Do it well.",
  url: "https://example.com/policy",
  ...more,
});
const result = (more: Partial<PolicyResult>): PolicyResult => ({
  packs: [{ name: "traffic", version: "1.0.0", policies: 3 }],
  violations: [],
  judged: 3,
  passed: 3,
  advised: 0,
  failed: 0,
  ...more,
});
const lines = (policies: PolicyResult, unsupported: string[] = [], width = 60) =>
  policyText(report({ policies, unsupported }), { width });

describe("policyText", () => {
  it("is empty without violations", () => {
    expect(policyText(report({}), { width: 60 })).toEqual([]);
    expect(lines(result({}))).toEqual([]);
  });

  it("shows level, count, remedy and documentation of a policy once, mandatory ones first", () => {
    const advice = { level: "advisory", remediationSteps: "", url: "" } as const;
    const violations = [
      violation("budgets", "app", advice),
      violation("images", "app"),
      violation("budgets", "web", {
        ...advice,
        message: "has no budget, which it needs because nodes are drained",
      }),
      violation("images", "web"),
      violation("stamp", "web", { level: "remediate", message: "remediated by the policy" }),
      violation("total", "", {
        ...advice,
        urn: "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s",
        message: "too many",
      }),
    ];
    expect(lines(result({ violations }))).toEqual([
      "Policies",
      "  ! mandatory  images, 2 violations",
      "      Do it well.",
      "      https://example.com/policy",
      "      is wrong",
      '          Deployment "app", Deployment "web"',
      "  ! advisory   budgets, 2 violations",
      '      Deployment "app": is wrong',
      '      Deployment "web": has no budget, which it needs',
      "        because nodes are drained",
      "  ! advisory   total, 1 violation",
      "      too many",
      "  ! remediate  stamp, 1 object",
      '      Deployment "web": remediated by the policy',
    ]);
  });

  it("counts the violations after the first 20 of a policy", () => {
    const violations = Array.from({ length: 500 }, (_, at) => violation("images", `app-${at}`));
    expect(lines(result({ violations }), [], 100)).toEqual([
      "Policies",
      "  ! mandatory  images, 500 violations",
      "      Do it well.",
      "      https://example.com/policy",
      "      is wrong",
      '          Deployment "app-0", Deployment "app-1", Deployment "app-2", Deployment "app-3",',
      '          Deployment "app-4", Deployment "app-5", Deployment "app-6", Deployment "app-7",',
      '          Deployment "app-8", Deployment "app-9", Deployment "app-10", Deployment "app-11",',
      '          Deployment "app-12", Deployment "app-13", Deployment "app-14", Deployment "app-15",',
      '          Deployment "app-16", Deployment "app-17", Deployment "app-18", Deployment "app-19"',
      "      and 480 more; --json has all",
    ]);
    const different = violations.map((one, at) => ({ ...one, message: `Deployment "app-${at}": ${at}` }));
    const shown = lines(result({ violations: different }));
    expect(shown).toHaveLength(25);
    expect(shown.at(-2)).toBe('      Deployment "app-19": 19');
    expect(shown.at(-1)).toBe("      and 480 more; --json has all");
  });

  it("names the pack of a policy where there are several", () => {
    const packs = ["traffic", "other"].map((name) => ({ name, version: "1.0.0", policies: 1 }));
    const violations = [violation("images", "app"), violation("images", "app", { pack: "other" })];
    const heads = lines(result({ packs, violations })).filter((line) => line.includes("!"));
    expect(heads).toEqual([
      "  ! mandatory  images of other, 1 violation",
      "  ! mandatory  images of traffic, 1 violation",
    ]);
  });

  it("reports that objects which are not in the preview are not judged", () => {
    expect(lines(result({}), ["Chart nginx: …"], 100)).toEqual([
      "Policies",
      "  ! No policy judges the resources that this preview does not show; pulumi preview --policy-pack",
      "    judges them",
    ]);
  });
});

describe("policyCounts", () => {
  it.each<[string, Partial<PolicyResult>]>([
    ["policies: 3 passed, 0 failed", {}],
    [
      "policies: 1 passed, 1 failed, 1 with advice · violations: 2 mandatory, 1 advisory · 1 remediated",
      {
        passed: 1,
        failed: 1,
        advised: 1,
        violations: [
          violation("images", "app"),
          violation("images", "web"),
          violation("budgets", "web", { level: "advisory" }),
          violation("stamp", "web", { level: "remediate" }),
        ],
      },
    ],
    ["policies: there is nothing to judge", { judged: 0, passed: 0 }],
  ])("counts policies and violations apart: %s", (text, more) => {
    expect(policyCounts(result(more)).join(" · ")).toBe(text);
  });
});
