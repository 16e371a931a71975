import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { CanaryPlan } from "../../../src/contract/outputs.js";
import { CanaryDeployment, type CanaryDeploymentArgs } from "../../../src/index.js";
import { type Plan, planStack, Secret, Unknown } from "../../../src/testing/index.js";
import { canaryArgs, template, waitFor } from "../../support/args.js";

type Loose = ReturnType<typeof canaryArgs>;

async function planned(
  change: Loose = {},
  options: { preview?: boolean } = {},
  name = "myapp",
): Promise<Plan> {
  return planStack(options, () => new CanaryDeployment(name, { ...canaryArgs(), ...change }) && {});
}

/** What takes part in a step, in the order it changes, each with what it waits for. */
const order = (plan: Plan) =>
  plan.kubernetes
    .filter(({ kind }) => kind !== "PodDisruptionBudget")
    .map(({ kind, name, waitsFor }) => [kind, name, ...waitsFor]);

const side = (plan: Plan, name: string) => plan.resource("Deployment", name).inputs as Loose;

describe.each([true, false])("with preview %s", (preview) => {
  test("below 50 the stable side goes first, from 50 on the canary; the Service comes last", async () => {
    for (const weight of [0, 20, 49]) {
      expect(order(await planned({ weight }, { preview }))).toEqual([
        ["Deployment", "myapp-stable"],
        ["Deployment", "myapp-canary", "myapp-stable"],
        ["Service", "myapp", "myapp-canary"],
      ]);
    }
    for (const weight of [50, 80, 100]) {
      expect(order(await planned({ weight }, { preview }))).toEqual([
        ["Deployment", "myapp-canary"],
        ["Deployment", "myapp-stable", "myapp-canary"],
        ["Service", "myapp", "myapp-stable"],
      ]);
    }
  });

  test("a step changes replica counts, and how many pods to wait for, and nothing else", async () => {
    const at20 = await planned({ weight: 20 }, { preview });
    const at50 = await planned({ weight: 50 }, { preview });
    expect(side(at20, "myapp-canary").spec.replicas).toBe(3);
    expect(side(at50, "myapp-canary").spec.replicas).toBe(10);
    const stripped = (plan: Plan) =>
      plan.resources
        .filter(({ custom }) => custom)
        .map(({ urn, inputs }) => {
          const { metadata, spec } = inputs as Loose;
          return [urn, { ...metadata, annotations: undefined }, { ...spec, replicas: 0 }];
        });
    expect(stripped(at50)).toEqual(stripped(at20));
  });

  test("the manifests", async () => {
    const plan = await planned({ labels: { team: "a" }, namespace: "web", timeout: 100 }, { preview });
    const labels = {
      "app.kubernetes.io/name": "myapp",
      "app.kubernetes.io/instance": "myapp",
      "app.kubernetes.io/managed-by": "pulumi",
      team: "a",
    };
    const version = { ...labels, "app.kubernetes.io/version": "v2" };
    const selector = {
      "pulumi-kubernetes-traffic/canary-deployment": "myapp",
      "pulumi-kubernetes-traffic/track": "canary",
    };
    expect(side(plan, "myapp-canary")).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "myapp-canary", namespace: "web", labels: version, annotations: waitFor("v2", 3) },
      spec: {
        replicas: 3,
        progressDeadlineSeconds: 80,
        selector: { matchLabels: selector },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: {
          metadata: { labels: { ...version, ...selector } },
          spec: {
            terminationGracePeriodSeconds: 35,
            containers: [
              {
                name: "app",
                image: "app:2",
                ports: [{ containerPort: 80 }],
                readinessProbe: { httpGet: { path: "/", port: 80 } },
                lifecycle: { preStop: { sleep: { seconds: 5 } } },
              },
            ],
          },
        },
      },
    });
    expect(plan.resource("Service", "myapp").inputs).toEqual({
      apiVersion: "v1",
      kind: "Service",
      // Nothing ends behind the Service, which is the last object of a step.
      metadata: { name: "myapp", namespace: "web", labels, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: { ports: [{ port: 80 }], selector: { "pulumi-kubernetes-traffic/canary-deployment": "myapp" } },
    });
  });

  test("every object is the component's child and waits as long as asked", async () => {
    const plan = await planned({ timeout: 100 }, { preview });
    const component = plan.resource("CanaryDeployment");
    for (const resource of plan.resources.filter(({ custom }) => custom)) {
      expect(resource.parent).toBe(component.urn);
      expect(resource.options.customTimeouts).toMatchObject({ create: "100s", update: "100s" });
    }
  });

  test("policies find the arguments as inputs, and the step as outputs", async () => {
    const { inputs, outputs } = (await planned({ weight: 25, replicas: 3 }, { preview })).resource(
      "CanaryDeployment",
    );
    expect(inputs).toMatchObject({ weight: 25, replicas: 3, canary: { version: "v2", image: "app:2" } });
    expect(outputs).toEqual({
      plan: {
        weight: 25,
        stable: 3,
        canary: 1,
        achieved: 25,
        error: 0,
        peakPods: 4,
        first: "stable",
        withinTolerance: true,
      },
      serviceName: "myapp",
      method: "replicas",
      stableName: "myapp-stable",
      stableVersion: "v1",
      canaryName: "myapp-canary",
      canaryVersion: "v2",
    });
  });

  test("without a canary there is one Deployment, and the whole load on it", async () => {
    const plan = await planned({ canary: undefined, weight: 0 }, { preview });
    expect(order(plan)).toEqual([
      ["Deployment", "myapp-stable"],
      ["Service", "myapp", "myapp-stable"],
    ]);
    expect(side(plan, "myapp-stable").spec.replicas).toBe(10);
  });

  test("a secret image stays one, and hides no more than its own side", async () => {
    const plan = await planned({ canary: { version: "v2", image: pulumi.secret("hush:2") } }, { preview });
    expect(side(plan, "myapp-canary").spec.template.spec.containers[0].image).toEqual(new Secret("hush:2"));
    expect(JSON.stringify(side(plan, "myapp-canary"))).not.toContain("hush");
    expect(JSON.stringify(side(plan, "myapp-stable"))).not.toContain("<secret>");
  });
});

