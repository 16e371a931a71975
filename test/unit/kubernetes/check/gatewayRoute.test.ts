import { expect, test } from "vitest";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { checkRoute } from "../../../../src/kubernetes/check/gatewayRoute.js";

test.each([
  ["gateway.networking.k8s.io/v1", true],
  ["gateway.networking.k8s.io/v1alpha2", true],
  ["gateway.networking.k8s.io/v2", true],
  ["gateway.networking.k8s.io/", false],
  ["gateway.networking.k8s.io/alpha", false],
  ["gateway.networking.k8s.io/v1/x", false],
  ["gateway.networking.k8s.io/v1 ", false],
  ["my.gateway.networking.k8s.io/v1", false],
  ["gateway-networking.k8s.io/v1", false],
  ["gateway.networking-k8s.io/v1", false],
  ["gateway.networking.k8s-io/v1", false],
])("the API version %s of a route is accepted: %s", (apiVersion, accepted) => {
  const problems = new Problems("route");
  const route = { kind: "TCPRoute", parentRefs: [{ name: "edge" }], apiVersion } as const;
  checkRoute(problems, { ...route, parentRefs: [{ name: "edge" }] }, { ports: [{ port: 80 }] });
  expect(problems.lines).toEqual(
    accepted
      ? []
      : [
          `route.apiVersion: "${apiVersion}" is not a Gateway API version; use "gateway.networking.k8s.io/v1" or "gateway.networking.k8s.io/v1alpha2"`,
        ],
  );
});

test.each([[[5]], [[null]], [[{ port: 80 }, { port: 81 }]], ["80"]])(
  "a route to a Service with the ports %j needs a port of its own",
  (ports) => {
    const problems = new Problems("route");
    const route = { kind: "TCPRoute", parentRefs: [{ name: "edge" }] } as const;
    checkRoute(problems, { ...route, parentRefs: [{ name: "edge" }] }, { ports } as never);
    expect(problems.lines).toEqual([
      "route.port: is missing; set the port of the Service that receives the traffic",
    ]);
  },
);
