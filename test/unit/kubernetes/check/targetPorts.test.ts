import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { checkTargetPorts } from "../../../../src/kubernetes/check/targetPorts.js";
import { rejectionsOf } from "../../kubeproxy/rejections.js";

// biome-ignore lint/suspicious/noExplicitAny: Outputs where the types know plain values
type Loose = any;

const late = <T>(value: T) => pulumi.output(Promise.resolve(value));
const http = [{ name: "http", containerPort: 80 }];
const template = (ports: unknown): Loose => ({ spec: { containers: [{ name: "app", ports }] } });

/** What is refused at once, and what the ports reject with, as a resource that uses them would. */
async function judge(given: unknown, ports: unknown) {
  const problems = new Problems("app");
  const service = { labels: {}, spec: { ports: ports as Loose } };
  const rejected = await rejectionsOf(async () => {
    const checked = checkTargetPorts(problems, service, "service", [{ path: "template", template: given }]);
    await (pulumi.output(checked.spec.ports) as Loose).promise().catch(() => undefined);
  });
  return { refused: problems.lines, rejected: [...new Set(rejected)] };
}

const web = (targetPort: unknown = "web"): Loose => [{ port: 80, targetPort }];
const line =
  'service.ports[0].targetPort: "web" is not the name of a TCP port in template ("http"), so its pods would get no connections; give a port of the container this name, or use its number';

test("a plain name is refused at once", async () => {
  expect(await judge(template(http), web())).toEqual({ refused: [line], rejected: [] });
});

test.each([
  ["a template", late(template(http)), web()],
  ["a spec", { spec: late(template(http).spec) }, web()],
  ["containers", { spec: { containers: late(template(http).spec.containers) } }, web()],
  ["a container", { spec: { containers: template(http).spec.containers.map(late) } }, web()],
  ["ports of a container", template(late(http)), web()],
  ["a port of a container", template(http.map(late)), web()],
  ["the name of a port", template([{ name: late("http"), containerPort: 80 }]), web()],
  ["a target port", template(http), web(late("web"))],
  ["ports of a Service and of a container", template(late(http)), late(web())],
])("%s known late is refused in the chain of the Service", async (_, given, ports) => {
  expect(await judge(given, ports)).toEqual({
    refused: [],
    rejected: [`app cannot be planned, 1 problem:\n  ${line}`],
  });
});

test("a secret template is not quoted", async () => {
  expect(await judge(pulumi.secret(template(http)), web())).toEqual({
    refused: [],
    rejected: [
      "app cannot be planned, 1 problem:\n  service.ports[0].targetPort: [secret] is not the name of a TCP port in template, so its pods would get no connections; give a port of the container this name, or use its number",
    ],
  });
});

test("a protocol that is known late is not compared", async () => {
  const udp = [{ name: "dns", containerPort: 53, protocol: "UDP" }];
  const ports = [{ port: 53, targetPort: "dns", protocol: late("UDP") }];
  expect(await judge(template(udp), ports)).toEqual({ refused: [], rejected: [] });
});

test("a template that is refused elsewhere is not judged twice", async () => {
  expect((await judge("no template", [{ port: 80, targetPort: 80 }])).refused).toEqual([]);
});
