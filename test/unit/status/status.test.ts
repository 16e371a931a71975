import { describe, expect, test } from "vitest";
import type { ComponentStatus, Status } from "../../../src/status/model.js";
import { applied, crashing, imageNotFound, planOf, running } from "./live.js";
import { look } from "./look.js";
import { blueGreen, canary, route } from "./programs.js";

/** The only component of a status. */
function only({ components }: Status): ComponentStatus {
  expect(components).toHaveLength(1);
  return components[0] as ComponentStatus;
}

const readyOf = ({ sides }: ComponentStatus) =>
  sides.map(({ side, version, ready, replicas }) => [side, version, ready, replicas]);

describe("a canary", () => {
  test("by replicas: the share that is asked, achieved and present, and what up changes", async () => {
    const objects = running(await applied(canary(25)));
    const found = only(await look(objects, { plan: await planOf(canary(50)) }));
    expect(found).toMatchObject({ component: "CanaryDeployment", name: "myapp", method: "replicas" });
    expect(found.share).toEqual({ asked: 50, achieved: 50, sized: 25, present: 25 });
    expect(readyOf(found)).toEqual([
      ["stable", "v1", 3, 3],
      ["canary", "v2", 1, 1],
    ]);
    expect(found.services).toEqual([
      {
        name: "myapp",
        type: "NodePort",
        ports: ["30380→80"],
        selects: ["stable", "canary"],
        ready: { stable: 3, canary: 1 },
        others: 0,
      },
    ]);
    expect(found.changes).toEqual([
      {
        change: "change",
        kind: "Deployment",
        name: "myapp-canary",
        fields: [{ field: "replicas", live: "1", planned: "3" }],
      },
    ]);
  });

  test("without a program: no share is asked, and no change is claimed", async () => {
    const found = only(await look(running(await applied(canary(25)))));
    expect(found.share).toEqual({ sized: 25, present: 25 });
    expect(found.changes).toBeUndefined();
  });

  test("by hold: the held pods and the old ones of one Deployment", async () => {
    const objects = running(await applied(canary(25, { method: "hold" })), {
      "myapp-stable": [{ ready: 3, version: "v1" }, { ready: 1 }],
    });
    const plan = await planOf(canary(50, { method: "hold" }));
    const found = only(await look(objects, { plan }));
    expect(found).toMatchObject({
      method: "hold",
      share: { asked: 50, achieved: 50, sized: 25, present: 25 },
    });
    expect(readyOf(found)).toEqual([
      ["stable", "v1", 3, 3],
      ["canary", "v2", 1, 1],
    ]);
    expect(found.changes?.map(({ fields }) => fields)).toEqual([
      [{ field: "canary pods held", live: "1", planned: "3" }],
    ]);
  });

  test("by route: the weights of the route, and the Service behind each", async () => {
    const objects = running(await applied(canary(10, { method: "route", route })));
    const plan = await planOf(canary(20, { method: "route", route }));
    const found = only(await look(objects, { plan }));
    expect(found).toMatchObject({
      method: "route",
      share: { asked: 20, achieved: 20, sized: 10, present: 10 },
    });
    expect(found.routes).toEqual([
      {
        kind: "TCPRoute",
        name: "myapp",
        backends: [
          { service: "myapp-stable", weight: 90, side: "stable", ready: 3 },
          { service: "myapp-canary", weight: 10, side: "canary", ready: 3 },
        ],
      },
    ]);
    expect(found.changes).toEqual([
      {
        change: "change",
        kind: "TCPRoute",
        name: "myapp",
        fields: [
          { field: "weight of myapp-stable", live: "90", planned: "80" },
          { field: "weight of myapp-canary", live: "10", planned: "20" },
        ],
      },
    ]);
  });

  test("with a failing canary: the reason of each pod, and a share of 0", async () => {
    const objects = running(await applied(canary(50)), {
      "myapp-canary": { ready: 0, failing: [imageNotFound("example.com/myapp:v2"), crashing] },
    });
    const found = only(await look(objects));
    expect(found.share).toEqual({ sized: 50, present: 0 });
    expect(found.sides[1]?.pods).toMatchObject([
      { ready: false, restarts: 4, reason: "CrashLoopBackOff: OOMKilled: exit code 137, 4 restarts" },
      { ready: false, restarts: 0, reason: "ErrImagePull example.com/myapp:v2: not found" },
    ]);
  });

  test("with a failing probe: what the probe answered, from the events", async () => {
    const unready = {
      status: {
        containerStatuses: [
          { name: "myapp", ready: false, started: true, restartCount: 0, state: { running: {} } },
        ],
      },
    };
    const objects = running(await applied(canary(25)), { "myapp-canary": { ready: 0, failing: [unready] } });
    const pod = objects.find(({ kind, metadata }) => kind === "Pod" && metadata.name.includes("canary"));
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "unhealthy", namespace: "default" },
      involvedObject: { kind: "Pod", name: pod?.metadata.name },
      type: "Warning",
      reason: "Unhealthy",
      message: "Readiness probe failed: HTTP probe failed with statuscode: 503",
    };
    const found = only(await look([...objects, event]));
    expect(found.sides[1]?.pods[0]?.reason).toBe(
      "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503",
    );
  });

  test("with a quota: why the Deployment gets no pods", async () => {
    const objects = running(await applied(canary(25)), { "myapp-canary": { ready: 0 } }).map((object) =>
      object.kind === "Deployment" && object.metadata.name === "myapp-canary"
        ? {
            ...object,
            status: {
              conditions: [
                {
                  type: "ReplicaFailure",
                  status: "True",
                  reason: "FailedCreate",
                  message: "exceeded quota: pods",
                },
                {
                  type: "Progressing",
                  status: "False",
                  reason: "ProgressDeadlineExceeded",
                  message: "timed out",
                },
              ],
            },
          }
        : object,
    );
    const found = only(await look(objects));
    expect(found.sides[1]).toMatchObject({
      ready: 0,
      problems: ["FailedCreate: exceeded quota: pods", "ProgressDeadlineExceeded: timed out"],
    });
  });

  test("with an autoscaler: its bounds; the pods that it chose are no change", async () => {
    const program = canary(25, { autoscaling: { maxReplicas: 6 } });
    const objects = running(await applied(program), { "myapp-stable": { ready: 5 } }).map((object) =>
      object.metadata.name === "myapp-stable" && object.kind === "Deployment"
        ? { ...object, spec: { ...object.spec, replicas: 5 } }
        : object,
    );
    const found = only(await look(objects, { plan: await planOf(program) }));
    expect(found.sides.map(({ autoscaler }) => autoscaler)).toEqual([
      { min: 3, max: 6 },
      { min: 1, max: 2 },
    ]);
    expect(found.changes).toEqual([]);
  });

  test("in a rolling update: the version of pods that are still of the old one", async () => {
    const objects = running(await applied(canary(25)), {
      "myapp-canary": [{ ready: 1, version: "v0" }, { ready: 0 }],
    });
    expect(only(await look(objects)).sides[1]?.pods).toMatchObject([{ ready: true, version: "v0" }]);
  });

  test("that the program gives another version, and no canary", async () => {
    const objects = running(await applied(canary(25)));
    const stable = { version: "v2", image: "example.com/myapp:v2" };
    const next = await planOf(() => canary(0, { stable, canary: undefined as never })());
    expect(only(await look(objects, { plan: next })).changes).toEqual([
      {
        change: "change",
        kind: "Deployment",
        name: "myapp-stable",
        fields: [
          { field: "version", live: "v1", planned: "v2" },
          { field: "image of myapp", live: "example.com/myapp:v1", planned: "example.com/myapp:v2" },
        ],
      },
      { change: "delete", kind: "Deployment", name: "myapp-canary", fields: [] },
    ]);
  });
});

