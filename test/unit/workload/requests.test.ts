import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { CanaryDeployment } from "../../../src/index.js";
import { planStack } from "../../../src/testing/index.js";
import { canaryArgs } from "../../support/args.js";

// biome-ignore lint/suspicious/noExplicitAny: cases change any argument
type Loose = any;

const container = (name: string, resources?: unknown): Loose => ({
  name,
  image: "app:1",
  readinessProbe: { tcpSocket: { port: 80 } },
  ...(resources !== undefined && { resources }),
});
const cpu = { requests: { cpu: "100m" } };
const pods = (containers: unknown, more: Loose = {}): Loose => ({ spec: { containers, ...more } });
/** A metric in percent of what containers request. */
const share = (name: string): Loose => ({
  type: "Resource",
  resource: { name, target: { type: "Utilization", averageUtilization: 70 } },
});
const shareOf = (container: string, name: string): Loose => ({
  type: "ContainerResource",
  containerResource: { container, ...share(name).resource },
});

/** The warnings of an autoscaled canary. */
async function warnings(template: unknown, metrics?: unknown, change: Loose = {}): Promise<string[]> {
  const plan = await planStack({}, () => {
    const autoscaling = { maxReplicas: 40, ...(metrics !== undefined && { metrics }) } as Loose;
    return void new CanaryDeployment("myapp", {
      ...canaryArgs(),
      weight: 50,
      template,
      autoscaling,
      ...change,
    });
  });
  return plan.warnings.map(({ text }) => text);
}

const text = (path: string, resource: string, names: string, template = "template") =>
  `${path}: scales by a percentage of the requested ${resource}, but ${names} in ${template} requests none, so the number of pods never changes; set resources.requests.${resource}`;

describe("an autoscaled app is warned of", () => {
  test.each([
    ["the default metric", undefined, pods([container("app")]), text("autoscaling", "cpu", '"app"')],
    [
      "one of several containers, as Kubernetes adds up all",
      undefined,
      pods([container("app", cpu), container("log"), container("mesh")]),
      text("autoscaling", "cpu", '"log", "mesh"'),
    ],
    [
      "a sidecar",
      [share("cpu")],
      pods([container("app", cpu)], { initContainers: [{ name: "mesh", restartPolicy: "Always" }] }),
      text("autoscaling.metrics[0]", "cpu", '"mesh"'),
    ],
    [
      "memory",
      [share("cpu"), share("memory")],
      pods([container("app", cpu)]),
      text("autoscaling.metrics[1]", "memory", '"app"'),
    ],
    [
      "the container that a metric measures",
      [shareOf("app", "cpu")],
      pods([container("app"), container("log")]),
      text("autoscaling.metrics[0]", "cpu", '"app"'),
    ],
  ])("%s without a request", async (_, metrics, template, expected) => {
    expect(await warnings(template, metrics)).toEqual([expected]);
  });

  test("each template that lacks a request", async () => {
    const stable = { version: "v1", template: pods([container("app")]) };
    expect(await warnings(pods([container("app", cpu)]), undefined, { stable })).toEqual([
      text("autoscaling", "cpu", '"app"', "stable.template"),
    ]);
  });

  test("a request that becomes known late", async () => {
    const late = pulumi.output(pods([container("app")]));
    expect(await warnings(late)).toEqual([text("autoscaling", "cpu", '"app"')]);
    expect(await warnings(late, pulumi.output([share("cpu")]))).toEqual([
      text("autoscaling.metrics[0]", "cpu", '"app"'),
    ]);
  });

  test("a secret template without its names", async () => {
    expect(await warnings(pulumi.secret(pods([container("hush")])))).toEqual([
      text("autoscaling", "cpu", "a container"),
    ]);
  });
});

describe("an autoscaled app is not warned of", () => {
  test.each([
    ["containers with requests", undefined, pods([container("app", cpu)])],
    [
      "a limit, which Kubernetes takes as the request",
      undefined,
      pods([container("app", { limits: { cpu: "1" } })]),
    ],
    ["a request of the pod", undefined, pods([container("app")], { resources: cpu })],
    [
      "an init container that ends",
      undefined,
      pods([container("app", cpu)], { initContainers: [{ name: "init" }] }),
    ],
    [
      "a container that no metric measures",
      [shareOf("app", "cpu")],
      pods([container("app", cpu), container("log")]),
    ],
    [
      "an average value, which needs no request",
      [{ type: "Resource", resource: { name: "cpu", target: { type: "AverageValue", averageValue: "1" } } }],
      pods([container("app")]),
    ],
    [
      "a metric of the pods",
      [
        {
          type: "Pods",
          pods: { metric: { name: "qps" }, target: { type: "AverageValue", averageValue: "10" } },
        },
      ],
      pods([container("app")]),
    ],
  ])("%s", async (_, metrics, template) => {
    expect(await warnings(template, metrics)).toEqual([]);
  });

  test("late requests, which leave the metrics as they are", async () => {
    const resources = pulumi.output(cpu);
    expect(await warnings(pods([container("app", resources)]))).toEqual([]);
    const plan = await planStack({}, () => {
      const autoscaling = { maxReplicas: 40 };
      const template = pods([container("app", resources)]);
      return void new CanaryDeployment("myapp", { ...canaryArgs(), template, autoscaling });
    });
    const { spec } = plan.resource("HorizontalPodAutoscaler", "myapp-stable").inputs as Loose;
    expect(spec).not.toHaveProperty("metrics");
  });
});