test("an image that only the update will know is unknown in the preview, and nothing else is", async () => {
  const plan = await planStack({}, () => {
    const registry = new k8s.core.v1.ConfigMap("registry", {});
    const image = pulumi.interpolate`${registry.id}/app:2`;
    new CanaryDeployment("myapp", { ...canaryArgs(), canary: { version: "v2", image } });
  });
  const { replicas, template } = side(plan, "myapp-canary").spec;
  expect(template.spec.containers[0].image).toBeInstanceOf(Unknown);
  expect(template.spec.containers[0].name).toBe("app");
  expect(replicas).toBe(3);
});

test("refusals are thrown before anything is registered", async () => {
  const registered: string[] = [];
  await planStack({ allowEmpty: true }, () => {
    expect(() => new CanaryDeployment("myapp", { ...canaryArgs(), weight: 120 })).toThrow(
      'CanaryDeployment "myapp" cannot be planned, 1 problem:\n  weight: 120 is not a share of the connections; give a number from 0 to 100',
    );
  }).then((plan) => registered.push(...plan.resources.map(({ urn }) => urn)));
  expect(registered).toEqual([]);
});

test("a warning is shown once, on the component", async () => {
  const plan = await planned({ weight: 2 });
  expect(plan.warnings).toEqual([
    expect.objectContaining({
      urn: plan.resource("CanaryDeployment").urn,
      text: expect.stringMatching(/^weight: 2 % becomes 9\.1 %/),
    }),
  ]);
});

test("a container of the user's choice gets the image, and a side may bring its own template", async () => {
  const containers = [
    { name: "proxy", image: "proxy:1", readinessProbe: { tcpSocket: { port: 1 } } },
    { name: "app" },
  ];
  const plan = await planned({
    template: { spec: { containers } },
    stable: { version: "v1", image: "app:1", container: "app" },
    canary: {
      version: "v2",
      template: { spec: { containers: [{ ...containers[0], image: "all-in-one:2" }] } },
    },
  });
  const images = (name: string) => side(plan, name).spec.template.spec.containers.map((c: Loose) => c.image);
  expect(images("myapp-stable")).toEqual(["proxy:1", "app:1"]);
  expect(images("myapp-canary")).toEqual(["all-in-one:2"]);
});

test("several ports, UDP and dual stack reach the Service as given", async () => {
  const service = {
    type: "LoadBalancer",
    ipFamilyPolicy: "PreferDualStack",
    annotations: { "example.com/lb": "internal" },
    labels: { tier: "front" },
    ports: [
      { name: "web", port: 80, targetPort: "http" },
      { name: "dns", port: 53, protocol: "UDP" },
    ],
  };
  const given = template();
  given.spec.containers[0].ports = [{ name: "http", containerPort: 80 }];
  const { metadata, spec } = (await planned({ service, template: given })).resource("Service")
    .inputs as Loose;
  expect(spec).toMatchObject({
    type: "LoadBalancer",
    ipFamilyPolicy: "PreferDualStack",
    ports: service.ports,
  });
  expect(metadata.annotations).toEqual({ "example.com/lb": "internal" });
  expect(metadata.labels).toMatchObject({ tier: "front", "app.kubernetes.io/name": "myapp" });
});

