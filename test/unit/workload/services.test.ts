import { describe, expect, test } from "vitest";
import { checkBlueGreen } from "../../../src/bluegreen/check.js";
import { checkCanary } from "../../../src/canary/check.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { BlueGreenService, CanaryDeployment } from "../../../src/index.js";
import { type Plan, planStack } from "../../../src/testing/index.js";
import { blueGreenArgs, canaryArgs } from "../../support/args.js";

type Loose = ReturnType<typeof canaryArgs>;

const additionalServices = {
  dns: { type: "LoadBalancer", ports: [{ port: 53, protocol: "UDP" }] },
  metrics: { clusterIP: "None", ports: [{ port: 9090 }], labels: { scrape: "yes" } },
};
const canary = (change: Loose) =>
  planStack({}, () => {
    const app = new CanaryDeployment("myapp", { ...canaryArgs(), additionalServices, ...change });
    return { names: Object.keys(app.additionalServices), dns: app.additionalServices.dns?.metadata.name };
  });
const blueGreen = (change: Loose) =>
  planStack({}, () => {
    const shop = new BlueGreenService("shop", { ...blueGreenArgs(), additionalServices, ...change });
    return { names: Object.keys(shop.additionalServices) };
  });
const spec = (plan: Plan, name: string) => (plan.resource("Service", name).inputs as Loose).spec;
const order = (plan: Plan) =>
  plan.kubernetes
    .filter(({ kind }) => kind !== "PodDisruptionBudget")
    .map(({ name, waitsFor }) => [name, ...waitsFor]);

describe("additional Services", () => {
  test.each(["replicas", "hold", "route"])(
    "of a canary by %s select what the first one selects",
    async (method) => {
      const route =
        method === "route" ? { route: { kind: "TCPRoute", parentRefs: [{ name: "gateway" }] } } : {};
      for (const weight of [0, 25, 100]) {
        const plan = await canary({ method, weight, ...route });
        const waits = (name: string) =>
          plan.kubernetes.find((object) => object.name === name && object.kind === "Service")?.waitsFor;
        for (const name of ["myapp-dns", "myapp-metrics"]) {
          expect(spec(plan, name).selector).toEqual(spec(plan, "myapp").selector);
          expect(waits(name)).toEqual(waits("myapp"));
        }
        expect(plan.outputs).toEqual({ names: ["dns", "metrics"], dns: "myapp-dns" });
      }
    },
  );

  test("of a route stop selecting the idle side before it shrinks", async () => {
    const plan = await canary({
      method: "route",
      weight: 100,
      route: { kind: "TCPRoute", parentRefs: [{ name: "g" }] },
    });
    const idle = plan.kubernetes.find(({ name, kind }) => kind === "Deployment" && name === "myapp-stable");
    expect(idle?.waitsFor).toEqual(expect.arrayContaining(["myapp", "myapp-dns", "myapp-metrics"]));
  });

  test("flip together, all of them before the idle color shrinks", async () => {
    const plan = await blueGreen({ activeColor: "green" });
    expect(order(plan)).toEqual([
      ["shop-green"],
      ["shop", "shop-green"],
      ["shop-dns", "shop-green"],
      ["shop-metrics", "shop-green"],
      ["shop-blue", "shop", "shop-dns", "shop-metrics"],
    ]);
    for (const name of ["shop-dns", "shop-metrics"]) {
      expect(spec(plan, name).selector).toEqual(spec(plan, "shop").selector);
    }
    expect(plan.resource("Service", "shop-metrics").inputs.metadata).toMatchObject({
      labels: { scrape: "yes" },
    });
    expect(plan.outputs).toEqual({ names: ["dns", "metrics"] });
  });

  test("are waited for no more than the first one with fastFlip", async () => {
    const plan = await blueGreen({ fastFlip: true });
    for (const name of ["shop", "shop-dns", "shop-metrics"]) {
      expect(plan.resource("Service", name).inputs.metadata).toMatchObject({
        annotations: { "pulumi.com/skipAwait": "true" },
      });
    }
  });

  test("may have a name of their own", async () => {
    const plan = await canary({ additionalServices: { dns: { name: "resolver", ports: [{ port: 53 }] } } });
    expect(plan.resource("Service", "myapp-dns").inputs.metadata).toMatchObject({ name: "resolver" });
  });
});

