import { describe, expect, it } from "vitest";
import type { Report } from "../../../../src/preview/report/report.js";
import { colored } from "../../../../src/preview/screen/style.js";
import { reportText } from "../../../../src/preview/screen/text.js";
import { object, report, resource } from "./fixtures.js";

const lines = (more: Partial<Report>, width = 100) => reportText(report(more), { width });

describe("reportText", () => {
  it("shows a few changes of an object and counts the rest", () => {
    const fields = [1, 2, 3, 4, 5, 6].map((n) => ({ path: `data.k${n}`, old: n, new: n + 1 }));
    expect(
      lines({ resources: [resource("m")], objects: [object("m", { change: "change", fields })] }),
    ).toEqual([
      "Other resources",
      "~ ConfigMap       m   data.k1 1 → 2",
      "                      data.k2 2 → 3",
      "                      data.k3 3 → 4",
      "                      data.k4 4 → 5",
      "                      and 2 more fields",
    ]);
  });

  it("is never wider than the screen", () => {
    const long = "x".repeat(300);
    const shown = lines(
      {
        resources: [resource(long), resource(long, { urn: "u", type: "a:b:C", is: "component" })],
        objects: [
          object(long, { change: "change", fields: [{ path: `spec.${long}`, old: long, new: undefined }] }),
        ],
        messages: [{ severity: "warning", text: "some words ".repeat(30), urn: undefined }],
        outputs: { long },
      },
      60,
    );
    expect(shown.filter((line) => line.length > 60)).toEqual([]);
    expect(shown.length).toBeGreaterThan(8);
  });

  it("leaves out a component that only contains a component of this package, and shows its messages", () => {
    const outer = resource("outer", { type: "test:index:Outer", is: "component" });
    const inner = resource("app", {
      type: "pulumi-kubernetes-traffic:index:CanaryDeployment",
      is: "component",
      parent: outer.urn,
    });
    const child = resource("child", { parent: inner.urn });
    const row = {
      component: "CanaryDeployment" as const,
      urn: inner.urn,
      name: "app",
      asked: undefined,
      achieved: undefined,
      range: undefined,
    };
    const canary = { ...row, error: undefined, sides: [], peakPods: undefined, first: undefined };
    expect(
      lines({
        resources: [outer, inner, child],
        objects: [object("child")],
        traffic: [canary],
        messages: [{ severity: "warning", text: "careful", urn: child.urn }],
      }),
    ).toEqual(["CanaryDeployment  app", "  ConfigMap       child", "  ! careful"]);
  });

  it("adds color only on request, to the same text", () => {
    const made = report({ resources: [resource("m")], objects: [object("m", { change: "create" })] });
    const plain = reportText(made, { width: 100 });
    const bright = reportText(made, { width: 100, paint: colored });
    const codes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
    expect(plain.join("")).not.toMatch(codes);
    expect(bright.join("")).toMatch(codes);
    expect(bright.map((line) => line.replace(codes, ""))).toEqual(plain);
  });
});