test("each side has a disruption budget of its own, unless that is not wanted", async () => {
  const plan = await planned({ namespace: "web" });
  for (const track of ["stable", "canary"]) {
    const { metadata, spec } = plan.resource("PodDisruptionBudget", `myapp-${track}`).inputs as Loose;
    expect(metadata).toMatchObject({ name: `myapp-${track}`, namespace: "web" });
    expect(spec).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: side(plan, `myapp-${track}`).spec.selector,
    });
  }
  const without = await planned({ disruptionBudget: false });
  expect(without.kubernetes.filter(({ kind }) => kind === "PodDisruptionBudget")).toEqual([]);
});

describe("every step checks the side that it relies on", () => {
  const checked = async (weight: number, args = {}) => {
    const plan = await planned({ weight, ...args });
    return plan.kubernetes.flatMap(({ kind, name, inputs }) => {
      const { annotations } = (inputs as Loose).metadata;
      const step = annotations?.["pulumi-kubernetes-traffic/relied-on"];
      if (step === undefined) return [];
      const [, fewer] = /currentHealthy>(\d+)/.exec(annotations["pulumi.com/waitFor"]) ?? [];
      return [[kind, name, step, Number(fewer) + 1]];
    });
  };

  test("enough stable pods, or every canary pod, by the status of its budget", async () => {
    const kind = "PodDisruptionBudget";
    expect(await checked(0)).toEqual([[kind, "myapp-stable", "10-stable-0-canary", 7]]);
    expect(await checked(20)).toEqual([[kind, "myapp-stable", "10-stable-3-canary", 7]]);
    expect(await checked(20, { minReady: 100 })).toEqual([[kind, "myapp-stable", "10-stable-3-canary", 10]]);
    // From 50 to 100 the canary keeps its size: only the annotation makes the provider look at it again.
    expect(await checked(50)).toEqual([[kind, "myapp-canary", "10-stable-10-canary", 10]]);
    expect(await checked(100, { minReady: 1 })).toEqual([[kind, "myapp-canary", "0-stable-10-canary", 10]]);
  });

  test("before the other side changes, and before the Service", async () => {
    const plan = await planned({ weight: 20 });
    const { urn } = plan.resource("PodDisruptionBudget", "myapp-stable");
    for (const [kind, name] of [
      ["Deployment", "myapp-canary"],
      ["Service", "myapp"],
    ])
      expect(plan.resource(kind, name).dependencies).toContain(urn);
  });

  test("not with verifyReady: false, and by the Deployment without a budget", async () => {
    expect(await checked(20, { verifyReady: false })).toEqual([]);
    expect(await checked(20, { disruptionBudget: false })).toEqual([
      ["Deployment", "myapp-stable", "10-stable-3-canary", Number.NaN],
    ]);
  });

  test("a hold changes its Deployment in every step, which waits for all pods", async () => {
    expect(await checked(20, { method: "hold" })).toEqual([]);
  });

  test("by route, each side that gets traffic", async () => {
    const route = { kind: "TCPRoute", parentRefs: [{ name: "edge" }] };
    expect(await checked(20, { method: "route", route })).toEqual([
      ["PodDisruptionBudget", "myapp-canary", "weight-20", 10],
      ["PodDisruptionBudget", "myapp-stable", "weight-20", 7],
    ]);
  });
});

test("nothing waits for a side without pods", async () => {
  expect(side(await planned({ weight: 0 }), "myapp-canary").metadata.annotations).toEqual({
    "pulumi-kubernetes-traffic/version": "v2",
  });
});

test("it is found by type, also across copies of the package", async () => {
  await planStack({}, () => {
    const app = new CanaryDeployment("myapp", canaryArgs());
    expect(CanaryDeployment.isInstance(app)).toBe(true);
    expect(CanaryDeployment.isInstance(app.service)).toBe(false);
    expect(CanaryDeployment.isInstance({ __pulumiType: CanaryDeployment.__pulumiType })).toBe(false);
    expect(app.stable).toBeInstanceOf(k8s.apps.v1.Deployment);
    expect(app.canary).toBeInstanceOf(k8s.apps.v1.Deployment);
  });
});

test("types: what decides the number of objects is plain, the rest may be an Output", () => {
  expectTypeOf<CanaryDeploymentArgs["weight"]>().toEqualTypeOf<number>();
  expectTypeOf<pulumi.Output<string>>().toExtend<CanaryDeploymentArgs["namespace"]>();
  expectTypeOf<CanaryDeployment["plan"]>().toEqualTypeOf<CanaryPlan>();
});
