import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BlueGreenService, type BlueGreenServiceArgs } from "../../../src/index.js";
import { type Plan, planStack } from "../../../src/testing/index.js";
import { blueGreenArgs } from "../../support/args.js";

type Loose = ReturnType<typeof blueGreenArgs>;

async function planned(change: Loose = {}, options: { preview?: boolean } = {}): Promise<Plan> {
  return planStack(options, () => new BlueGreenService("shop", { ...blueGreenArgs(), ...change }) && {});
}

/** What takes part in a step, in the order it changes, each with what it waits for. */
const order = (plan: Plan) =>
  plan.kubernetes
    .filter(({ kind }) => kind !== "PodDisruptionBudget")
    .map(({ kind, name, waitsFor }) => [kind, name, ...waitsFor]);
const inputs = (plan: Plan, type: string, name: string) => plan.resource(type, name).inputs as Loose;

describe.each([true, false])("with preview %s", (preview) => {
  test.each([
    ["blue", "green"],
    ["green", "blue"],
  ])("%s is ready before the Service selects it, %s changes afterwards", async (activeColor, idle) => {
    expect(order(await planned({ activeColor, previewService: true }, { preview }))).toEqual([
      ["Deployment", `shop-${activeColor}`],
      ["Service", "shop", `shop-${activeColor}`],
      ["Deployment", `shop-${idle}`, "shop"],
      ["Service", "shop-preview", `shop-${idle}`],
    ]);
  });

  test("a flip changes one selector and nothing else while the standby is kept", async () => {
    const blue = await planned({ activeColor: "blue" }, { preview });
    const green = await planned({ activeColor: "green" }, { preview });
    const selector = (color: string) => ({
      "pulumi-kubernetes-traffic/blue-green-service": "shop",
      "pulumi-kubernetes-traffic/color": color,
    });
    expect(inputs(blue, "Service", "shop").spec.selector).toEqual(selector("blue"));
    expect(inputs(green, "Service", "shop").spec.selector).toEqual(selector("green"));
    const deployments = (plan: Plan) =>
      plan.resources
        .filter(({ type }) => type.endsWith("Deployment"))
        .map(({ urn, inputs }) => [urn, inputs]);
    expect(deployments(green)).toEqual(deployments(blue));
    for (const color of ["blue", "green"]) {
      const { spec } = inputs(green, "Deployment", `shop-${color}`);
      expect(spec.selector.matchLabels).toEqual(selector(color));
      expect(spec.template.metadata.labels).toMatchObject(selector(color));
    }
  });

  test("standbyReplicas is the size of every color that is not active", async () => {
    const colors = { ...blueGreenArgs().colors, red: { version: "v3", image: "app:3" } };
    const plan = await planned({ colors, activeColor: "green", standbyReplicas: 1 }, { preview });
    const sizes = ["blue", "green", "red"].map(
      (color) => inputs(plan, "Deployment", `shop-${color}`).spec.replicas,
    );
    expect(sizes).toEqual([1, 2, 1]);
    expect(order(plan)).toEqual([
      ["Deployment", "shop-green"],
      ["Service", "shop", "shop-green"],
      ["Deployment", "shop-blue", "shop"],
      ["Deployment", "shop-red", "shop"],
    ]);
  });

  test("the preview Service shows the color after the active one, inside the cluster", async () => {
    const colors = { ...blueGreenArgs().colors, red: { version: "v3", image: "app:3" } };
    const service = {
      type: "NodePort",
      ports: [{ name: "http", port: 80, targetPort: 8080, nodePort: 30380 }],
    };
    for (const [activeColor, shown] of [
      ["blue", "green"],
      ["green", "red"],
      ["red", "blue"],
    ]) {
      const plan = await planned({ colors, activeColor, service, previewService: true }, { preview });
      expect(inputs(plan, "Service", "shop-preview").spec).toEqual({
        type: "ClusterIP",
        ports: [{ name: "http", port: 80, targetPort: 8080 }],
        selector: {
          "pulumi-kubernetes-traffic/blue-green-service": "shop",
          "pulumi-kubernetes-traffic/color": shown,
        },
      });
    }
  });

  test("policies find the colors as outputs", async () => {
    const plan = await planned(
      { activeColor: "green", standbyReplicas: 0, previewService: true },
      { preview },
    );
    expect(plan.resource("BlueGreenService").outputs).toEqual({
      activeColor: "green",
      serviceName: "shop",
      previewServiceName: "shop-preview",
      previewColor: "blue",
      colors: {
        blue: { deployment: "shop-blue", version: "v1", replicas: 0 },
        green: { deployment: "shop-green", version: "v2", replicas: 2 },
      },
    });
  });
});

