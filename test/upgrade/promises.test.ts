import { beforeAll, describe, expect, test } from "vitest";
import * as library from "../../src/index.js";
import { compare, titleOf } from "./compare.js";
import { programs } from "./programs/all.js";
import { brokenPromises } from "./promises.js";
import { type RecordedResource, replay } from "./replay.js";

const names = [
  "canary-route",
  "canary-autoscaled",
  "canary-with-config",
  "kube-proxy-created",
  "kube-proxy-patched",
];

let before: readonly RecordedResource[];
beforeAll(async () => {
  const all = programs.filter(({ name }) => names.includes(name));
  before = (await Promise.all(all.map((program) => replay(program, library)))).flat();
});

// biome-ignore lint/suspicious/noExplicitAny: the cases write into the inputs of many kinds
type Loose = any;

/** The promises that a version breaks in which this resource is different. */
function brokenBy(title: string, change: (resource: Loose) => void): string[] {
  const after = structuredClone(before);
  change(after.find((resource) => titleOf(resource).startsWith(title)));
  return brokenPromises(compare(before, after));
}

describe("an upgrade breaks a promise", () => {
  test.each<[effect: string, title: string, path: string[], value: unknown]>([
    ["replaces the object", "Service canary-route-stable", ["metadata", "name"], "main"],
    ["replaces the object", "HTTPRoute canary-route", ["metadata", "namespace"], "web"],
    [
      "replaces the object, and with it all pods",
      "Deployment canary-route-stable",
      ["spec", "selector"],
      "a=b",
    ],
    [
      "replaces the object, and with it all pods",
      "DaemonSet kube-proxy-created",
      ["spec", "selector"],
      "a=b",
    ],
    ["replaces the Service", "Service canary-route-stable", ["spec", "clusterIP"], "None"],
    ["replaces the ConfigMap", "ConfigMap canary-with-config-settings", ["data", "color"], "green"],
    ["replaces the Secret", "Secret canary-with-config-token", ["data", "TOKEN"], "ZGVm"],
    ["replaces the role binding", "ClusterRoleBinding kube-proxy-created", ["roleRef", "name"], "admin"],
    [
      "restarts the pods",
      "Deployment canary-route-canary",
      ["spec", "template", "metadata", "annotations"],
      "a",
    ],
    ["restarts the pods", "DaemonSet kube-proxy-created", ["spec", "template", "spec", "hostNetwork"], false],
    ["restarts the pods", "DaemonSetPatch kube-proxy-patched", ["spec", "template", "metadata", "name"], "a"],
    ["starts or ends pods", "Deployment canary-route-canary", ["spec", "replicas"], 1],
    ["starts or ends pods", "Deployment canary-route-canary", ["spec", "minReadySeconds"], 60],
    ["starts or ends pods", "HorizontalPodAutoscaler canary-autoscaled-canary", ["spec", "minReplicas"], 1],
    [
      "guards other pods against eviction",
      "PodDisruptionBudget canary-route-stable",
      ["spec", "selector", "matchLabels"],
      {},
    ],
    ["moves connections", "Service canary-route-stable", ["spec", "selector", "color"], "red"],
    ["moves connections", "HTTPRoute canary-route", ["spec", "parentRefs"], "other"],
    ["configures kube-proxy differently", "ConfigMapPatch kube-proxy-patched", ["data", "config.conf"], ""],
  ])("%s: %s, %s", (effect, title, path, value) => {
    const broken = brokenBy(title, ({ inputs }) => {
      const last = path.at(-1) as string;
      path.slice(0, -1).reduce((at, key) => at[key], inputs)[last] = value;
    });
    expect(broken).not.toEqual([]);
    expect(broken.filter((line) => !line.startsWith(`${effect}: ${title}`))).toEqual([]);
  });

  test("changes what `destroy` deletes", () => {
    const broken = brokenBy("DaemonSetPatch kube-proxy-patched", ({ options }) => {
      options.retainOnDelete = undefined;
    });
    expect(broken).toEqual([
      "changes what `destroy` deletes: DaemonSetPatch kube-proxy-patched, options.retainOnDelete: true → undefined",
    ]);
  });

  const rename = (resource: Loose) => {
    resource.name = "main";
    resource.urn = resource.urn.replace(/::canary-route-stable$/, "::main");
  };

  test("deletes a resource that has another name, unless it has an alias", () => {
    const title = "Deployment canary-route-stable";
    const urn =
      "urn:pulumi:test::upgrade::pulumi-kubernetes-traffic:index:CanaryDeployment$kubernetes:apps/v1:Deployment::canary-route-stable";
    expect(brokenBy(title, rename)).toEqual([`deletes ${title} (${urn})`]);
    for (const alias of [{ name: "canary-route-stable" }, urn]) {
      const aliased = brokenBy(title, (resource) => {
        rename(resource);
        resource.options.aliases = [alias];
      });
      expect(aliased).toEqual([]);
    }
  });

  test("deletes what is below a component with another type token, unless the component has an alias", () => {
    const token = "pulumi-kubernetes-traffic:index:CanaryDeployment";
    const withToken = (aliases: object[]) =>
      brokenPromises(
        compare(
          before,
          JSON.parse(JSON.stringify(before).replaceAll(token, "other:index:Canary")).map(
            (resource: Loose) => ({
              ...resource,
              options: { ...resource.options, ...(resource.type === "other:index:Canary" && { aliases }) },
            }),
          ),
        ),
      );
    const below = before.filter(({ urn }) => urn.includes(token));
    expect(below.length).toBeGreaterThan(20);
    expect(withToken([])).toHaveLength(below.length);
    expect(withToken([{ type: token }])).toEqual([]);
  });
});

test("a new annotation, a new dependency and a new resource break no promise", () => {
  const titles = brokenBy("Service canary-route-stable", (resource) => {
    resource.inputs.metadata.annotations = { "pulumi.com/skipAwait": "true" };
    resource.options.dependsOn = [];
  });
  expect(titles).toEqual([]);
  expect(brokenPromises(compare(before.slice(1), before))).toEqual([]);
});
