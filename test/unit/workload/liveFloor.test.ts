import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Problems } from "../../../src/diagnostics/problems.js";
import { BlueGreenService, CanaryDeployment } from "../../../src/index.js";
import { type Plan, planStack } from "../../../src/testing/index.js";
import { floorFrom } from "../../../src/workload/liveFloor.js";
import { type FakeApiServer, kubeconfigOf, startApiServer } from "../../support/apiServer.js";
import { blueGreenArgs, canaryArgs } from "../../support/args.js";
import { type EngineOptions, runWith } from "../../support/engine.js";
import { readyWithin } from "../../support/scaling.js";

type Loose = ReturnType<typeof canaryArgs>;
type Ran = Pick<Plan, "resources" | "messages">;

const WEB = "namespaces/web";
const AUTOSCALING = { maxReplicas: 40, matchLiveSize: true };
const COLOR = "pulumi-kubernetes-traffic/color";
const TRACK = "pulumi-kubernetes-traffic/track";
const SHOP = { "pulumi-kubernetes-traffic/blue-green-service": "shop" };
const APP = { "pulumi-kubernetes-traffic/canary-deployment": "app" };

let server: FakeApiServer;

beforeEach(() => vi.stubEnv("KUBECONFIG", ""));
afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
});

/** A cluster in which the Service selects these labels, with the pods and bounds of Deployments by their labels. */
async function cluster(
  service: string,
  selector: object,
  sides: readonly { name: string; labels: object; pods: number; min: number; max: number }[],
): Promise<void> {
  server = await startApiServer({
    [`/api/v1/${WEB}/services/${service}`]: { spec: { selector } },
    [`/apis/apps/v1/${WEB}/deployments`]: {
      items: sides.map(({ name, labels, pods }) => ({
        metadata: { name },
        spec: { replicas: pods, template: { metadata: { labels } } },
      })),
    },
    [`/apis/autoscaling/v2/${WEB}/horizontalpodautoscalers`]: {
      items: sides.map(({ name, min, max }) => ({
        metadata: { name },
        spec: { minReplicas: min, maxReplicas: max },
      })),
    },
  });
}

const blueServes = (pods = 18) =>
  cluster("shop", { ...SHOP, [COLOR]: "blue" }, [
    { name: "shop-blue", labels: { ...SHOP, [COLOR]: "blue" }, pods, min: 2, max: 40 },
    { name: "shop-green", labels: { ...SHOP, [COLOR]: "green" }, pods: 2, min: 2, max: 2 },
  ]);

const flip = (options: EngineOptions = {}, more: Loose = {}, opts?: () => pulumi.ComponentResourceOptions) =>
  runWith({ config: { "kubernetes:kubeconfig": server.kubeconfig }, ...options }, () => {
    const args = { ...blueGreenArgs(), namespace: "web", activeColor: "green", autoscaling: AUTOSCALING };
    new BlueGreenService("shop", { ...args, ...more }, opts?.());
  });

const inputs = (ran: Ran, kind: string, name: string) =>
  ran.resources.find((one) => one.type.endsWith(`:${kind}`) && one.name === name)?.inputs as Loose;
const bounds = (ran: Ran, name: string) => {
  const { minReplicas, maxReplicas } = inputs(ran, "HorizontalPodAutoscaler", name).spec;
  return [minReplicas, maxReplicas];
};
const texts = ({ messages }: Ran) =>
  messages.filter(({ text }) => text.includes("matchLiveSize")).map(({ severity, text }) => [severity, text]);

const RAISED =
  "autoscaling.matchLiveSize: raises the floor of this step from 2 to 18, because 18 pods carry the load; " +
  "the next up that moves no traffic returns to 2";

describe.each([true, false])("with preview %s", (preview) => {
  test("a flip guarantees as many pods as serve, and says so", async () => {
    await blueServes();
    const ran = await flip({ preview });
    expect([bounds(ran, "shop-green"), bounds(ran, "shop-blue")]).toEqual([
      [18, 40],
      [2, 2],
    ]);
    const { annotations } = inputs(ran, "Deployment", "shop-green").metadata;
    expect(annotations).toEqual(readyWithin("v2", 18, 40));
    const checked = inputs(ran, "PodDisruptionBudget", "shop-green").metadata.annotations;
    expect(checked["pulumi.com/waitFor"]).toContain("[?@.currentHealthy>12]"); // 75 % of 18
    expect(ran.resources.find(({ name }) => name === "shop")?.outputs).toMatchObject({
      colors: { green: { replicas: 18, maxReplicas: 40 }, blue: { replicas: 2, maxReplicas: 2 } },
    });
    expect(texts(ran)).toEqual([["info", RAISED]]);
  });

  test("the next up returns to minReplicas", async () => {
    await blueServes();
    const ran = await flip({ preview }, { activeColor: "blue" });
    expect(bounds(ran, "shop-blue")).toEqual([2, 40]);
    expect(texts(ran)).toEqual([]);
  });

  test("a step of a canary is planned for the pods that serve", async () => {
    const side = (track: string, pods: number, min: number, max: number) => ({
      ...{ name: `app-${track}`, labels: { ...APP, [TRACK]: track }, pods, min, max },
    });
    await cluster("app", APP, [side("stable", 14, 4, 40), side("canary", 5, 1, 13)]);
    const ran = await runWith(
      { preview, config: { "kubernetes:kubeconfig": server.kubeconfig, "kubernetes:namespace": "web" } },
      () => {
        const autoscaling = { minReplicas: 4, ...AUTOSCALING };
        new CanaryDeployment("app", {
          ...canaryArgs(),
          replicas: 4,
          weight: 75,
          tolerance: 100,
          autoscaling,
        });
      },
    );
    expect([bounds(ran, "app-canary"), bounds(ran, "app-stable")]).toEqual([
      [19, 40],
      [6, 13],
    ]);
    const component = ran.resources.find(({ name }) => name === "app");
    expect(component?.outputs).toMatchObject({ plan: { weight: 75, stable: 6, canary: 19, achieved: 76 } });
  });
});

