import { ConfigMap } from "@pulumi/kubernetes/core/v1/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ArgumentError, KubeProxyConfig, type KubeProxyConfigArgs } from "../../../src/index.js";
import { rejectionsOf } from "./rejections.js";
import { GOOD } from "./verdict.js";

const TYPE = "pulumi-kubernetes-traffic:index:KubeProxyConfig";
const HEAD = 'apiVersion: "kubeproxy.config.k8s.io/v1alpha1"\nkind: "KubeProxyConfiguration"\n';
const IPVS = { mode: "ipvs", manage: "create", ipvs: { scheduler: "lc" } } as const;
const IPVS_TEXT = `${HEAD}mode: "ipvs"\nipvs:\n  scheduler: "lc"\n`;

let registered: pulumi.runtime.MockResourceArgs[] = [];
let componentOutputs: unknown;

beforeEach(() => {
  registered = [];
  vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  vi.spyOn(pulumi.log, "info").mockResolvedValue(undefined);
});

afterEach(() => vi.restoreAllMocks());

/** Runs a program until everything it registers is registered, as `pulumi preview` or `pulumi up` would. */
async function run<T>(preview: boolean, program: () => T): Promise<T> {
  const newResource = (args: pulumi.runtime.MockResourceArgs) => {
    registered.push(args);
    // A preview does not know values that only the cluster has; with mocks such a property is missing.
    const state = args.name === "cluster" ? (preview ? {} : { data: clusterData }) : args.inputs;
    return { id: `${args.name}-id`, state };
  };
  await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, "project", "stack", preview);
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const result = program();
  await pulumi.runtime.disconnect();
  const component = [...monitor.resources.values()].find(({ urn }) => urn.includes(`::${TYPE}::`));
  componentOutputs = component?.state.toJavaScript?.();
  return result;
}

const clusterData = { scheduler: "lc", bad: "foobar", hash: "dh", none: undefined };
const fromCluster = (key: keyof typeof clusterData) =>
  new ConfigMap("cluster", {}).data.apply((data) => data[key] as "lc");

const create = (args: KubeProxyConfigArgs) => () => new KubeProxyConfig("proxy", args);
const known = <T>(output: pulumi.Input<T>) => new Promise((resolve) => pulumi.output(output).apply(resolve));
const configMap = () =>
  registered.find(({ name, type }) => type === "kubernetes:core/v1:ConfigMap" && name === "proxy");
const said = (level: "warn" | "info") => vi.mocked(pulumi.log[level]).mock.calls;