describe("a blue-green service", () => {
  test("the live color, what each Service selects, and the flip to come", async () => {
    const objects = running(await applied(blueGreen("blue", { previewService: true })), {
      "shop-green": { ready: 1, failing: [crashing] },
    });
    const plan = await planOf(blueGreen("green", { previewService: true }));
    const found = only(await look(objects, { plan }));
    expect(found).toMatchObject({
      component: "BlueGreenService",
      color: { asked: "green", present: "blue" },
      services: [
        { name: "shop", selects: ["blue"], ready: { blue: 2 } },
        { name: "shop-preview", selects: ["green"], ready: { green: 1 } },
      ],
    });
    expect(found.share).toBeUndefined();
    expect(found.changes?.find(({ name }) => name === "shop")?.fields).toEqual([
      { field: "selector color", live: "blue", planned: "green" },
    ]);
  });

  test("with a route: the color that it sends to", async () => {
    const objects = running(await applied(blueGreen("green", { route })));
    expect(only(await look(objects)).color).toEqual({ present: "green" });
  });

  test("with another color label: the colors by the names of the Deployments", async () => {
    const objects = running(await applied(blueGreen("blue", { colorLabel: "farbe" })));
    const found = only(await look(objects));
    expect(found.sides.map(({ side }) => side)).toEqual(["blue", "green"]);
    expect(found.color).toEqual({ present: "blue" });
  });

  test("whose Service selects a color that has no pods", async () => {
    const objects = running(await applied(blueGreen("blue"))).map((object) =>
      object.kind === "Service"
        ? { ...object, spec: { ...object.spec, selector: { color: "red" } } }
        : object,
    );
    const found = only(await look(objects));
    expect(found.color).toEqual({});
    expect(found.services).toMatchObject([{ name: "shop", selects: [] }]);
  });
});

