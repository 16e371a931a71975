import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BlueGreenService, CanaryDeployment } from "../../../src/index.js";
import { planStack, Secret, Unknown } from "../../../src/testing/index.js";
import { blueGreenArgs, canaryArgs } from "../../support/args.js";

// biome-ignore lint/suspicious/noExplicitAny: cases change any argument
type Loose = any;

const canary = (change: Loose) =>
  planStack({}, () => {
    const given = typeof change === "function" ? change() : change;
    return void new CanaryDeployment("myapp", { ...canaryArgs(), ...given });
  });
const blueGreen = (change: Loose) =>
  planStack({}, () => void new BlueGreenService("shop", { ...blueGreenArgs(), ...change }));

/** A template whose container has these ports. */
const template = (ports: unknown, more: Loose = {}): Loose => ({
  spec: { containers: [{ name: "app", ports, readinessProbe: { tcpSocket: { port: 80 } } }], ...more },
});
const http = [{ name: "http", containerPort: 80 }];
/** A Service that sends port 80 to this target. */
const to = (targetPort: unknown, more: Loose = {}): Loose => ({ ports: [{ port: 80, targetPort, ...more }] });

const portsOf = async (plan: ReturnType<typeof canary>) =>
  ((await plan).resource("Service").inputs as Loose).spec.ports;

/** A value that only an update knows. */
const computed = () => new ConfigMap("unknown", { metadata: { name: "unknown" } }).id;

describe("a named target port", () => {
  test.each([
    ["of a container", template(http), to("http")],
    [
      "of a sidecar",
      template([], { initContainers: [{ name: "mesh", restartPolicy: "Always", ports: http }] }),
      to("http"),
    ],
    [
      "of a UDP port",
      template([{ name: "dns", containerPort: 53, protocol: "UDP" }]),
      to("dns", { protocol: "UDP" }),
    ],
    ["given as a number, also of a port that no container names", template(undefined), to(8080)],
    ["given as digits, which the API server judges", template(undefined), to("8080")],
  ])("%s is accepted", async (_, template, service) => {
    await expect(canary({ template, service })).resolves.toBeDefined();
  });

  test("that no container has is refused, with the names that exist", async () => {
    const two = [...http, { name: "metrics", containerPort: 9090 }];
    await expect(canary({ template: template(two), service: to("htpp") })).rejects.toThrow(
      'service.ports[0].targetPort: "htpp" is not the name of a TCP port in template ("http", "metrics"), so its pods would get no connections; did you mean "http"?',
    );
    await expect(canary({ service: to("web") })).rejects.toThrow(
      'service.ports[0].targetPort: "web" is not the name of a TCP port in template, so its pods would get no connections; give a port of the container this name, or use its number',
    );
  });

  test.each([
    ["with another protocol", template([{ name: "http", containerPort: 80, protocol: "UDP" }]), "TCP"],
    [
      "of an init container that ends",
      template([], { initContainers: [{ name: "init", ports: http }] }),
      "TCP",
    ],
  ])("%s is refused", async (_, template, protocol) => {
    await expect(canary({ template, service: to("http") })).rejects.toThrow(
      `service.ports[0].targetPort: "http" is not the name of a ${protocol} port in template, so`,
    );
  });

  test("is looked up in the template of every side, at any weight", async () => {
    const sides = {
      weight: 0,
      template: template(http),
      canary: { version: "v2", image: "app:2", template: template([{ name: "web", containerPort: 80 }]) },
    };
    await expect(canary({ ...sides, service: to("http") })).rejects.toThrow(
      'service.ports[0].targetPort: "http" is not the name of a TCP port in canary.template ("web"), so',
    );
  });

  test("is looked up for every Service", async () => {
    const additionalServices = { admin: to("admin") };
    await expect(canary({ additionalServices })).rejects.toThrow(
      'additionalServices.admin.ports[0].targetPort: "admin" is not the name of a TCP port in template, so',
    );
    await expect(blueGreen({ previewService: to("peek") })).rejects.toThrow(
      'BlueGreenService "shop" cannot be planned, 1 problem:\n  previewService.ports[0].targetPort: "peek" is not',
    );
    await expect(blueGreen({ service: to("peek"), previewService: true })).rejects.toThrow(
      'BlueGreenService "shop" cannot be planned, 1 problem:\n  service.ports[0].targetPort: "peek" is not',
    );
  });
});

describe("what becomes known late", () => {
  const late = <T>(value: T) => pulumi.output(value);

  test("a right name reaches the Service", async () => {
    const args = { template: late(template(http)), service: { ports: late(to("http").ports) } };
    expect(await portsOf(canary(args))).toEqual([{ port: 80, targetPort: "http" }]);
  });

  test("another Output in the template delays nothing", async () => {
    const given = () => {
      const [container] = template(http).spec.containers;
      return { spec: { containers: [{ ...container, env: [{ name: "HOST", value: computed() }] }] } };
    };
    const ports = await portsOf(canary(() => ({ template: given(), service: to("http") })));
    expect(ports).toEqual([{ port: 80, targetPort: "http" }]);
  });

  test("a name that only an update knows delays the target port alone", async () => {
    const given = () => template([{ name: computed(), containerPort: 80 }]);
    const [port] = await portsOf(canary(() => ({ template: given(), service: to("http") })));
    expect(port.port).toBe(80);
    expect(port.targetPort).toBeInstanceOf(Unknown);
  });

  test("a secret template makes no secret of the Service", async () => {
    const [port] = await portsOf(canary({ template: pulumi.secret(template(http)), service: to("http") }));
    expect(port.targetPort).toBe("http");
    expect(port.targetPort).not.toBeInstanceOf(Secret);
  });
});
