import { describe, expect, test } from "vitest";
import { checkCanary } from "../../../src/canary/check.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { canaryArgs } from "../../support/args.js";

type Args = ReturnType<typeof canaryArgs>;

function judge(mutate: (args: Args) => unknown, name = "myapp") {
  const args = canaryArgs();
  mutate(args);
  const problems = new Problems("CanaryDeployment");
  checkCanary(name, args, problems);
  return { refused: problems.lines, warned: problems.warnings };
}

test("good arguments are neither refused nor warned about", () => {
  expect(judge(() => undefined)).toEqual({ refused: [], warned: [] });
});

const SHARE = "give a number from 0 to 100";

/** One change a case; the key is the case's name, so no two can be alike. */
const refusals: Record<string, [(args: Args) => unknown, string[]]> = {
  "weight NaN": [(a) => (a.weight = Number.NaN), [`weight: NaN is not a share of the connections; ${SHARE}`]],
  "weight -1": [(a) => (a.weight = -1), [`weight: -1 is not a share of the connections; ${SHARE}`]],
  "weight 101": [(a) => (a.weight = 101), [`weight: 101 is not a share of the connections; ${SHARE}`]],
  "weight as text": [
    (a) => (a.weight = "20"),
    [`weight: "20" is text, not a number; ${SHARE}, which requireNumber reads from the configuration`],
  ],
  "weight missing": [(a) => (a.weight = undefined), [`weight: is missing; ${SHARE}`]],
  "replicas 0": [
    (a) => (a.replicas = 0),
    ["replicas: 0 is not in range; give a whole number from 1 to 150000"],
  ],
  "replicas 1.5": [
    (a) => (a.replicas = 1.5),
    ["replicas: 1.5 is not in range; give a whole number from 1 to 150000"],
  ],
  "replicas beyond any cluster": [
    (a) => (a.replicas = 2 ** 53),
    ["replicas: 9007199254740992 is not in range; give a whole number from 1 to 150000"],
  ],
  "maxPods without room": [
    (a) => (a.maxPods = 10),
    ["maxPods: 10 leaves no pod for a second side next to 10 replicas; give at least 11"],
  ],
  "tolerance below 0": [
    (a) => (a.tolerance = -1),
    ["tolerance: -1 is not a distance in points; give a number from 0 to 100"],
  ],
  "share missed, strict": [
    (a) => Object.assign(a, { weight: 2, strict: true }),
    [
      'weight: 2 % becomes 9.1 % (10 stable + 1 canary pods), 7.1 points more than requested; maxPods: 15 gives 6.7 %, method "route" is exact',
    ],
  ],
  "autoscaling that is no range": [
    (a) => (a.autoscaling = true),
    ["autoscaling: true is not an autoscaling object; give { maxReplicas: … }, or false"],
  ],
  "autoscaling without a most": [
    (a) => (a.autoscaling = { maxReplica: 20 }),
    [
      'autoscaling.maxReplica: is not an argument; did you mean "maxReplicas"?',
      "autoscaling.maxReplicas: is missing; give a whole number from 1 to 150000",
    ],
  ],
  "autoscaling from 0": [
    (a) => (a.autoscaling = { minReplicas: 0, maxReplicas: 20 }),
    ["autoscaling.minReplicas: 0 is not in range; give a whole number from 1 to 150000"],
  ],
  "autoscaling with its bounds crossed": [
    (a) => (a.autoscaling = { minReplicas: 10, maxReplicas: 9 }),
    ["autoscaling.maxReplicas: 9 is below minReplicas 10; give at least 10"],
  ],
  "autoscaling below replicas": [
    (a) => (a.autoscaling = { maxReplicas: 9 }),
    ["autoscaling.maxReplicas: 9 is below replicas 10; give at least 10"],
  ],
  "replicas outside of autoscaling": [
    (a) => (a.autoscaling = { minReplicas: 11, maxReplicas: 12 }),
    [
      "replicas: 10 is not between the minReplicas 11 and maxReplicas 12 of autoscaling; choose an initial size within these bounds",
    ],
  ],
  "metrics that are none": [
    (a) => (a.autoscaling = { maxReplicas: 20, metrics: [], behavior: 3 }),
    [
      "autoscaling.behavior: 3 must set scaleUp or scaleDown; give { scaleUp: …, scaleDown: … }",
      "autoscaling.metrics: [] is not a list of metrics; give at least one metric, or leave it out for the Kubernetes default",
    ],
  ],
  "metrics that measure nothing": [
    (a) => (a.autoscaling = { maxReplicas: 20, metrics: [1, { type: "Pod" }, { type: "Resource" }] }),
    [
      'autoscaling.metrics[0]: 1 is not a metric; give { type: "Resource", resource: { … } }',
      'autoscaling.metrics[1].type: "Pod" is not a known value; did you mean "Pods"?',
      "autoscaling.metrics[2].resource: is missing, but a metric of type Resource requires it; give what to measure and a target",
    ],
  ],
  "misspelled behavior": [
    (a) => (a.autoscaling = { maxReplicas: 20, behavior: { scaledown: {} } }),
    ['autoscaling.behavior.scaledown: is not an argument; did you mean "scaleDown"?'],
  ],
  "autoscaling of a held rollout": [
    (a) => Object.assign(a, { method: "hold", autoscaling: { maxReplicas: 20 } }),
    [
      'autoscaling: cannot be used with method "hold": it would scale the old and the held pods alike; use method "replicas" or "route"',
    ],
  ],
  "autoscaling with maxPods": [
    (a) => Object.assign(a, { maxPods: 20, autoscaling: { maxReplicas: 20 } }),
    [
      "maxPods: has no effect with autoscaling, whose bounds set the number of pods; raise autoscaling.minReplicas for a finer share",
    ],
  ],
  "autoscaling of existing pods that cannot be distinguished": [
    (a) => {
      a.selector = { app: "old" };
      a.template.metadata = { labels: a.selector };
      a.stable.existing = { name: "old", selector: { app: "old" } };
      a.autoscaling = { maxReplicas: 20 };
    },
    [
      'stable.existing.selector: {"app":"old"} also selects the other pods behind the Service, and an autoscaler cannot distinguish them; enable autoscaling once the next version runs on a Deployment that the component creates',
    ],
  ],
  "share missed by the fewest pods, strict": [
    (a) => Object.assign(a, { weight: 2, strict: true, autoscaling: { maxReplicas: 20 } }),
    [
      'weight: 2 % becomes 9.1 % (10 stable + 1 canary pods at least), 7.1 points more than requested; autoscaling.minReplicas: 14 gives 6.7 %, method "route" is exact',
    ],
  ],
  "canary missing above weight 0": [
    (a) => (a.canary = undefined),
    ['canary: is missing, but weight is 20; give { version: "v2", image: "…" }, or set weight to 0'],
  ],
  "both sides of one version": [
    (a) => (a.canary.version = "v1"),
    ['canary.version: "v1" is also the stable version; the two sides need different versions'],
  ],
  "version no label": [
    (a) => (a.canary.version = "v2+build"),
    [
      'canary.version: "v2+build" is not a valid label value; use at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit',
    ],
  ],
  "version empty": [
    (a) => (a.stable.version = ""),
    ['stable.version: "" is not the name of a version; give a name such as "v1"'],
  ],
  "stable missing": [
    (a) => (a.stable = undefined),
    ['stable: is missing; give { version: "v1", image: "…" }'],
  ],
  "stable that is no version": [
    (a) => (a.stable = "v1"),
    ['stable: "v1" is not a version; give { version: "v1", image: "…" }'],
  ],
  "canary that is no version": [
    (a) => (a.canary = null),
    ['canary: null is not a version; give { version: "v1", image: "…" }'],
  ],
  "image nowhere": [
    (a) => (a.canary.image = undefined),
    ["canary.image: is missing; set it here or in template"],
  ],
  "image no text": [
    (a) => (a.canary.image = 5),
    ["canary.image: 5 is not an image; set it here or in template"],
  ],
  "container not in the template": [
    (a) => (a.canary.container = "ap"),
    ['canary.container: "ap" is not a container of template (app); did you mean "app"?'],
  ],
  "second container without image": [
    (a) => a.template.spec.containers.push({ name: "sidecar" }),
    ["template.spec.containers[1].image: is missing; give the container an image"],
  ],
  "no template": [
    (a) => (a.template = undefined),
    ["template: is missing; give { spec: { containers: […] } }"],
  ],
  "no containers": [
    (a) => (a.template.spec.containers = []),
    ["template.spec.containers: [] is not a list of containers; give at least one"],
  ],
  "template label against the selector": [
    (a) => (a.template.metadata = { labels: { "pulumi-kubernetes-traffic/canary-deployment": "other" } }),
    [
      'template.metadata.labels["pulumi-kubernetes-traffic/canary-deployment"]: "other" contradicts the selector, which requires "myapp" to find the pods; leave the label out',
    ],
  ],
  "label under our prefix": [
    (a) => (a.labels = { "pulumi-kubernetes-traffic/mine": "x" }),
    ['labels["pulumi-kubernetes-traffic/mine"]: uses the prefix of this library; choose another prefix'],
  ],
  "label no label": [
    (a) => (a.labels = { team: "no spaces" }),
    [
      'labels["team"]: "no spaces" is not a valid label value; use at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit',
    ],
  ],
  "grace period within the drain": [
    (a) =>
      Object.assign(
        a,
        { drainSeconds: 40 },
        { template: { spec: { ...a.template.spec, terminationGracePeriodSeconds: 30 } } },
      ),
    [
      "template.spec.terminationGracePeriodSeconds: 30 is not above drainSeconds 40, so pods would be killed while they drain; raise it or lower drainSeconds",
    ],
  ],
  "drainSeconds below 0": [
    (a) => (a.drainSeconds = -1),
    ["drainSeconds: -1 is not in range; give a whole number from 0 to 3600"],
  ],
  "timeout 0": [(a) => (a.timeout = 0), ["timeout: 0 is not in range; give a whole number from 10 to 86400"]],
  "port 0": [
    (a) => (a.service.ports[0].port = 0),
    ["service.ports[0].port: 0 is not in range; give a whole number from 1 to 65535"],
  ],
  "nodePort below the range": [
    (a) => Object.assign(a.service, { type: "NodePort", ports: [{ port: 80, nodePort: 29999 }] }),
    ["service.ports[0].nodePort: 29999 is not in range; give a whole number from 30000 to 32767"],
  ],
  "nodePort above the range": [
    (a) => Object.assign(a.service, { type: "NodePort", ports: [{ port: 80, nodePort: 32768 }] }),
    ["service.ports[0].nodePort: 32768 is not in range; give a whole number from 30000 to 32767"],
  ],
  "nodePort of a ClusterIP": [
    (a) => (a.service.ports[0].nodePort = 30380),
    [
      'service.ports[0].nodePort: needs a Service of type NodePort or LoadBalancer; set service.type to "NodePort"',
    ],
  ],
  "several ports without names": [
    (a) => (a.service.ports = [{ port: 80, name: "http" }, { port: 443 }]),
    ["service.ports[1].name: is missing; each of several ports needs a name"],
  ],
  "two ports of one name": [
    (a) =>
      (a.service.ports = [
        { port: 80, name: "http" },
        { port: 443, name: "http" },
      ]),
    ['service.ports[1].name: "http" is the name of another port; rename one'],
  ],
  "no ports": [(a) => (a.service.ports = []), ["service.ports: [] lists no ports; give at least one"]],
  "selector of the user's": [
    (a) => (a.service.selector = { app: "x" }),
    ["service.selector: is set by the component; leave it out"],
  ],
  "not-ready addresses": [
    (a) => (a.service.publishNotReadyAddresses = true),
    [
      "service.publishNotReadyAddresses: sends traffic to pods that are not ready, which defeats every step of a release; leave it out",
    ],
  ],
  "type ExternalName": [
    (a) => (a.service.type = "ExternalName"),
    ['service.type: "ExternalName" is not a known value; use "ClusterIP" or "NodePort" or "LoadBalancer"'],
  ],
  "unknown method": [
    (a) => (a.method = "replica"),
    ['method: "replica" is not a known value; did you mean "replicas"?'],
  ],
  "a selector that is no set of labels": [
    (a) => (a.selector = "app"),
    ['selector: "app" is not a selector; give the labels of the pods'],
  ],
  "a selector of nothing": [(a) => (a.selector = {}), ["selector: selects no pods; give at least one label"]],
  "a route without its method": [
    (a) => (a.route = { kind: "TCPRoute", parentRefs: [{ name: "edge" }] }),
    ['route: is used only by method "route"; set method to "route"'],
  ],
  "strict as text": [(a) => (a.strict = "yes"), ['strict: "yes" is not a boolean; use true or false']],
  "misspelled argument": [(a) => (a.wieght = 5), ['wieght: is not an argument; did you mean "weight"?']],
  "misspelled in a version": [
    (a) => (a.canary.imag = "x"),
    ['canary.imag: is not an argument; did you mean "image"?'],
  ],
  "namespace no name": [
    (a) => (a.namespace = "My_Space"),
    ['namespace: "My_Space" is not a valid namespace; use at most 63 lowercase letters, digits and -'],
  ],
};