test("a custom color label distinguishes the colors", async () => {
  const plan = await planned({ colorLabel: "color", activeColor: "green" });
  expect(inputs(plan, "Service", "shop").spec.selector).toEqual({
    "pulumi-kubernetes-traffic/blue-green-service": "shop",
    color: "green",
  });
});

describe("by route", () => {
  const route = { kind: "TCPRoute", parentRefs: [{ name: "edge" }] };

  test("each color has a fixed Service, and the flip is the route's", async () => {
    const plan = await planned({ route, activeColor: "green", standbyReplicas: 0 });
    const selected = (name: string) =>
      inputs(plan, "Service", name).spec.selector["pulumi-kubernetes-traffic/color"];
    expect([selected("shop-blue"), selected("shop-green"), selected("shop")]).toEqual([
      "blue",
      "green",
      "green",
    ]);
    expect(inputs(plan, "TCPRoute", "shop").spec.rules).toEqual([
      { backendRefs: [{ name: "shop-green", port: 80, weight: 1 }] },
    ]);
    expect(plan.resource("BlueGreenService").outputs).toMatchObject({ routeName: "shop" });
  });

  test("the active color is ready before it is routed to, and the others shrink after both flips", async () => {
    const waits = Object.fromEntries(
      order(await planned({ route })).map(([kind, name, ...after]) => [`${kind} ${name}`, after]),
    );
    expect(waits["Deployment shop-blue"]).toEqual([]);
    expect(waits["TCPRoute shop"]).toEqual(["shop-blue", "shop-blue"]); // the check of its pods, and its Service
    expect(waits["Deployment shop-green"]).toEqual(["shop", "shop"]); // the Service and the route
    expect(waits["Service shop-green"]).toEqual(["shop-green"]);
  });
});

test("a fast flip does not wait for the Service, and requires a drain", async () => {
  const service = { annotations: { "example.com/lb": "x" }, ports: [{ port: 80 }] };
  const { metadata } = inputs(await planned({ fastFlip: true, drainSeconds: 5, service }), "Service", "shop");
  expect(metadata.annotations).toEqual({ "example.com/lb": "x", "pulumi.com/skipAwait": "true" });
  await expect(planned({ fastFlip: true, drainSeconds: 4 })).rejects.toThrow(
    "fastFlip: requires drainSeconds of 5 or more, but drainSeconds is 4; raise drainSeconds",
  );
});

describe("the provider waits for the Service of a flip only where it protects something", () => {
  const skips = async (args: Partial<BlueGreenServiceArgs>, name = "shop") =>
    inputs(await planned(args), "Service", name).metadata.annotations?.["pulumi.com/skipAwait"] === "true";
  const of = (service: object) => ({ service: { ports: [{ port: 80 }], ...service } });

  test("not where the standby keeps its size", async () => {
    expect(await skips({})).toBe(true);
    expect(await skips(of({ type: "NodePort" }))).toBe(true);
    expect(await skips({ replicas: 2, standbyReplicas: 3 })).toBe(true);
  });

  test("where pods end behind it, a load balancer is in front, or pods drain too shortly", async () => {
    expect(await skips({ replicas: 2, standbyReplicas: 1 })).toBe(false);
    expect(await skips({ autoscaling: { minReplicas: 2, maxReplicas: 4 } })).toBe(false);
    expect(await skips(of({ type: "LoadBalancer" }))).toBe(false);
    expect(await skips(of({ type: pulumi.output("NodePort") }))).toBe(false);
    expect(await skips({ drainSeconds: 4 })).toBe(false);
  });

  test("fastFlip decides for every case", async () => {
    expect(await skips({ fastFlip: false })).toBe(false);
    expect(await skips({ fastFlip: true, standbyReplicas: 0, ...of({ type: "LoadBalancer" }) })).toBe(true);
  });

  test("for each of several Services", async () => {
    const additionalServices = { lb: { type: "LoadBalancer", ports: [{ port: 81 }] } };
    expect(await skips({ additionalServices })).toBe(true);
    expect(await skips({ additionalServices }, "shop-lb")).toBe(false);
  });
});

