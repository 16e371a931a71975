import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BlueGreenService } from "../../../src/bluegreen/blueGreenService.js";
import { CanaryDeployment } from "../../../src/canary/canaryDeployment.js";
import { EXPLAINING } from "../../../src/resources/explainFailure.js";
import { register } from "../../../src/resources/register.js";
import type { ResourceSpec } from "../../../src/resources/resourceSpec.js";
import { planStack } from "../../../src/testing/index.js";
import { type FakeApiServer, kubeconfigOf, startApiServer } from "../../support/apiServer.js";
import { type EngineOptions, KEEPS_HOOKS, runWith, withLocalStorage } from "../../support/engine.js";
import { deployment, pod, pulling, READY, replicaSets } from "../cluster/liveObjects.js";

const TEMPLATE = {
  spec: { containers: [{ name: "shop", readinessProbe: {}, ports: [{ containerPort: 80 }] }] },
};
const SHOP = {
  namespace: "default",
  activeColor: "green",
  colors: { blue: { version: "v1", image: "shop:v1" }, green: { version: "v2", image: "shop:v2" } },
  replicas: 2,
  template: TEMPLATE,
  service: { ports: [{ port: 80 }] },
};

let server: FakeApiServer;

beforeEach(async () => {
  vi.stubEnv("KUBECONFIG", "");
  const blue = (name: string) => {
    const live = pod(name, READY);
    const labels = {
      "pulumi-kubernetes-traffic/blue-green-service": "shop",
      "pulumi-kubernetes-traffic/color": "blue",
      "app.kubernetes.io/version": "v1",
    };
    return { ...live, metadata: { ...live.metadata, labels } };
  };
  const selector = {
    "pulumi-kubernetes-traffic/blue-green-service": "shop",
    "pulumi-kubernetes-traffic/color": "blue",
  };
  server = await startApiServer(
    {
      "/apis/apps/v1/namespaces/default/deployments/shop-green": deployment(2),
      "/apis/apps/v1/namespaces/default/replicasets": { items: replicaSets(2) },
      "/api/v1/namespaces/default/pods?labelSelector=app%3Dshop%2Ccolor%3Dgreen": {
        items: [pulling("shop-green-a"), pulling("shop-green-b")],
      },
      "/api/v1/namespaces/default/pods": { items: [blue("b1"), blue("b2")] },
      "/api/v1/namespaces/default/services/shop": { spec: { selector } },
    },
    ["/apis/apps/v1/namespaces/slow/deployments/shop-green"],
  );
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const up = (options: EngineOptions = {}, more: object = {}, opts?: () => pulumi.ComponentResourceOptions) =>
  runWith(
    {
      config: { "kubernetes:kubeconfig": server.kubeconfig },
      failing: ["Deployment shop-green"],
      ...options,
    },
    () => {
      new BlueGreenService("shop", { ...SHOP, ...more }, opts?.());
    },
  );

const errors = (engine: Awaited<ReturnType<typeof up>>) =>
  engine.messages.filter(({ severity }) => severity === "error");

const PULL =
  "ErrImagePull example.invalid/nope:v9: failed to do request: " +
  'Head "https://example.invalid/v2/nope/manifests/v9": dial tcp: lookup example.invalid on 10.96.0.10:53: no such host';

const TEXT = `2 of 2 pods of Deployment shop-green are not ready: ${PULL} (pod shop-green-a and 1 more)
Service shop sends all connections to 2 ready pods of blue (v1).
To go on, repair colors.green and run the same pulumi up again.
To go back, set activeColor to "blue" and run pulumi up.`;

describe.runIf(KEEPS_HOOKS)("a step that fails in an update", () => {
  it("names the pods with their reason, what serves, and what to do, and is not tried again", async () => {
    const engine = await up();
    expect(errors(engine).map(({ text }) => text)).toEqual([TEXT]);
    expect(errors(engine)[0]?.urn).toMatch(/Deployment::shop-green$/);
    expect(engine.answers).toEqual([false]);
    expect(server.requests.every((request) => request.startsWith("GET "))).toBe(true);
  });

  it("reads the cluster of an explicit provider, whose kubeconfig is a secret", async () => {
    const provider = () =>
      new kubernetes.Provider("other", { kubeconfig: pulumi.secret(server.kubeconfig), context: "test" });
    const config = { "kubernetes:kubeconfig": kubeconfigOf("http://127.0.0.1:1") };
    const engine = await up({ config }, {}, () => ({ provider: provider() }));
    expect(errors(engine).map(({ text }) => text)).toEqual([TEXT]);
  });

  it("reads nothing where the provider writes files", async () => {
    const engine = await up({}, {}, () => ({
      provider: new kubernetes.Provider("files", { renderYamlToDirectory: "rendered" }),
    }));
    expect(errors(engine)).toEqual([]);
    expect(engine.answers).toEqual([false]);
  });

  it("says what to run where the cluster cannot be read, without a word of the kubeconfig", async () => {
    const engine = await up({ config: { "kubernetes:kubeconfig": 'token: "s3cret\n' } });
    expect(errors(engine).map(({ text }) => text)).toEqual([
      `The state of the pods of Deployment shop-green is unknown: the kubeconfig cannot be read: it is not a kubeconfig.
Run kubectl describe deployment shop-green, and kubectl describe pod for its pods.
To go on, repair colors.green and run the same pulumi up again.
To go back, set activeColor to the color before and run pulumi up.`,
    ]);
  });

  it("explains nothing when an object is deleted", async () => {
    const engine = await up({ operation: "delete" });
    expect(errors(engine)).toEqual([]);
    expect(engine.answers).toEqual([false]);
  });
});

describe("a step that is pending in an update", () => {
  /** A component with one Deployment, whose pods are looked at right after its step begins. */
  class Green extends pulumi.ComponentResource {
    constructor() {
      super("test:index:Green", "green");
      const failure = { deployments: ["shop-green"], service: "shop", sides: [], remedies: [] };
      const manifest = { metadata: { name: "shop-green", namespace: "default" }, spec: {} } as never;
      const named = { resource: "shop-green", name: "shop-green" };
      const spec: ResourceSpec = { kind: "Deployment", ...named, manifest, dependsOn: [], failure };
      register(this, [spec], 300, { ...EXPLAINING, pace: { first: 0, every: 10 } });
    }
  }

  it("warns on the component while it waits, also where the engine has no error hooks", async () => {
    for (const errorHooks of [true, false]) {
      const config = { "kubernetes:kubeconfig": server.kubeconfig };
      const engine = await runWith({ config, errorHooks, pending: ["Deployment shop-green"] }, () => {
        new Green();
      });
      const [line, ...others] = engine.messages.filter(({ severity }) => severity === "warning");
      expect(others).toEqual([]);
      expect(line?.urn).toMatch(/test:index:Green::green$/);
      expect(line?.text).toBe(
        `Deployment shop-green: ${PULL}
up waits until the timeout of 300 s. Ctrl-C ends it now, and connections stay where they are.`,
      );
    }
  });
});

describe.runIf(KEEPS_HOOKS)("the hook of a component", () => {
  it("is one for all its resources, on those that wait for pods", async () => {
    const engine = await up({ failing: [] });
    expect([...engine.hooks.keys()]).toEqual(["pulumi-kubernetes-traffic:index:BlueGreenService:shop:why"]);
    const hooked = engine.resources.flatMap(({ type, name, options }) =>
      options.hooks?.onError ? [`${type.split(":").at(-1)} ${name}`] : [],
    );
    expect(hooked.sort()).toEqual([
      "Deployment shop-blue",
      "Deployment shop-green",
      "PodDisruptionBudget shop-blue",
      "PodDisruptionBudget shop-green",
      "Service shop",
    ]);
    expect(server.requests).toEqual([]);
  });

  it("has a name of its own, also for two components of one name", async () => {
    class Region extends pulumi.ComponentResource {
      constructor(name: string) {
        super("test:index:Region", name);
        new BlueGreenService("shop", SHOP, { parent: this });
      }
    }
    const engine = await runWith({}, () => {
      new Region("east");
      new BlueGreenService("shop", SHOP);
      new CanaryDeployment("shop", {
        replicas: 1,
        weight: 0,
        stable: { version: "v1", image: "shop:v1" },
        template: TEMPLATE,
        service: { ports: [{ port: 80 }] },
      });
    });
    expect([...engine.hooks.keys()].sort()).toEqual([
      "pulumi-kubernetes-traffic:index:BlueGreenService:shop:why",
      "pulumi-kubernetes-traffic:index:BlueGreenService:shop:why:2",
      "pulumi-kubernetes-traffic:index:CanaryDeployment:shop:why",
    ]);
  });

  it("is not registered in a preview, nor with an engine that has no error hooks", async () => {
    expect((await up({ preview: true })).hooks.size).toBe(0);
    const old = await up({ errorHooks: false });
    expect([old.hooks.size, old.messages]).toEqual([0, []]);
  });

  it("is not registered under Pulumi's mocks, which claim to support hooks and have none", async () => {
    const types = await withLocalStorage(async () => {
      const registered: string[] = [];
      const newResource = ({ id, name, type, inputs }: pulumi.runtime.MockResourceArgs) => {
        registered.push(type);
        return { id: id ?? name, state: inputs };
      };
      await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, "project", "stack", false);
      const shop = new BlueGreenService("shop", SHOP);
      await new Promise((resolve) => {
        pulumi.all(Object.values(shop.deployments).map(({ urn }) => urn)).apply(resolve);
      });
      return registered;
    });
    expect(types.filter((type) => type === "kubernetes:apps/v1:Deployment")).toHaveLength(2);
  });

  it("is not registered by planStack", async () => {
    const plan = await planStack({ preview: false }, () => {
      new BlueGreenService("shop", SHOP);
    });
    expect(plan.resource("Deployment", "shop-green").options.hooks).toBeUndefined();
  });
});