describe("refused", () => {
  test.each([undefined, null, 5, []])("%j in place of the arguments", (args) => {
    const problems = new Problems("CanaryDeployment");
    checkCanary("myapp", args as never, problems);
    const value = args === undefined ? "is missing" : `${JSON.stringify(args)} is not an arguments object`;
    expect(problems.lines).toEqual([`args: ${value}; give replicas, weight, stable, …`]);
  });

  test.each(Object.keys(refusals))("%s", (key) => {
    const [mutate, lines] = refusals[key];
    expect(judge(mutate).refused).toEqual(lines);
  });

  test("names that are not valid for the Service or its Deployments", () => {
    const letters = "use lowercase letters, digits and -, starting with a letter and not ending with -";
    for (const name of ["", "My", "1st", "a_b", "a-", "naïve", "x".repeat(64)]) {
      const [line, ...rest] = judge(() => undefined, name).refused.filter((text) => text.startsWith("name:"));
      expect(rest).toEqual([]);
      expect(line).toMatch(
        name.length > 60 ? /has 64 characters, too many .*; use at most 56$/ : new RegExp(letters),
      );
    }
    expect(judge(() => undefined, "x".repeat(56)).refused).toEqual([]);
    expect(judge(() => undefined, "x".repeat(57)).refused).toHaveLength(1);
  });

  test("everything at once, sorted by path", () => {
    const paths = judge((a) => {
      a.replicas = 0;
      a.weight = 120;
      a.canary.version = "v1";
      a.service.ports[0].port = 70000;
      a.drainSeconds = 1.5;
    }).refused.map((line) => line.slice(0, line.indexOf(":")));
    expect(paths).toEqual(["canary.version", "drainSeconds", "replicas", "service.ports[0].port", "weight"]);
  });
});