describe("what belongs to a component", () => {
  test("an adopted Deployment and Service with labels of their own", async () => {
    const existing = { name: "web", selector: { app: "web" } };
    const adopted = canary(25, {
      stable: { version: "v1", image: "example.com/myapp:v1", existing },
      selector: { app: "web" },
      service: { name: "frontend", ports: [{ port: 80 }] },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "myapp", ports: [{ containerPort: 80 }] }] },
      },
    });
    const objects = await applied(adopted);
    const found = only(await look(running(objects), { plan: await planOf(adopted) }));
    expect(found).toMatchObject({ name: "myapp", share: { present: 25 }, changes: [] });
    expect(found.sides.map(({ side, deployment }) => [side, deployment])).toEqual([
      ["stable", "web"],
      ["canary", "myapp-canary"],
    ]);
    expect(found.services?.map(({ name }) => name)).toEqual(["frontend"]);
  });

  test("Deployments and Services of other tools are left out", async () => {
    const other = {
      kind: "Deployment",
      metadata: { name: "db", namespace: "default" },
      spec: { selector: {}, template: {} },
    };
    expect((await look([other])).components).toEqual([]);
  });

  test("a component of the program that is not in the cluster", async () => {
    const found = only(await look([], { plan: await planOf(blueGreen("blue")) }));
    expect(found).toMatchObject({ exists: false, namespace: "default", sides: [] });
    expect(found.changes?.map(({ change, name }) => `${change} ${name}`)).toEqual([
      "create shop-blue",
      "create shop",
      "create shop-green",
    ]);
  });

  test("components of one name in two namespaces", async () => {
    const objects = [
      ...running(await applied(canary(25), "eu")),
      ...running(await applied(canary(50), "us"), { "myapp-canary": { ready: 0 } }),
    ];
    const status = await look(objects, { scope: ["eu", "us"] });
    const shares = (found: Status) =>
      found.components.map(({ namespace, share }) => [namespace, share?.present]);
    expect(shares(status)).toEqual([
      ["eu", 25],
      ["us", 0],
    ]);
    expect(shares(await look(objects, { scope: "all" }))).toEqual(shares(status));
    expect(shares(await look(objects, { scope: ["us"] }))).toEqual([["us", 0]]);
    expect(shares(await look(objects, { namespace: "eu" }))).toEqual([["eu", 25]]);
  });

  test("the namespaces that the program names are read too", async () => {
    const program = canary(25, { namespace: "team" });
    const status = await look(running(await applied(program)), { plan: await planOf(program) });
    expect(status.namespaces).toEqual(["default", "team"]);
    expect(only(status)).toMatchObject({ namespace: "team", changes: [] });
  });

  test("more Deployments than one page of a list holds", async () => {
    const objects = running(await applied(canary(25)));
    const others = Array.from({ length: 600 }, (_, index) => ({
      kind: "Deployment",
      metadata: { name: `other-${index}`, namespace: "default" },
      spec: { selector: {}, template: {} },
    }));
    expect(only(await look([...others, ...objects])).share?.present).toBe(25);
  });
});

describe("what the user may not read", () => {
  test("is named, and the rest is shown", async () => {
    const objects = running(await applied(canary(25)));
    const forbidden = ["pods", "endpointslices", "horizontalpodautoscalers"];
    const status = await look(objects, { forbidden, plan: await planOf(canary(50)) });
    const found = only(status);
    expect(found.share).toEqual({ asked: 50, achieved: 50, sized: 25 });
    expect(readyOf(found)).toEqual([
      ["stable", "v1", undefined, 3],
      ["canary", "v2", undefined, 1],
    ]);
    expect(found.changes).toHaveLength(1);
    expect(status.unread.map(({ what }) => what)).toEqual([
      "pods in namespace default",
      "EndpointSlices in namespace default",
      "HorizontalPodAutoscalers in namespace default",
    ]);
    expect(status.unread[0]?.reason).toBe(
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
    );
  });

  test("a Service that cannot be read is no Service to create", async () => {
    const objects = running(await applied(canary(25)));
    const found = only(await look(objects, { forbidden: ["services"], plan: await planOf(canary(25)) }));
    expect(found).toMatchObject({ services: undefined, changes: [] });
  });

  test("Deployments end the look", async () => {
    await expect(look([], { forbidden: ["deployments"] })).rejects.toMatchObject({ status: 403 });
  });
});
