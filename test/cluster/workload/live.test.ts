import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPulumi } from "../../../src/preview/cli/pulumi.js";
import { needsCommand, skipReason } from "../../support/needs.js";
import { type App, ComponentStack, type Update } from "../drive/componentStack.js";
import { needsApiServer } from "../needs.js";
import { type Cluster, type Loose, startCluster } from "./controllers.js";

const missing = skipReason(
  "releases on a real API server",
  needsCommand("pulumi"),
  ...needsApiServer("kube-controller-manager"),
);

const CORE = "/api/v1/namespaces/default";
const APPS = "/apis/apps/v1/namespaces/default";

const template = {
  spec: { containers: [{ name: "app", readinessProbe: { httpGet: { path: "/", port: 80 } } }] },
};
// The provider's wait for a Service takes half a minute here and shows no more than the endpoints do.
const service = { ports: [{ port: 80 }], annotations: { "pulumi.com/skipAwait": "true" } };
const canary = (name: string, change: object = {}): App => ({
  kind: "CanaryDeployment",
  name,
  args: {
    replicas: 2,
    weight: 50,
    timeout: 30,
    stable: { version: "v1", image: "app:1" },
    canary: { version: "v2", image: "app:2" },
    template,
    service,
    ...change,
  },
});
const blueGreen = (name: string): App => ({
  kind: "BlueGreenService",
  name,
  args: {
    replicas: 2,
    activeColor: "blue",
    timeout: 30,
    colors: { blue: { version: "v1", image: "app:1" }, green: { version: "v2", image: "app:2" } },
    template,
    service,
  },
});

let cluster: Cluster;
let stack: ComponentStack;

beforeAll(async () => {
  if (!missing) cluster = await startCluster();
});
afterAll(async () => {
  await destroyStack();
  await cluster?.stop();
});

async function destroyStack(): Promise<void> {
  await stack?.destroy();
  stack?.forget();
}

const names = async (path: string) =>
  (await cluster.read(path)).items.map(({ metadata }: Loose) => metadata.name).sort();

async function up(app: App, environment: Readonly<Record<string, string>> = {}): Promise<Update> {
  const update = await stack.up(app, environment);
  expect(update.code, update.output).toBe(0);
  return update;
}

