import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { checkPodTemplate, checkRunningPodTemplate } from "../../../../src/kubernetes/check/podTemplate.js";
import { rejectionsOf } from "../../kubeproxy/rejections.js";

const container = (name: string, more: object = {}) => ({ name, image: `${name}:1`, ...more });
const probe = { readinessProbe: { httpGet: { path: "/", port: 80 } } };

const SOURCE = {
  path: "template",
  versionPath: "stable",
  hasImage: true,
  container: undefined,
  selector: {},
  drainSeconds: 40,
};

function judge(spec: object, change: Partial<Parameters<typeof checkPodTemplate>[1]> = {}) {
  const problems = new Problems("pods");
  checkPodTemplate({ spec }, { ...SOURCE, ...change }, problems);
  return { refused: problems.lines, warned: problems.warnings };
}

const GOOD = { refused: [], warned: [] };

test("one container with a readiness probe is enough: a sidecar needs none", () => {
  expect(judge({ containers: [container("app", probe), container("proxy")] })).toEqual(GOOD);
  expect(judge({ containers: [container("proxy"), container("app", probe)] })).toEqual(GOOD);
  expect(judge({ containers: [container("app"), container("proxy")] }).warned).toEqual([
    "template.spec.containers: has no readinessProbe, so pods count as ready and get traffic as soon as they start; add one to the container that serves",
  ]);
});

test.each([
  [39, false],
  [40, false],
  [41, true],
])("a grace period of %i seconds with a drain of 40 is accepted: %s", (seconds, accepted) => {
  const { refused } = judge({
    containers: [container("app", probe)],
    terminationGracePeriodSeconds: seconds,
  });
  expect(refused).toEqual(
    accepted
      ? []
      : [
          `template.spec.terminationGracePeriodSeconds: ${seconds} is not above drainSeconds 40, so pods would be killed while they drain; raise it or lower drainSeconds`,
        ],
  );
});

test("only the container that gets the version's image may be without one", () => {
  const containers = [container("proxy"), { name: "app", ...probe }];
  expect(judge({ containers }, { container: "app" })).toEqual(GOOD);
  expect(judge({ containers }).refused).toEqual([
    "template.spec.containers[1].image: is missing; give the container an image",
  ]);
  expect(judge({ containers }, { container: "app", hasImage: false }).refused).toEqual([
    "stable.image: is missing; set it here or in template",
  ]);
});

test.each([
  [
    "shop",
    [
      'pods cannot be planned, 1 problem:\n  template.metadata.labels["app"]: "shop" contradicts the selector; the existing pods are selected by "web"; use the labels that they have, or another selector',
    ],
  ],
  ["web", []],
])("the template of running pods depends on labels that are known late: %s", async (app, rejections) => {
  const template = {
    metadata: { labels: pulumi.output(Promise.resolve({ app })) },
    spec: { containers: [container("app")] },
  };
  const written: unknown[] = [];
  const found = await rejectionsOf(async () => {
    const source = { ...SOURCE, selector: { app: "web" } };
    const checked = checkRunningPodTemplate(template, source, new Problems("pods"));
    pulumi.output(checked).apply((known) => written.push(known.metadata?.labels));
  });
  expect(found).toEqual(rejections);
  expect(written).toEqual(rejections.length > 0 ? [] : [{ app }]);
});
