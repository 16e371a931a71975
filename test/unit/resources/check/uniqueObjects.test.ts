import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
  BlueGreenService,
  type BlueGreenServiceArgs,
  CanaryDeployment,
  type CanaryDeploymentArgs,
  KubeProxyConfig,
} from "../../../../src/index.js";
import { planStack } from "../../../../src/testing/index.js";

const template = { spec: { containers: [{ name: "app", readinessProbe: {} }] } };
const v1 = { version: "v1", image: "app:v1" };
const v2 = { version: "v2", image: "app:v2" };

function canary(
  name: string,
  more: Partial<CanaryDeploymentArgs> = {},
  opts?: pulumi.ComponentResourceOptions,
) {
  const service = { ports: [{ port: 80 }] };
  return new CanaryDeployment(name, { replicas: 2, weight: 0, stable: v1, template, service, ...more }, opts);
}

function shop(
  name: string,
  more: Partial<BlueGreenServiceArgs> = {},
  opts?: pulumi.ComponentResourceOptions,
) {
  const args = { activeColor: "blue", colors: { blue: v1, green: v2 }, replicas: 2, template };
  return new BlueGreenService(name, { ...args, service: { ports: [{ port: 80 }] }, ...more }, opts);
}

class Tenant extends pulumi.ComponentResource {
  constructor(name: string, make: (opts: pulumi.ComponentResourceOptions) => unknown) {
    super("test:index:Tenant", name);
    make({ parent: this });
  }
}

const clash =
  'BlueGreenService "shop" cannot be planned, 1 problem:\n' +
  '  Service "shop": CanaryDeployment "shop" also makes it, with the same provider and namespace; rename one of the two components, or give one another namespace';

const cluster = (name: string) => new k8s.Provider(name, { kubeconfig: name });

describe("two components with one object are refused", () => {
  it.each<[string, () => unknown]>([
    ["by the default provider", () => [canary("shop"), shop("shop")]],
    ["in one namespace", () => [canary("shop", { namespace: "a" }), shop("shop", { namespace: "a" })]],
    [
      "with one provider, named in different ways",
      () => {
        const east = cluster("east");
        canary("shop", {}, { provider: east });
        shop("shop", {}, { providers: { kubernetes: east } });
      },
    ],
    [
      "with the provider of their parent",
      () => {
        const parent = new pulumi.ComponentResource("t:t:T", "t", {}, { providers: [cluster("east")] });
        canary("shop", {}, { parent });
        shop("shop", {}, { parent });
      },
    ],
  ])("%s", async (_, program) => {
    await expect(planStack({}, program)).rejects.toThrow(clash);
  });

  it("by the name that service gives", async () => {
    const named = { name: "web", ports: [{ port: 80 }] };
    await expect(planStack({}, () => [canary("shop", { service: named }), shop("web")])).rejects.toThrow(
      '  Service "web": CanaryDeployment "shop" also makes it, with the same provider and namespace;',
    );
  });

  it("for the kube-proxy of a cluster, whether it is patched or created", async () => {
    const program = () => [
      new KubeProxyConfig("one", { mode: "nftables" }),
      new KubeProxyConfig("two", { mode: "nftables", manage: "create" }),
    ];
    await expect(planStack({}, program)).rejects.toThrow(
      'KubeProxyConfig "two" cannot be planned, 1 problem:\n  ConfigMap "kube-proxy": KubeProxyConfig "one" also makes it,',
    );
  });

  it("before anything of the second one is registered", async () => {
    let kept: unknown;
    const plan = await planStack({}, () => {
      canary("shop");
      try {
        shop("shop");
      } catch (error) {
        kept = error;
      }
    });
    expect(kept).toBeInstanceOf(Error);
    expect(plan.resources.filter(({ urn }) => urn.includes("BlueGreenService"))).toEqual([]);
  });
});

describe("two components of one name are accepted", () => {
  const late = (text: string) => pulumi.output(text);
  it.each<[string, () => unknown]>([
    ["in two namespaces", () => [canary("shop", { namespace: "a" }), shop("shop", { namespace: "b" })]],
    ["in the provider's namespace and another one", () => [canary("shop"), shop("shop", { namespace: "b" })]],
    [
      "with two providers",
      () => [
        canary("shop", {}, { provider: cluster("east") }),
        shop("shop", {}, { providers: [cluster("west")] }),
        new KubeProxyConfig("one", { mode: "nftables" }, { provider: cluster("north") }),
        new KubeProxyConfig("two", { mode: "nftables" }),
      ],
    ],
    [
      "in namespaces that are known later",
      () => [canary("shop", { namespace: late("a") }), shop("shop", { namespace: late("b") })],
    ],
    [
      "with transforms, which may move them",
      () => {
        const move: pulumi.ResourceTransform = ({ props, opts }) => ({ props, opts });
        canary("shop");
        shop("shop", {}, { transforms: [move] });
      },
    ],
    [
      "in two parents, whose transforms may move them",
      () => [
        new Tenant("a", (opts) => canary("shop", {}, opts)),
        new Tenant("b", (opts) => shop("shop", {}, opts)),
      ],
    ],
    ["with different names", () => [canary("shop"), shop("shop2")]],
  ])("%s", async (_, program) => {
    await expect(planStack({}, program)).resolves.toBeDefined();
  });

  it("in two stacks that are planned one after the other, and at the same time", async () => {
    const wait = () => new Promise((resolve) => setImmediate(resolve));
    await planStack({}, () => canary("shop"));
    await planStack({}, () => shop("shop"));
    const both = [canary, shop].map((make) =>
      planStack({}, async () => {
        await wait();
        make("shop");
      }),
    );
    await expect(Promise.all(both)).resolves.toHaveLength(2);
  });

  it("under one pulumi.runtime.setMocks for all tests of a file", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
      call: ({ inputs }) => inputs,
    });
    expect(() => [canary("shop"), shop("shop"), canary("shop")]).not.toThrow();
  });
});