const warnings: Record<string, [(args: Args) => unknown, string[]]> = {
  "share missed": [
    (a) => Object.assign(a, { replicas: 3, weight: 2 }),
    [
      'weight: 2 % becomes 25 % (3 stable + 1 canary pods), 23 points more than requested; maxPods: 15 gives 6.7 %, method "route" is exact',
    ],
  ],
  "no readiness probe": [
    (a) => (a.template.spec.containers[0].readinessProbe = undefined),
    [
      "template.spec.containers: has no readinessProbe, so pods count as ready and get traffic as soon as they start; add one to the container that serves",
    ],
  ],
  "a preStop of the user's": [
    (a) => (a.template.spec.containers[0].lifecycle = { preStop: { exec: { command: ["true"] } } }),
    [
      "template.spec.containers[0].lifecycle.preStop: is kept, so drainSeconds 5 is not applied to this container; make sure that it waits at least that long",
    ],
  ],
  "client affinity": [
    (a) => (a.service.sessionAffinity = "ClientIP"),
    [
      "service.sessionAffinity: ClientIP sends each client to one pod, so 20 % is a share of clients, not of connections; clients behind one address count as one",
    ],
  ],
  "headless Service": [
    (a) => (a.service.clusterIP = "None"),
    [
      'service.clusterIP: "None" lets clients choose among the pods, so 20 % is not guaranteed; use a cluster IP, whose connections kube-proxy balances',
    ],
  ],
  "local external traffic": [
    (a) => Object.assign(a.service, { type: "NodePort", externalTrafficPolicy: "Local" }),
    [
      "service.externalTrafficPolicy: Local keeps each connection on its node, so the share differs from 20 % from node to node; spread both sides across the nodes, or use Cluster",
    ],
  ],
  "near pods preferred": [
    (a) => (a.service.trafficDistribution = "PreferSameZone"),
    [
      "service.trafficDistribution: prefers nearby pods, so the share differs from 20 % from zone to zone; spread both sides across the zones",
    ],
  ],
};

describe("warned about, and accepted", () => {
  test.each(Object.keys(warnings))("%s", (key) => {
    const [mutate, lines] = warnings[key];
    expect(judge(mutate)).toEqual({ refused: [], warned: lines });
  });

  test("without a drain, a preStop of the user's takes no time from it", () => {
    expect(
      judge((a) => {
        a.drainSeconds = 0;
        a.template.spec.containers[0].lifecycle = { preStop: { exec: { command: ["true"] } } };
      }),
    ).toEqual({ refused: [], warned: [] });
  });

  test.each([
    [10, 50],
    [3, 25],
    [9, 10],
  ])("an exact share meets a tolerance of 0: %i replicas, weight %i", (replicas, weight) => {
    expect(judge((a) => Object.assign(a, { replicas, weight, tolerance: 0, strict: true }))).toEqual({
      refused: [],
      warned: [],
    });
  });

  test("nothing skews a share of 0 or 100", () => {
    for (const weight of [0, 100]) {
      expect(
        judge((a) => Object.assign(a, { weight }, { service: { ...a.service, sessionAffinity: "ClientIP" } }))
          .warned,
      ).toEqual([]);
    }
  });
});
