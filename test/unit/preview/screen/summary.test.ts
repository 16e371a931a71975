import { describe, expect, it, test } from "vitest";
import { enoughReady } from "../../../../src/contract/readiness.js";
import { fieldText, summaryOf } from "../../../../src/preview/screen/summary.js";

describe("fieldText", () => {
  it.each<[string, string, unknown, unknown]>([
    ["replicas 1 → 3", "spec.replicas", 1, 3],
    ["selector color blue → green", "spec.selector.color", "blue", "green"],
    ['selector app.kubernetes.io/name a → ""', 'spec.selector["app.kubernetes.io/name"]', "a", ""],
    ["containers[web].image a:1 → a:2", "spec.template.spec.containers[web].image", "a:1", "a:2"],
    ["labels app.kubernetes.io/version v1 → v2", 'metadata.labels["app.kubernetes.io/version"]', "v1", "v2"],
    ["minReadySeconds none → 5", "spec.minReadySeconds", undefined, 5],
    ["data.long xxxxxxxxxxxxxxxxxxxxxxxxxxx… → short", "data.long", "x".repeat(50), "short"],
    ["data c.yaml b: 1 → b: 2", 'data["c.yaml"]', "a: 1\nb: 1\nc: 1\n", "a: 1\nb: 2\nc: 1\n"],
    ["data c.yaml none → b: 2 c: 3", 'data["c.yaml"]', "a: 1\n", "a: 1\nb: 2\nc: 3\n"],
  ])("writes %j", (text, path, old, next) => {
    expect(fieldText({ path, old, new: next }, 28)).toBe(text);
  });
});

describe("summaryOf", () => {
  it.each<[string, object]>([
    ["replicas 3", { kind: "Deployment", spec: { replicas: 3 } }],
    [
      "NodePort 30380 → 80",
      { kind: "Service", spec: { type: "NodePort", ports: [{ port: 81, targetPort: 80, nodePort: 30380 }] } },
    ],
    [
      "ClusterIP 80 → web, 443",
      { kind: "Service", spec: { ports: [{ port: 80, targetPort: "web" }, { port: 443 }] } },
    ],
    ["2 to 9 pods", { kind: "HorizontalPodAutoscaler", spec: { minReplicas: 2, maxReplicas: 9 } }],
    ["1 pod", { kind: "HorizontalPodAutoscaler", spec: { maxReplicas: 1 } }],
    ["ClusterIP", { kind: "Service", spec: {} }],
    ["", { kind: "ConfigMap", data: {} }],
    ["a.yaml, b.yaml", { kind: "ConfigMap", data: { "a.yaml": "1", "b.yaml": "2" } }],
    ["", { kind: "Secret", data: "<secret>" }],
  ])("writes %j", (text, document) => {
    expect(summaryOf(document as never)).toBe(text);
  });
});

test("an object that a step checks shows how many ready pods it needs, and nothing of the annotations", () => {
  const annotations = {
    "pulumi-kubernetes-traffic/relied-on": "active",
    "pulumi.com/waitFor": JSON.stringify(["jsonpath={.metadata.x}=active", `jsonpath={${enoughReady(7)}}`]),
  };
  const document = { kind: "PodDisruptionBudget", metadata: { annotations } };
  expect(summaryOf(document as never)).toBe("ready checked first: 7 or more pods");
  expect(summaryOf({ ...document, metadata: {} } as never)).toBe("");
});