describe("refused", () => {
  const judge = (more: Loose, change: Loose = {}, release: Loose = checkCanary) => {
    const problems = new Problems("app");
    const args = release === checkCanary ? canaryArgs() : blueGreenArgs();
    release("app", { ...args, additionalServices: more, ...change }, problems);
    return { refused: problems.lines, warned: problems.warnings };
  };
  const ports = [{ port: 80 }];

  test.each<[string, Loose, Loose, string[]]>([
    [
      "no set",
      [{ ports }],
      {},
      [
        'additionalServices: [{"ports":[{"port":80}]}] is not a set of Services; give them by the suffix of their names, such as { dns: { ports: [{ port: 53 }] } }',
      ],
    ],
    [
      "a side's name",
      { canary: { ports } },
      {},
      [
        "additionalServices.canary: would have the name app-canary, the same as a Service of the component; choose another name",
      ],
    ],
    [
      "a side's name as a resource, whatever its own name is",
      { canary: { name: "own", ports } },
      {},
      [
        "additionalServices.canary: would have the name app-canary, the same as a Service of the component; choose another name",
      ],
    ],
    [
      "the first one's",
      { a: { name: "app", ports } },
      {},
      ["additionalServices.a: would have the name app, the same as service; choose another name"],
    ],
    [
      "one another's",
      { a: { name: "app-b", ports }, b: { ports } },
      {},
      [
        "additionalServices.b: would have the name app-b, the same as additionalServices.a; choose another name",
      ],
    ],
    [
      "the name the first one took over",
      { a: { ports } },
      { service: { name: "app-a", ports } },
      ["additionalServices.a: would have the name app-a, the same as service; choose another name"],
    ],
    [
      "too long",
      { [`a${"b".repeat(39)}`]: { ports, name: "c".repeat(64) } },
      {},
      [
        `additionalServices.a${"b".repeat(39)}: would have the name ${"c".repeat(64)}, which has 64 characters; use at most 63`,
      ],
    ],
    ["as long as a name can be", { a: { ports, name: "c".repeat(63) } }, {}, []],
    [
      "one that is no Service",
      { a: "dns" },
      {},
      ['additionalServices.a: "dns" is not a Service; give { ports: [{ port: 80 }] }'],
    ],
    [
      "a suffix too long for any name, once",
      { [`a${"b".repeat(70)}`]: { ports } },
      {},
      [expect.stringMatching(/^additionalServices\.ab+: "ab+…" cannot be part of an object name;/)],
    ],
    [
      "what the first one may not have either",
      { a: { ports: [{ port: 0 }], publishNotReadyAddresses: true, selector: {} } },
      {},
      [
        "additionalServices.a.ports[0].port: 0 is not in range; give a whole number from 1 to 65535",
        "additionalServices.a.publishNotReadyAddresses: sends traffic to pods that are not ready, which defeats every step of a release; leave it out",
        "additionalServices.a.selector: is set by the component; leave it out",
      ],
    ],
  ])("%s", (_name, more, change, lines) => {
    expect(judge(more, change).refused).toEqual(lines);
  });

  test.each(["preview", "blue"])("the name of a color's or the preview's Service: %s", (key) => {
    expect(judge({ [key]: { ports } }, {}, checkBlueGreen).refused).toEqual([
      `additionalServices.${key}: would have the name app-${key}, the same as a Service of the component; choose another name`,
    ]);
  });

  test("each one causes the warnings about the share", () => {
    expect(judge({ dns: { ports, externalTrafficPolicy: "Local", type: "NodePort" } }).warned).toEqual([
      "additionalServices.dns.externalTrafficPolicy: Local keeps each connection on its node, so the share differs from 20 % from node to node; spread both sides across the nodes, or use Cluster",
    ]);
  });

  test("a preview Service that sends to what is not ready", () => {
    expect(judge({}, { previewService: { publishNotReadyAddresses: true } }, checkBlueGreen).refused).toEqual(
      [
        "previewService.publishNotReadyAddresses: sends traffic to pods that are not ready, which defeats every step of a release; leave it out",
      ],
    );
  });
});

describe("a preview Service", () => {
  const service = { type: "NodePort", ports: [{ name: "http", port: 80, nodePort: 30380 }] };

  test("has its given fields, and by default the ports of the first Service", async () => {
    const plan = await blueGreen({ service, previewService: { clusterIP: "None" } });
    expect(spec(plan, "shop-preview")).toMatchObject({
      type: "ClusterIP",
      clusterIP: "None",
      ports: [{ name: "http", port: 80 }],
      selector: { "pulumi-kubernetes-traffic/color": "green" },
    });
    expect(spec(plan, "shop-preview").ports[0]).not.toHaveProperty("nodePort");
  });

  test("may be reached from outside under ports of its own", async () => {
    const previewService = { name: "shop-next", type: "NodePort", ports: [{ port: 80, nodePort: 30381 }] };
    const plan = await blueGreen({ service, previewService });
    expect(spec(plan, "shop-preview")).toMatchObject({ type: "NodePort", ports: [{ nodePort: 30381 }] });
    expect(plan.resource("Service", "shop-preview").inputs.metadata).toMatchObject({ name: "shop-next" });
    expect(plan.resource("BlueGreenService").outputs).toMatchObject({ previewServiceName: "shop-next" });
  });
});

test.each<[string, Loose]>([
  ["dual stack", { ipFamilyPolicy: "RequireDualStack", ipFamilies: ["IPv4", "IPv6"], ports: [{ port: 80 }] }],
  [
    "a load balancer of a class, without node ports",
    {
      type: "LoadBalancer",
      loadBalancerClass: "example.com/internal",
      allocateLoadBalancerNodePorts: false,
      loadBalancerSourceRanges: ["10.0.0.0/8"],
      ports: [{ port: 80 }],
    },
  ],
  [
    "TCP and UDP on one port",
    {
      type: "LoadBalancer",
      ports: [
        { name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
        { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
      ],
    },
  ],
])("%s reaches the Service of either component as it was written", async (_name, given) => {
  const [first, second] = [await canary({ service: given }), await blueGreen({ service: given })];
  expect(spec(first, "myapp")).toMatchObject(given);
  expect(spec(second, "shop")).toMatchObject(given);
  expect(first.warnings).toEqual([]);
});
