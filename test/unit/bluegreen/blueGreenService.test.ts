import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BlueGreenService } from "../../../src/index.js";
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
    expect(waits["TCPRoute shop"]).toEqual(["shop-blue"]);
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

test("verifyReady makes the provider wait at every flip, and changes no pod", async () => {
  const flip = async (verifyReady: boolean) => {
    const [blue, green] = await Promise.all(
      ["blue", "green"].map((activeColor) => planned({ activeColor, verifyReady })),
    );
    return ["shop-blue", "shop-green"].map((name) => {
      const [before, after] = [blue, green].map((plan) => inputs(plan, "Deployment", name));
      expect(after.spec).toEqual(before.spec);
      return JSON.stringify(before) !== JSON.stringify(after);
    });
  };
  expect(await flip(true)).toEqual([true, true]);
  expect(await flip(false)).toEqual([false, false]);
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
  const plan = await planStack({}, () => {
    expect(() => new BlueGreenService("shop", { ...blueGreenArgs(), activeColor: "gren" })).toThrow(
      /^BlueGreenService "shop" cannot be planned, 1 problem:\n {2}activeColor: "gren"/,
    );
  });
  expect(plan.resources).toEqual([]);
});