describe.each([
  ["preview", true],
  ["update", false],
])("in %s", (_name, preview) => {
  test("the component and its ConfigMap are registered with the requested values", async () => {
    const args = { ...IPVS, labels: { tier: "node" } };
    const component = await run(preview, create(args));
    expect(registered.map(({ type, name }) => [type, name])).toEqual([
      [TYPE, "proxy"],
      ["kubernetes:core/v1:ConfigMap", "proxy"],
    ]);
    expect(registered[0].inputs).toEqual(args);
    expect(configMap()?.inputs).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "kube-proxy",
        namespace: "kube-system",
        labels: {
          "app.kubernetes.io/name": "kube-proxy",
          "app.kubernetes.io/managed-by": "pulumi",
          tier: "node",
        },
      },
      data: { "config.conf": IPVS_TEXT },
    });
    expect(await known(component.configMap.urn)).toContain(`${TYPE}$kubernetes:core/v1:ConfigMap::proxy`);
  });

  test("the outputs are the file, its hash, the mode and the scheduler", async () => {
    const component = await run(preview, create(IPVS));
    expect(component.mode).toBe("ipvs");
    expect(component.scheduler).toBe("lc");
    expect(await known(component.configText)).toBe(IPVS_TEXT);
    // printf of the text above, through sha256sum
    expect(await known(component.configHash)).toBe("5d6c459b20f781e1");
  });

  test("a stack policy finds the mode, the scheduler and the target in the component's outputs", async () => {
    await run(preview, create(IPVS));
    expect(componentOutputs).toEqual({
      mode: "ipvs",
      scheduler: "lc",
      namespace: "kube-system",
      configMapName: "kube-proxy",
      configMapKey: "config.conf",
      configHash: "5d6c459b20f781e1",
    });
    await run(preview, create(GOOD));
    expect(componentOutputs).toMatchObject({ mode: "iptables" });
    expect(componentOutputs).not.toHaveProperty("scheduler");
  });

  test("the target's names are used", async () => {
    const target = { namespace: "net", configMapName: "proxy-ipvs", configMapKey: "kube-proxy.yaml" };
    await run(preview, create({ ...GOOD, target }));
    expect(configMap()?.inputs).toMatchObject({
      metadata: { name: "proxy-ipvs", namespace: "net" },
      data: { "kube-proxy.yaml": `${HEAD}mode: "iptables"\n` },
    });
  });

  test("warnings and notes are shown on the component", async () => {
    const component = await run(
      preview,
      create({ ...IPVS, ipvs: { scheduler: "wrr" }, nftables: { masqueradeAll: true } }),
    );
    expect(said("warn")).toEqual([
      [
        "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40; nftables is its successor",
        component,
      ],
      ["nftables.masqueradeAll: has no effect in mode ipvs", component],
    ]);
    expect(said("info")).toEqual([
      ["ipvs.scheduler: wrr is the same as rr, because kube-proxy gives every pod weight 1", component],
    ]);
  });

  test("bad arguments are refused together, before anything is registered", async () => {
    const args = { ...IPVS, ipvs: { scheduler: "RR", syncPeriod: "1d" } } as unknown as KubeProxyConfigArgs;
    const error = await run(preview, () => {
      try {
        return new KubeProxyConfig("proxy", args);
      } catch (reason) {
        return reason;
      }
    });
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as ArgumentError).message).toBe(
      `KubeProxyConfig "proxy" cannot be planned, 2 problems:
  ipvs.scheduler: "RR" is not an IPVS scheduler (rr, wrr, lc, wlc, lblc, lblcr, dh, sh, sed, nq, mh): kube-proxy would accept the file and then exit, because the kernel has no module of that name; did you mean "rr"?
  ipvs.syncPeriod: "1d" is not a Go duration; Go has no unit for days; use hours`,
    );
    expect(registered).toEqual([]);
    expect(said("warn")).toEqual([]);
  });

  test("a secret makes the file secret, and no message shows it", async () => {
    const args = { ...IPVS, ipvs: { scheduler: pulumi.secret("dh" as const) } };
    const component = await run(preview, create(args));
    expect(await pulumi.isSecret(component.configText)).toBe(true);
    expect(await pulumi.isSecret(component.configHash)).toBe(true);
    expect(await known(component.configText)).toBe(`${HEAD}mode: "ipvs"\nipvs:\n  scheduler: "dh"\n`);
    expect(said("warn").map(([text]) => text)).toEqual([
      "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40; nftables is its successor",
    ]);
  });
});

describe("a value from the cluster", () => {
  const program = (key: keyof typeof clusterData) => () =>
    new KubeProxyConfig("proxy", { ...IPVS, ipvs: { scheduler: fromCluster(key) } });

  test("is in the file once it is known", async () => {
    const component = await run(false, program("scheduler"));
    expect(configMap()?.inputs.data).toEqual({ "config.conf": IPVS_TEXT });
    expect(await known(component.scheduler)).toBe("lc");
  });

  test.each(["scheduler", "bad"] as const)("leaves the file unknown in a preview (%s)", async (key) => {
    await run(true, program(key));
    expect(configMap()?.inputs.metadata.name).toBe("kube-proxy");
    expect(pulumi.isUnknown(configMap()?.inputs.data["config.conf"])).toBe(true);
  });

  test("that is undefined is not in the file", async () => {
    const component = await run(false, program("none"));
    expect(configMap()?.inputs.data).toEqual({ "config.conf": `${HEAD}mode: "ipvs"\n` });
    expect(await known(component.scheduler)).toBe("rr");
  });

  test("causes a warning when it is known", async () => {
    await run(false, program("hash"));
    expect(said("warn").at(-1)?.[0]).toBe(
      "ipvs.scheduler: dh sends all connections from a node to a Service to one pod, and refuses them while that pod drains",
    );
  });
});

