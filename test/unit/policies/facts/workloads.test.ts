import { describe, expect, it } from "vitest";
import { objectOf } from "../../../../src/policies/facts/objects.js";
import { drains, workloadOf } from "../../../../src/policies/facts/workloads.js";

/** The workload facts of an object. */
function workload(kind: string, props: Record<string, unknown>) {
  const object = objectOf({ type: `kubernetes:apps/v1:${kind}`, name: "web", urn: "urn", props });
  return object && workloadOf(object);
}

/** The facts of the only container of a Deployment. */
function container(fields: object, list = "containers") {
  const template = { spec: { [list]: [{ name: "app", ...fields }] } };
  return workload("Deployment", { spec: { template } })?.containers[0];
}

describe("workloadOf", () => {
  it.each([
    ["Deployment", { template: {} }, "spec.template"],
    ["CronJob", { jobTemplate: { spec: { template: {} } } }, "spec.jobTemplate.spec.template"],
    ["Pod", {}, ""],
  ])("finds the pod template of a %s", (kind, spec, path) => {
    expect(workload(kind, { spec })?.path).toBe(path);
  });

  it("finds no pods in a ConfigMap", () => {
    expect(workload("ConfigMap", {})).toBeUndefined();
  });

  it("leaves the number of pods open where something else may decide it", () => {
    expect(workload("Deployment", { spec: {} })?.replicas).toBeUndefined();
    expect(workload("DaemonSet", { spec: {} })?.replicas).toBe(1);
  });
});

describe("a container", () => {
  it.each([
    ["no preStop", {}, 0],
    ["a sleep", { lifecycle: { preStop: { sleep: { seconds: 7 } } } }, 7],
    ["a hook of its own", { lifecycle: { preStop: { exec: { command: ["/drain"] } } } }, undefined],
  ])("with %s has its seconds", (_, fields, seconds) => {
    expect(container(fields)?.preStopSeconds).toBe(seconds);
  });

  it("that restarts always is a sidecar, not an init container", () => {
    expect(container({}, "initContainers")?.role).toBe("init");
    expect(container({ restartPolicy: "Always" }, "initContainers")?.role).toBe("sidecar");
  });
});

describe("drains", () => {
  const preStop = { preStop: { sleep: { seconds: 5 } } };
  const pod = (...containers: object[]) => ({ spec: { template: { spec: { containers } } } });

  it("wants a preStop in every container, but not in a sidecar", () => {
    const all = workload("Deployment", pod({ lifecycle: preStop }, { lifecycle: preStop }));
    const one = workload("Deployment", pod({ lifecycle: preStop }, {}));
    const sidecar = workload("Deployment", {
      spec: {
        template: {
          spec: { containers: [{ lifecycle: preStop }], initContainers: [{ restartPolicy: "Always" }] },
        },
      },
    });
    expect([all, one, sidecar].map((one) => one && drains(one))).toEqual([true, false, true]);
  });
});