describe("a flip checks that enough pods of the new color are ready", () => {
  const budget = async (args: Partial<BlueGreenServiceArgs>, color: string) =>
    inputs(await planned({ activeColor: "green", ...args }), "PodDisruptionBudget", `shop-${color}`).metadata
      .annotations;
  const condition = (least: number) =>
    JSON.stringify([
      "jsonpath={.metadata.annotations['pulumi-kubernetes-traffic/relied-on']}=active",
      `jsonpath={[?@.currentHealthy>${least - 1}]}`,
    ]);

  test("between its Deployment and the Service, without a change of either Deployment", async () => {
    const [blue, green] = await Promise.all(["blue", "green"].map((activeColor) => planned({ activeColor })));
    for (const name of ["shop-blue", "shop-green"])
      expect(inputs(green, "Deployment", name)).toEqual(inputs(blue, "Deployment", name));
    const waits = (kind: string) => green.kubernetes.find((object) => object.kind === kind)?.waitsForUrns;
    expect(waits("Service")).toEqual([expect.stringContaining("PodDisruptionBudget::shop-green")]);
    expect(green.resource("PodDisruptionBudget", "shop-green").dependencies).toEqual([
      green.resource("Deployment", "shop-green").urn,
    ]);
  });

  test.each([
    [1, undefined, 1],
    [2, undefined, 1],
    [3, undefined, 2],
    [10, undefined, 7],
    [10, 100, 10],
    [10, 1, 1],
  ])("%i replicas with minReady %s: %i", async (replicas, minReady, least) => {
    expect(await budget({ replicas, minReady }, "green")).toEqual({
      "pulumi-kubernetes-traffic/relied-on": "active",
      "pulumi.com/waitFor": condition(least),
    });
    expect(await budget({ replicas, minReady }, "blue")).toBeUndefined();
  });

  test("with autoscaling, of the minimum", async () => {
    const autoscaling = { minReplicas: 8, maxReplicas: 20 };
    const args = { replicas: 8, autoscaling };
    expect((await budget(args, "green"))["pulumi.com/waitFor"]).toBe(condition(6));
  });

  test("without a budget all pods of the Deployment, whose annotation changes at every flip", async () => {
    const annotations = async (activeColor: string) =>
      inputs(await planned({ activeColor, disruptionBudget: false }), "Deployment", "shop-green").metadata
        .annotations;
    expect((await annotations("green"))["pulumi-kubernetes-traffic/relied-on"]).toBe("active");
    expect(await annotations("blue")).not.toHaveProperty("pulumi-kubernetes-traffic/relied-on");
  });

  test("not with verifyReady: false", async () => {
    expect(await budget({ verifyReady: false }, "green")).toBeUndefined();
  });

  test("minReady is a percentage, and needs what it has an effect on", async () => {
    await expect(planned({ minReady: 0 })).rejects.toThrow(
      "minReady: 0 is not in range; give a whole number",
    );
    await expect(planned({ minReady: 50, verifyReady: false })).rejects.toThrow(
      "minReady: 50 has no effect, because verifyReady is false; leave out one of them",
    );
    await expect(planned({ minReady: 50, disruptionBudget: false })).rejects.toThrow(
      "minReady: 50 has no effect, because disruptionBudget is false; leave out one of them",
    );
  });
});

test("labels and ports that are Outputs reach the objects, and a secret port does not leak", async () => {
  const ports = pulumi.secret([{ port: 8443 }]);
  const plan = await planned({
    labels: pulumi.output({ team: "a" }),
    service: { ports },
    previewService: true,
  });
  expect(inputs(plan, "Deployment", "shop-blue").metadata.labels).toMatchObject({ team: "a" });
  for (const name of ["shop", "shop-preview"]) {
    expect(JSON.stringify(inputs(plan, "Service", name))).not.toContain("8443");
  }
});

test("its fields are the resources", async () => {
  await planStack({}, () => {
    const shop = new BlueGreenService("shop", { ...blueGreenArgs(), previewService: true });
    expect(Object.keys(shop.deployments).sort()).toEqual(["blue", "green"]);
    expect(shop.deployments.blue).toBeInstanceOf(k8s.apps.v1.Deployment);
    expect(shop.previewService).toBeInstanceOf(k8s.core.v1.Service);
    expect(shop.activeColor).toBe("blue");
    expect(BlueGreenService.isInstance(shop)).toBe(true);
    expect(new BlueGreenService("plain", blueGreenArgs()).previewService).toBeUndefined();
  });
});

test("refusals are thrown before anything is registered", async () => {
  const plan = await planStack({ allowEmpty: true }, () => {
    expect(() => new BlueGreenService("shop", { ...blueGreenArgs(), activeColor: "gren" })).toThrow(
      /^BlueGreenService "shop" cannot be planned, 1 problem:\n {2}activeColor: "gren"/,
    );
  });
  expect(plan.resources).toEqual([]);
});
