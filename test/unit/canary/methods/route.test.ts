import { describe, expect, test } from "vitest";
import { checkCanary } from "../../../../src/canary/check.js";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { CanaryDeployment } from "../../../../src/index.js";
import { planStack } from "../../../../src/testing/index.js";
import { canaryArgs } from "../../../support/args.js";

type Loose = ReturnType<typeof canaryArgs>;

const routed = (change: Loose = {}) => ({
  ...canaryArgs(),
  method: "route",
  route: { kind: "TCPRoute", parentRefs: [{ name: "edge" }] },
  ...change,
});

const planned = (change: Loose = {}) =>
  planStack({}, () => new CanaryDeployment("myapp", routed(change)) && {});

const order = async (change: Loose) =>
  (await planned(change)).kubernetes
    .filter(({ kind }) => kind !== "PodDisruptionBudget")
    .map(({ kind, name, waitsFor }) => [kind, name, ...waitsFor]);

test.each([
  [0, 100, 0],
  [2, 98, 2],
  [1.5, 985, 15],
  [33.3333, 666667, 333333],
  [0.00001, 999999, 1],
  [99.99999, 1, 999999],
  [100, 0, 100],
])("weight %d is %i to %i parts of the traffic", async (weight, stable, canary) => {
  const { spec } = (await planned({ weight })).resource("TCPRoute").inputs as Loose;
  expect(spec).toEqual({
    parentRefs: [{ name: "edge" }],
    rules: [
      {
        backendRefs: [
          { name: "myapp-stable", port: 80, weight: stable },
          { name: "myapp-canary", port: 80, weight: canary },
        ],
      },
    ],
  });
});

describe("a side has its full size before the route sends to it, and shrinks only after the route stops", () => {
  test("between 0 and 100 both sides come before the route", async () => {
    expect(await order({ weight: 20 })).toEqual([
      ["Deployment", "myapp-canary"],
      ["Deployment", "myapp-stable"],
      ["Service", "myapp-canary", "myapp-canary"],
      ["Service", "myapp-stable", "myapp-stable"],
      ["Service", "myapp", "myapp-canary", "myapp-stable"],
      // Each side's check of its pods, and its Service.
      ["TCPRoute", "myapp", "myapp-canary", "myapp-stable", "myapp-canary", "myapp-stable"],
    ]);
  });

  test("at 0 the canary shrinks last, and its Service comes behind it", async () => {
    expect((await order({ weight: 0 })).slice(-2)).toEqual([
      ["Deployment", "myapp-canary", "myapp", "myapp"],
      ["Service", "myapp-canary", "myapp-canary"],
    ]);
  });

  test("without a canary the route sends to the stable side alone", async () => {
    const plan = await planned({ weight: 0, canary: undefined });
    expect(plan.kubernetes.map(({ kind, name }) => `${kind} ${name}`)).not.toEqual(
      expect.arrayContaining([expect.stringContaining("canary")]),
    );
    expect((plan.resource("TCPRoute").inputs as Loose).spec.rules).toEqual([
      { backendRefs: [{ name: "myapp-stable", port: 80, weight: 100 }] },
    ]);
  });

  test("at 100 the stable side shrinks last, and the Service in front has moved", async () => {
    expect((await order({ weight: 100 })).slice(-2)).toEqual([
      ["Deployment", "myapp-stable", "myapp", "myapp"],
      ["Service", "myapp-stable", "myapp-stable"],
    ]);
    const front = async (weight: number) =>
      ((await planned({ weight })).resource("Service", "myapp").inputs as Loose).spec.selector[
        "pulumi-kubernetes-traffic/track"
      ];
    expect([await front(0), await front(99), await front(100)]).toEqual(["stable", "stable", "canary"]);
  });

  test("sizes do not depend on the weight in between", async () => {
    for (const [weight, stable, canary] of [
      [0, 10, 0],
      [1, 10, 10],
      [99, 10, 10],
      [100, 0, 10],
    ]) {
      const plan = await planned({ weight });
      const size = (name: string) => (plan.resource("Deployment", name).inputs as Loose).spec.replicas;
      expect([size("myapp-stable"), size("myapp-canary")]).toEqual([stable, canary]);
    }
  });
});

