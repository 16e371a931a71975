import { describe, expect, it } from "vitest";
import { type Reporter, reportTo } from "../../../../src/policies/framework/reporter.js";

/** What a check reports, and the error it ends with. */
function outcomeOf(check: (reporter: Reporter) => void) {
  const reported: (string | undefined)[][] = [];
  try {
    reportTo((message, urn) => reported.push([message, urn]), check);
  } catch (error) {
    return { reported, error: (error as Error).message };
  }
  return { reported, error: undefined };
}

const finding = { title: 'Service "web"', path: "spec.type", problem: "is missing", remedy: "set it" };

describe("reportTo", () => {
  it("makes one line of a violation, with its value where it has one", () => {
    const { reported } = outcomeOf((reporter) => {
      reporter.report({ ...finding, urn: "urn" });
      reporter.report({ ...finding, value: 5, problem: "is not a type" });
    });
    expect(reported).toEqual([
      ['Service "web": spec.type: is missing; set it', "urn"],
      ['Service "web": spec.type: 5 is not a type; set it', undefined],
    ]);
  });

  it("checks the other things after one with an unknown value, and throws that one at the end, with its title", () => {
    const things = ["first", "second", "third"].map((title) => ({ title }));
    const outcome = outcomeOf((reporter) => {
      reporter.forEach(things, ({ title }) => {
        if (title !== "second") throw new Error("unknown");
        reporter.report(finding);
      });
    });
    expect(outcome).toEqual({
      reported: [['Service "web": spec.type: is missing; set it', undefined]],
      error: "first: unknown",
    });
  });

  it("throws what the check itself throws", () => {
    expect(
      outcomeOf(() => {
        throw new Error("unknown");
      }).error,
    ).toBe("unknown");
  });
});