describe.skipIf(missing !== undefined)("on a real API server", () => {
  beforeEach(async () => {
    await destroyStack();
    stack = new ComponentStack(findPulumi(process.env) as string, cluster.kubeconfig);
    await stack.init();
  });

  describe.each(["known", "late"])("configuration of %s content", (kind) => {
    const reading = { spec: { ...template.spec, volumes: [{ name: "s", configMap: { name: "settings" } }] } };
    const app = (image: string, content: string): App => {
      const configMaps = { settings: { data: { content } } };
      const stable = { version: image.replace(":", "-"), image };
      const args = { weight: 0, canary: undefined, stable, template: reading, timeout: 15 };
      return {
        ...canary("app", { ...args, ...(kind === "known" && { configMaps }) }),
        ...(kind === "late" && { late: content }),
      };
    };
    /** The contents with this prefix. An update that is killed may leave one behind for the next test. */
    const contents = async (prefix: string) =>
      (await cluster.read(`${CORE}/configmaps`)).items
        .flatMap(({ data }: Loose) => data.content ?? [])
        .filter((content: string) => content.startsWith(prefix))
        .sort();

    test("is kept while pods read it, comes back after a failure, and goes with the last pod that read it", async () => {
      const [a, b] = [`${kind} a`, `${kind} b`];
      await up(app("app:1", a));
      const pods = await cluster.endpoints("app");
      expect((await stack.up(app("app:broken", b))).code).not.toBe(0);
      expect(await contents(kind)).toEqual([a, b]);
      expect(await cluster.endpoints("app")).toEqual(pods);

      await up(app("app:1", a));
      expect(await contents(kind)).toEqual([a]);
      // Known content keeps the name of its ConfigMap, so that no pod restarts.
      if (kind === "known") expect(await cluster.endpoints("app")).toEqual(pods);

      await up(app("app:2", b));
      expect(await contents(kind)).toEqual([b]);
    });

    test("does not keep an update that was killed from going on", async () => {
      const [a, b] = [`killed ${kind} a`, `killed ${kind} b`];
      await up(app("app:1", a));
      await stack.killedUp(app("app:2", b), async () => (await contents("killed")).includes(b));
      await up(app("app:2", b));
      // An update that is killed before it records an object leaves it behind.
      expect(new Set(await contents(`killed ${kind}`))).toEqual(new Set([b]));
      const { spec } = (await cluster.read(`${APPS}/deployments/app-stable`)).spec.template;
      expect(await names(`${CORE}/configmaps`)).toContain(spec.volumes[0].configMap.name);
      expect(await cluster.endpoints("app")).toHaveLength(2);
    });
  });

  test("a shared ConfigMap changes in place with enableConfigMapMutable, and is created again without", async () => {
    const app = (content: string) =>
      canary("app", {
        configMaps: { settings: { data: { content }, versioned: false } },
        template: { spec: { ...template.spec, volumes: [{ name: "s", configMap: { name: "settings" } }] } },
      });
    const uid = async () => (await cluster.read(`${CORE}/configmaps/app-settings`)).metadata.uid;
    await up(app("a"));
    const [first, pods] = [await uid(), await cluster.endpoints("app")];
    await up(app("b"), { PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE: "true" });
    expect(await uid()).toBe(first);
    await up(app("c"));
    expect(await uid()).not.toBe(first);
    expect(await cluster.endpoints("app")).toEqual(pods);
  });

  test.each([
    ["CanaryDeployment", "BlueGreenService"],
    ["BlueGreenService", "CanaryDeployment"],
  ])(
    "from %s to %s, the Service is the same, full at every moment, and nothing is left over",
    async (former, next) => {
      const apps: Loose = { CanaryDeployment: canary("app"), BlueGreenService: blueGreen("app") };
      await up(apps[former]);
      const { uid } = (await cluster.read(`${CORE}/services/app`)).metadata;

      // A missing alias fails before anything changes for clients, and the change can be reverted and repeated.
      const before = await cluster.endpoints("app");
      expect((await stack.up(apps[next])).output).toContain('services "app" already exists');
      expect(await cluster.endpoints("app")).toEqual(before);
      await up(apps[former]);
      expect(await cluster.endpoints("app")).toEqual(before);

      const fewest = await cluster.fewestWhile("app", () =>
        up({ ...apps[next], aliases: [{ kind: former }] }),
      );
      expect(fewest).toBeGreaterThanOrEqual(2);
      expect((await cluster.read(`${CORE}/services/app`)).metadata.uid).toBe(uid);
      const sides = next === "BlueGreenService" ? ["app-blue", "app-green"] : ["app-canary", "app-stable"];
      expect(await names(`${APPS}/deployments`)).toEqual(sides);
      expect(await names("/apis/policy/v1/namespaces/default/poddisruptionbudgets")).toEqual(sides);
      expect((await up(apps[next])).counts).toEqual([]);
    },
  );

  test("a held canary may be resized with weight 0 or 100; else it can end in a failure that loses no pod", async () => {
    const held = (replicas: number, weight: number) =>
      canary("app", { method: "hold", replicas, weight, timeout: 15 });
    await up(held(3, 0));
    await up(held(3, 20));
    let update: Update | undefined;
    const fewest = await cluster.fewestWhile("app", async () => {
      update = await stack.up(held(9, 20)); // planned are 9 + 2; 3 + 1 in proportion are 8 + 3
    });
    expect(update?.code, update?.output).not.toBe(0);
    expect(fewest).toBeGreaterThanOrEqual(4);
    expect(await cluster.endpoints("app")).toHaveLength(11);

    await up(held(9, 0));
    expect(await cluster.endpoints("app")).toHaveLength(9);
    await up(held(9, 20));
    await up(held(3, 100));
    expect(await cluster.endpoints("app")).toHaveLength(3);
  });

  test("a component that is renamed keeps the Service that keeps its name", async () => {
    await up(canary("shop"));
    const { uid } = (await cluster.read(`${CORE}/services/shop`)).metadata;
    const renamed = {
      ...canary("store", { service: { ...service, name: "shop" } }),
      aliases: [{ name: "shop" }],
    };
    const fewest = await cluster.fewestWhile("shop", () => up(renamed));
    expect(fewest).toBeGreaterThanOrEqual(2);
    expect((await cluster.read(`${CORE}/services/shop`)).metadata.uid).toBe(uid);
    expect(await names(`${APPS}/deployments`)).toEqual(["store-canary", "store-stable"]);
  });

  test("what another tool made is taken over with the same pods and the same Service", async () => {
    const labels = { app: "myapp", version: "v1" };
    const container = {
      name: "myapp",
      image: "app:1",
      imagePullPolicy: "IfNotPresent",
      ports: [{ containerPort: 80 }],
    };
    const running = { metadata: { labels }, spec: { containers: [container] } };
    await cluster.create(`${APPS}/deployments`, {
      metadata: { name: "myapp-v1" },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: running },
    });
    const ports = [{ port: 80, protocol: "TCP", targetPort: 80, nodePort: 30380 }];
    await cluster.create(`${CORE}/services`, {
      metadata: { name: "service-myapp" },
      spec: { type: "NodePort", ports, selector: labels },
    });
    await expect.poll(() => cluster.endpoints("service-myapp"), { timeout: 30_000 }).toHaveLength(2);
    const look = async () => ({
      pods: await cluster.endpoints("service-myapp"),
      service: (await cluster.read(`${CORE}/services/service-myapp`)).metadata.uid,
      template: (await cluster.read(`${APPS}/deployments/myapp-v1`)).spec.template,
    });
    const before = await look();
    const adopting = (weight: number) =>
      canary("myapp", {
        weight,
        selector: { app: "myapp" },
        stable: { version: "v1", existing: { name: "myapp-v1", selector: labels }, template: running },
        service: { ...service, name: "service-myapp", type: "NodePort", ports },
      });

    const upsert = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" };
    const fewest = await cluster.fewestWhile("service-myapp", () => up(adopting(0), upsert));
    expect(fewest).toBe(2);
    expect(await look()).toEqual(before);

    await up(adopting(50));
    await expect.poll(() => cluster.endpoints("service-myapp"), { timeout: 30_000 }).toHaveLength(4);
    expect(await cluster.endpoints("service-myapp")).toEqual(expect.arrayContaining(before.pods));
  });
});