describe("a wrong Output keeps the ConfigMap from being created:", () => {
  const later = <T>(value: T) => pulumi.output(Promise.resolve(value));
  const known = "(rr, wrr, lc, wlc, lblc, lblcr, dh, sh, sed, nq, mh)";
  const exits =
    "kube-proxy would accept the file and then exit, because the kernel has no module of that name";
  const cases: Record<string, [change: () => object, line: string]> = {
    "a scheduler": [
      () => ({ ipvs: { scheduler: later("RR") } }),
      `ipvs.scheduler: "RR" is not an IPVS scheduler ${known}: ${exits}; did you mean "rr"?`,
    ],
    "a secret scheduler, which is not shown": [
      () => ({ ipvs: { scheduler: pulumi.secret("RR") } }),
      `ipvs.scheduler: [secret] is not an IPVS scheduler ${known}: ${exits}`,
    ],
    "an unsafe secret scheduler, which is not hinted at": [
      () => ({ ipvs: { scheduler: pulumi.secret("ovf") } }),
      "ipvs.scheduler: [secret] loses connections; use rr or lc, or set allowUnsafeScheduler",
    ],
    "one of a list": [
      () => ({ ipvs: { excludeCIDRs: ["10.0.0.0/8", later("10.0.0.1")] } }),
      'ipvs.excludeCIDRs[1]: "10.0.0.1" is not a CIDR; for this address alone, use "10.0.0.1/32"',
    ],
    "a secret address, whose remedy does not show it": [
      () => ({ ipvs: { excludeCIDRs: [pulumi.secret("10.0.0.1")] } }),
      'ipvs.excludeCIDRs[0]: [secret] is not a CIDR; use one such as "10.0.0.0/8"',
    ],
    "a whole list": [
      () => ({ nodePortAddresses: later(["primary", "10.0.0.0/8"]) }),
      'nodePortAddresses: ["primary","10.0.0.0/8"] combines "primary" with others, but kube-proxy accepts it only alone',
    ],
    "a duration against a plain one": [
      () => ({ ipvs: { syncPeriod: "5s", minSyncPeriod: later("10s") } }),
      'ipvs.minSyncPeriod: "10s" is above ipvs.syncPeriod "5s"; lower it, or raise the other',
    ],
    "a duration against a secret one, which is not shown": [
      () => ({ ipvs: { syncPeriod: pulumi.secret("5s"), minSyncPeriod: "10s" } }),
      "ipvs.minSyncPeriod: [secret] is above ipvs.syncPeriod [secret]; lower it, or raise the other",
    ],
    "a promise of null": [
      () => ({ clusterCIDR: Promise.resolve(null) }),
      "clusterCIDR: null is not a value; remove the field to keep kube-proxy's default",
    ],
    "one in extraConfig": [
      () => ({ extraConfig: { something: { new: [later(5n)] } } }),
      "extraConfig.something.new[0]: 5n cannot be written to the file; use text, numbers, true, false, and lists and objects of them",
    ],
    "a feature gate": [
      () => ({ featureGates: { KubeProxyIPVS: later("true") } }),
      'featureGates.KubeProxyIPVS: "true" is not a boolean; remove the quotes',
    ],
  };

  test.each(Object.entries(cases))("%s", async (_name, [change, line]) => {
    const program = () => new KubeProxyConfig("proxy", { ...IPVS, ...change() } as KubeProxyConfigArgs);
    const rejections = await rejectionsOf(() => run(false, program));
    expect(rejections).toEqual([`KubeProxyConfig "proxy" cannot be planned, 1 problem:\n  ${line}`]);
    expect(registered.map(({ type }) => type)).not.toContain("kubernetes:core/v1:ConfigMap");
  });

  test("a plain value next to an Output is refused at once", () => {
    const args = { ...IPVS, ipvs: { excludeCIDRs: ["10.0.0.1", pulumi.output("10.0.0.0/8")] } };
    expect(() => new KubeProxyConfig("proxy", args)).toThrow("ipvs.excludeCIDRs[0]");
  });
});

test("only mode ipvs has a scheduler, kube-proxy's own unless another is given", async () => {
  const schedulers = await run(false, () =>
    [{ ...IPVS, ipvs: {} }, GOOD, { ...GOOD, ipvs: { scheduler: "lc" as const } }].map(
      (args, index) => new KubeProxyConfig(`proxy-${index}`, args).scheduler,
    ),
  );
  expect(schedulers).toEqual(["rr", undefined, undefined]);
});

test("importing the library registers nothing, and a component is known by its type", async () => {
  const component = await run(false, create(GOOD));
  expect(KubeProxyConfig.__pulumiType).toBe(TYPE);
  expect(KubeProxyConfig.isInstance(component)).toBe(true);
  expect(KubeProxyConfig.isInstance(component.configMap)).toBe(false);
  expect(KubeProxyConfig.isInstance({ __pulumiType: TYPE })).toBe(false);
});