test("every kind of route, older versions, host names and no wait for acceptance", async () => {
  for (const kind of ["TCPRoute", "UDPRoute", "TLSRoute", "HTTPRoute", "GRPCRoute"]) {
    const hostnames = kind.startsWith("TCP") || kind.startsWith("UDP") ? undefined : ["shop.example.com"];
    const parentRefs = [{ name: "edge", sectionName: "tcp" }];
    const route = { kind, parentRefs, hostnames, waitForAccepted: false };
    const { inputs } = (await planned({ route })).resource(kind);
    expect(inputs).toMatchObject({ apiVersion: "gateway.networking.k8s.io/v1", kind });
    expect((inputs as Loose).spec.hostnames).toEqual(hostnames);
    expect((inputs as Loose).metadata.annotations).toBeUndefined();
  }
  const route = {
    kind: "TCPRoute",
    parentRefs: [{ name: "edge" }],
    apiVersion: "gateway.networking.k8s.io/v1alpha2",
  };
  const { inputs } = (await planned({ route })).resource("TCPRoute");
  expect(inputs.apiVersion).toBe("gateway.networking.k8s.io/v1alpha2");
});

test("a route waits until every gateway has accepted its newest weights", async () => {
  const route = { kind: "TCPRoute", parentRefs: [{ name: "edge" }] };
  const { inputs } = (await planned({ route })).resource("TCPRoute");
  const { "pulumi.com/waitFor": conditions } = (inputs as Loose).metadata.annotations;
  expect(JSON.parse(conditions)).toEqual([
    'jsonpath={.spec.rules[0].backendRefs[?@.name=="myapp-stable"&&@.weight==80]}',
    'jsonpath={.spec.rules[0].backendRefs[?@.name=="myapp-canary"&&@.weight==20]}',
    "jsonpath={[?length(@.parents)>0&&length(@.parents)==count(@.parents[?@.conditions[?" +
      '@.type=="Accepted"&&@.status=="True"&&@.observedGeneration==$.metadata.generation]])]}',
  ]);
});

const PORTS = [
  { name: "web", port: 80 },
  { name: "admin", port: 81 },
];

test.each<[string, Loose, string[]]>([
  [
    "no route",
    { route: undefined },
    ['route: is missing; give { kind: "TCPRoute", parentRefs: [{ name: "…" }] }'],
  ],
  [
    "unknown kind",
    { route: { kind: "TcpRoute", parentRefs: [{ name: "edge" }] } },
    ['route.kind: "TcpRoute" is not a known value; did you mean "TCPRoute"?'],
  ],
  [
    "no gateway",
    { route: { kind: "TCPRoute", parentRefs: [] } },
    ['route.parentRefs: [] does not name a gateway; give [{ name: "…" }]'],
  ],
  [
    "gateway without a name",
    { route: { kind: "TCPRoute", parentRefs: [{}] } },
    ['route.parentRefs[0]: {} is not a reference to a gateway; give { name: "…" }'],
  ],
  [
    "host names on layer 4",
    { route: { kind: "UDPRoute", parentRefs: [{ name: "edge" }], hostnames: ["a"] } },
    ["route.hostnames: is not supported by a UDPRoute; leave it out"],
  ],
  [
    "TLS without host names",
    { route: { kind: "TLSRoute", parentRefs: [{ name: "edge" }] } },
    ["route.hostnames: is missing; give at least one, because a TLSRoute matches by host name"],
  ],
  [
    "several ports to choose from",
    { service: { ports: PORTS } },
    ["route.port: is missing; set the port of the Service that receives the traffic"],
  ],
  [
    "another API",
    { route: { kind: "TCPRoute", parentRefs: [{ name: "edge" }], apiVersion: "v1" } },
    [
      'route.apiVersion: "v1" is not a Gateway API version; use "gateway.networking.k8s.io/v1" or "gateway.networking.k8s.io/v1alpha2"',
    ],
  ],
])("refused: %s", (_, change, lines) => {
  const problems = new Problems("CanaryDeployment");
  checkCanary("myapp", routed(change), problems);
  expect(problems.lines).toEqual(lines);
});

test("a side settings of the Service would skew under the other methods are not warned about", async () => {
  expect(
    (await planned({ service: { sessionAffinity: "ClientIP", ports: [{ port: 80 }] } })).warnings,
  ).toEqual([]);
});
