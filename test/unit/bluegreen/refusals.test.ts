import { describe, expect, test } from "vitest";
import { checkBlueGreen } from "../../../src/bluegreen/check.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { blueGreenArgs } from "../../support/args.js";

type Args = ReturnType<typeof blueGreenArgs>;

function judge(mutate: (args: Args) => unknown, name = "shop") {
  const args = blueGreenArgs();
  mutate(args);
  const problems = new Problems("BlueGreenService");
  checkBlueGreen(name, args, problems);
  return { refused: problems.lines, warned: problems.warnings };
}

test("good arguments are neither refused nor warned about", () => {
  expect(judge(() => undefined)).toEqual({ refused: [], warned: [] });
});

const WHOLE = "give a whole number from";

/** One change a case; the key is the case's name, so no two can be alike. */
const refusals: Record<string, [(args: Args) => unknown, string[]]> = {
  "unknown color": [
    (a) => (a.activeColor = "gren"),
    [
      'activeColor: "gren" is not a key of colors (blue, green), so every request would be refused; did you mean "green"?',
    ],
  ],
  "no color": [(a) => (a.activeColor = undefined), ["activeColor: is missing; give one of blue, green"]],
  "neither a color nor colors": [
    (a) => Object.assign(a, { activeColor: undefined, colors: undefined }),
    [
      "activeColor: is missing; give one of the keys of colors",
      'colors: is missing; give at least two, such as { blue: { version: "v1" }, green: { version: "v2" } }',
    ],
  ],
  "color that every object inherits": [
    (a) => (a.activeColor = "toString"),
    [
      'activeColor: "toString" is not a key of colors (blue, green), so every request would be refused; give one of them',
    ],
  ],
  "one color only": [
    (a) => (a.colors = { blue: a.colors.blue }),
    [
      'colors: {"blue":{"version":"v1","image":"app:1"}} is not a set of colors; give at least two, such as { blue: { version: "v1" }, green: { version: "v2" } }',
    ],
  ],
  "color that cannot be part of a name": [
    (a) => (a.colors.Über = { version: "v3", image: "app:3" }),
    [
      'colors.Über: "Über" cannot be part of an object name; use at most 40 lowercase letters, digits and -, starting with a letter',
    ],
  ],
  "color whose version is not an object": [
    (a) => (a.colors.green = "v2"),
    ['colors.green: "v2" is not a version; give { version: "v1", image: "…" }'],
  ],
  "active color whose version is not an object": [
    (a) => (a.colors.blue = null),
    ['colors.blue: null is not a version; give { version: "v1", image: "…" }'],
  ],
  "one version, two images": [
    (a) => (a.colors.green.version = "v1"),
    [
      'colors.green.version: "v1" is also the version of blue, which has a different image; use a different name',
    ],
  ],
  "no active pods": [(a) => (a.replicas = 0), [`replicas: 0 is not in range; ${WHOLE} 1 to 150000`]],
  "half a pod": [(a) => (a.replicas = 1.5), [`replicas: 1.5 is not in range; ${WHOLE} 1 to 150000`]],
  "standby below 0": [
    (a) => (a.standbyReplicas = -1),
    [`standbyReplicas: -1 is not in range; ${WHOLE} 0 to 150000`],
  ],
  "autoscaling with no standby": [
    (a) => Object.assign(a, { standbyReplicas: 0, autoscaling: { maxReplicas: 9 } }),
    [
      "standbyReplicas: 0 leaves the standby without pods, and an autoscaler never scales up from 0; give at least 1",
    ],
  ],
  "autoscaling of existing pods that cannot be distinguished": [
    (a) => {
      a.selector = { app: "old" };
      a.colorLabel = "color";
      const labels = { app: "old", color: "blue" };
      a.colors.blue.template = { ...a.template, metadata: { labels } };
      a.colors.blue.existing = { name: "old", selector: { app: "old" } };
      a.autoscaling = { maxReplicas: 9 };
    },
    [
      'colors.blue.existing.selector: {"app":"old"} also selects the other pods behind the Service, and an autoscaler cannot distinguish them; enable autoscaling once the next version runs on a Deployment that the component creates',
    ],
  ],
  "autoscaling below replicas": [
    (a) => (a.autoscaling = { maxReplicas: 1 }),
    ["autoscaling.maxReplicas: 1 is below replicas 2; give at least 2"],
  ],
  "preview as text": [
    (a) => (a.previewService = "yes"),
    ['previewService: "yes" is not a boolean; use true or false'],
  ],
  "color label with an invalid key": [
    (a) => (a.colorLabel = "my color"),
    [
      'colorLabel: "my color" is not a valid label key; use a name such as "color", or with a prefix "example.com/color"',
    ],
  ],
  "labels that set the color label": [
    (a) => Object.assign(a, { colorLabel: "color", labels: { color: "red" } }),
    [
      'labels["color"]: is the label that distinguishes the colors; leave it out or choose another colorLabel',
    ],
  ],
  "template of one color against the selector": [
    (a) => {
      a.colors.green.template = {
        ...a.template,
        metadata: { labels: { "pulumi-kubernetes-traffic/color": "blue" } },
      };
    },
    [
      'colors.green.template.metadata.labels["pulumi-kubernetes-traffic/color"]: "blue" contradicts the selector, which requires "green" to find the pods; leave the label out',
    ],
  ],
  "misspelled argument": [
    (a) => (a.activeColour = "blue"),
    ['activeColour: is not an argument; did you mean "activeColor"?'],
  ],
};

describe("refused", () => {
  test.each([undefined, null, 5, []])("%j in place of the arguments", (args) => {
    const problems = new Problems("BlueGreenService");
    checkBlueGreen("shop", args as never, problems);
    const value = args === undefined ? "is missing" : `${JSON.stringify(args)} is not an arguments object`;
    expect(problems.lines).toEqual([`args: ${value}; give activeColor, colors, replicas, …`]);
  });

  test.each(Object.keys(refusals))("%s", (key) => {
    const [mutate, lines] = refusals[key];
    expect(judge(mutate).refused).toEqual(lines);
  });

  test("a name too long for its longest color or its preview", () => {
    expect(judge(() => undefined, "s".repeat(55)).refused).toEqual([]);
    expect(judge(() => undefined, "s".repeat(56)).refused[0]).toMatch(/…-preview.*; use at most 55$/);
    const long = (a: Args) => (a.colors.aquamarine = { version: "v3", image: "app:3" });
    expect(judge(long, "s".repeat(53)).refused[0]).toMatch(/…-aquamarine.*; use at most 52$/);
  });
});

test("a preview of a color without pods is warned about", () => {
  expect(judge((a) => Object.assign(a, { previewService: true, standbyReplicas: 0 }))).toEqual({
    refused: [],
    warned: [
      "previewService: shows green, which has no pods while standbyReplicas is 0; raise standbyReplicas to see it before the flip",
    ],
  });
});

test("two colors may run the same version from the same image", () => {
  expect(judge((a) => (a.colors.green = { ...a.colors.blue })).refused).toEqual([]);
});