test("no more than maxReplicas pods are guaranteed, with a warning", async () => {
  await blueServes(50);
  const ran = await flip();
  expect(bounds(ran, "shop-green")).toEqual([40, 40]);
  expect(texts(ran)).toEqual([
    [
      "warning",
      "autoscaling.matchLiveSize: raises the floor of this step from 2 to 40, because 50 pods carry the load; " +
        "raise maxReplicas to guarantee as many pods as before",
    ],
  ]);
});

test("fewer pods than minReplicas change nothing", async () => {
  await blueServes(1);
  const ran = await flip();
  expect([bounds(ran, "shop-green"), texts(ran)]).toEqual([[2, 40], []]);
});

test("a cluster without the Service changes nothing", async () => {
  server = await startApiServer({});
  const ran = await flip();
  expect([bounds(ran, "shop-green"), texts(ran)]).toEqual([[2, 40], []]);
});

test("without it, no cluster is read", async () => {
  await blueServes();
  const ran = await flip({}, { autoscaling: { maxReplicas: 40 } });
  expect([bounds(ran, "shop-green"), server.requests]).toEqual([[2, 40], []]);
});

test("an explicit provider says which cluster to read", async () => {
  await blueServes();
  const own = () => ({ provider: new kubernetes.Provider("own", { kubeconfig: server.kubeconfig }) });
  const ran = await flip(
    { config: { "kubernetes:kubeconfig": kubeconfigOf("http://127.0.0.1:1") } },
    {},
    own,
  );
  expect(bounds(ran, "shop-green")).toEqual([18, 40]);
});

describe("a cluster that cannot be read", () => {
  const nowhere = { config: { "kubernetes:kubeconfig": kubeconfigOf("http://127.0.0.1:1") } };
  const why = "cannot read the live size: the cluster does not answer: connect ECONNREFUSED 127.0.0.1:1";

  test("refuses an update", () => {
    const problems = new Problems("app");
    floorFrom({ unread: "no login" }, { min: 2, max: 40 }, problems);
    expect(problems.lines).toEqual([
      "autoscaling.matchLiveSize: cannot read the live size: no login; " +
        "make the cluster readable, or set it to false and minReplicas to the live size",
    ]);
  });

  test("lets a preview go on with minReplicas, and says so", async () => {
    await blueServes();
    const ran = await flip({ ...nowhere, preview: true });
    expect(bounds(ran, "shop-green")).toEqual([2, 40]);
    expect(texts(ran)).toEqual([
      [
        "info",
        `autoscaling.matchLiveSize: ${why}; this preview shows minReplicas 2; up reads the live size before it changes anything`,
      ],
    ]);
  });

  test("a provider that is known only later lets a preview go on", async () => {
    await blueServes();
    const later = () => ({
      provider: new kubernetes.Provider("later", {
        kubeconfig: new kubernetes.core.v1.ConfigMap("file").metadata.uid,
      }),
    });
    const ran = await flip({ preview: true }, {}, later);
    expect(texts(ran)).toEqual([
      [
        "info",
        "autoscaling.matchLiveSize: cannot read the live size: the provider or the namespace is known only during up; " +
          "this preview shows minReplicas 2; up reads the live size before it changes anything",
      ],
    ]);
  });
});

test("a provider that renders YAML has no cluster", async () => {
  await blueServes();
  const ran = await flip({ config: { "kubernetes:renderYamlToDirectory": "yaml" } });
  expect([bounds(ran, "shop-green"), texts(ran), server.requests]).toEqual([[2, 40], [], []]);
});

test("planStack reads no cluster", async () => {
  const args = { ...blueGreenArgs(), activeColor: "green", autoscaling: AUTOSCALING };
  const plan = await planStack({}, () => void new BlueGreenService("shop", args));
  expect([bounds(plan, "shop-green"), texts(plan)]).toEqual([[2, 40], []]);
});

test("it must be a boolean", async () => {
  const autoscaling = { maxReplicas: 40, matchLiveSize: "yes" } as Loose;
  const refused = planStack({}, () => void new BlueGreenService("shop", { ...blueGreenArgs(), autoscaling }));
  await expect(refused).rejects.toThrow(
    'autoscaling.matchLiveSize: "yes" is not a boolean; use true or false',
  );
});
