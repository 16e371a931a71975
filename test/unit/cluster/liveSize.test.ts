import { describe, expect, test } from "vitest";
import { readLiveSize, type TrafficAfter } from "../../../src/cluster/liveSize.js";
import type { ClusterReader } from "../../../src/cluster/reader.js";

type Answers = Readonly<Record<string, object>>;

const CORE = "/api/v1/namespaces/web";
const DEPLOYMENTS = "/apis/apps/v1/namespaces/web/deployments";
const AUTOSCALERS = "/apis/autoscaling/v2/namespaces/web/horizontalpodautoscalers";
const ROUTE = "/apis/gateway.networking.k8s.io/v1/namespaces/web/tcproutes/app";

const reader = (answers: Answers): ClusterReader => ({
  describe: "test",
  get: async (path) => answers[path],
  defaultNamespace: async () => "default",
});

/** A cluster with these sides behind the Service `app`: their pods, and the bounds of their autoscalers. */
function cluster(
  selector: Record<string, string>,
  sides: Readonly<Record<string, { pods: number; min?: number; max?: number }>>,
): Answers {
  const named = Object.entries(sides).map(([track, side]) => ({ name: `app-${track}`, track, ...side }));
  return {
    [`${CORE}/services/app`]: { spec: { selector } },
    [DEPLOYMENTS]: {
      items: [
        ...named.map(({ name, track, pods }) => ({
          metadata: { name },
          spec: { replicas: pods, template: { metadata: { labels: { app: "app", track } } } },
        })),
        { metadata: { name: "other" }, spec: { replicas: 99, template: { metadata: { labels: {} } } } },
      ],
    },
    [AUTOSCALERS]: {
      items: named.flatMap(({ name, min, max }) =>
        min === undefined ? [] : [{ metadata: { name }, spec: { minReplicas: min, maxReplicas: max } }],
      ),
    },
  };
}

const both = { app: "app" };
const stable = { app: "app", track: "stable" };
const canary = { app: "app", track: "canary" };

const step = (
  selector: Record<string, string>,
  maxReplicas: Record<string, number>,
  more: Partial<TrafficAfter> = {},
): TrafficAfter => ({ service: "app", selector, route: undefined, weights: {}, maxReplicas, ...more });

const read = (answers: Answers, step: TrafficAfter) => readLiveSize(reader(answers), "web", step);

describe("one side serves", () => {
  const live = cluster(stable, {
    stable: { pods: 18, min: 4, max: 40 },
    canary: { pods: 1, min: 1, max: 1 },
  });

  test("a step to the other side needs as many pods as serve", async () => {
    expect(await read(live, step(canary, { "app-stable": 1, "app-canary": 40 }))).toBe(18);
  });

  test("a step that moves nothing needs none", async () => {
    expect(await read(live, step(stable, { "app-stable": 40, "app-canary": 1 }))).toBeUndefined();
  });

  test("a side that does not exist yet and gets no traffic moves nothing", async () => {
    expect(await read(live, step(stable, { "app-stable": 40, "app-next": 1 }))).toBeUndefined();
  });

  test("pods that the Service does not select do not count, whoever has them", async () => {
    expect(await read({ ...live, [`${CORE}/services/app`]: {} }, step(canary, {}))).toBeUndefined();
    expect(await read(cluster({ app: "none" }, { stable: { pods: 9 } }), step(canary, {}))).toBeUndefined();
  });

  test("before the first deployment nothing serves", async () => {
    expect(await read({}, step(stable, { "app-stable": 40 }))).toBeUndefined();
  });
});

describe("two sides serve", () => {
  const sharing = (pods: [number, number], min: [number, number]) =>
    cluster(both, {
      stable: { pods: pods[0], min: min[0], max: 40 },
      canary: { pods: pods[1], min: min[1], max: 13 },
    });
  const back = step(both, { "app-stable": 13, "app-canary": 40 });

  test("all pods are needed where the load keeps a side above its minimum", async () => {
    expect(await read(sharing([14, 5], [4, 1]), back)).toBe(19);
    expect(await read(sharing([18, 7], [18, 6]), back)).toBe(25);
  });

  test("at their minimums, the larger one has the pods of the full load", async () => {
    expect(await read(sharing([18, 6], [18, 6]), back)).toBe(18);
  });

  test("a step is done when the last autoscaler has its bounds", async () => {
    const done = step(both, { "app-stable": 40, "app-canary": 13 });
    expect(await read(sharing([14, 5], [4, 1]), done)).toBeUndefined();
  });

  test("an abort needs the pods of both sides", async () => {
    expect(await read(sharing([9, 9], [4, 1]), step(stable, { "app-stable": 40, "app-canary": 1 }))).toBe(18);
  });

  test("without autoscalers, the larger one has the pods of the full load", async () => {
    const fixed = cluster(both, { stable: { pods: 10 }, canary: { pods: 10 } });
    expect(await read(fixed, step(stable, { "app-stable": 40, "app-canary": 1 }))).toBe(10);
  });
});

describe("a route divides traffic", () => {
  const weighted = (weights: Record<string, number>): Answers => ({
    ...cluster(stable, { stable: { pods: 14, min: 4, max: 40 }, canary: { pods: 5, min: 4, max: 40 } }),
    [`${CORE}/services/app-stable`]: { spec: { selector: stable } },
    [`${CORE}/services/app-canary`]: { spec: { selector: canary } },
    [ROUTE]: {
      spec: { rules: [{ backendRefs: Object.entries(weights).map(([name, weight]) => ({ name, weight })) }] },
    },
  });
  const weights = (stableWeight: number): TrafficAfter =>
    step(
      stable,
      { "app-stable": 40, "app-canary": 40 },
      {
        route: { name: "app", kind: "TCPRoute", apiVersion: "gateway.networking.k8s.io/v1" },
        weights: { "app-stable": stableWeight, "app-canary": 100 - stableWeight },
      },
    );

  test("other weights move traffic, and each side with a weight counts", async () => {
    expect(await read(weighted({ "app-stable": 75, "app-canary": 25 }), weights(25))).toBe(19);
    expect(await read(weighted({ "app-stable": 100, "app-canary": 0 }), weights(75))).toBe(14);
  });

  test("the same weights move nothing", async () => {
    expect(await read(weighted({ "app-stable": 75, "app-canary": 25 }), weights(75))).toBeUndefined();
  });

  test("a route that does not exist yet has no weights", async () => {
    const { [ROUTE]: _, ...live } = weighted({});
    expect(await read(live, weights(75))).toBe(14);
  });
});
