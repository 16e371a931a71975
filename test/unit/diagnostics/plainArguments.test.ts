import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BlueGreenServiceArgs } from "../../../src/bluegreen/args.js";
import { checkBlueGreen } from "../../../src/bluegreen/check.js";
import type { CanaryDeploymentArgs } from "../../../src/canary/args.js";
import { checkCanary } from "../../../src/canary/check.js";
import { OUTPUTS_IN_FIELDS, type PlainKind } from "../../../src/diagnostics/checkPlain.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import type { KubeProxyConfigArgs, KubeProxyRestartArgs, KubeProxyTargetArgs } from "../../../src/index.js";
import { checkKubeProxy } from "../../../src/kubeproxy/check/check.js";
import type { AutoscalingArgs } from "../../../src/kubernetes/autoscaler.js";
import type { RouteArgs } from "../../../src/kubernetes/gatewayRoute.js";
import type { ServiceArgs } from "../../../src/kubernetes/service.js";
import type { WorkloadArgs } from "../../../src/workload/args.js";
import type { ConfigMapArgs, SecretArgs } from "../../../src/workload/config/args.js";
import type { ExistingDeployment, VersionArgs } from "../../../src/workload/version.js";
import { template } from "../../support/args.js";

/** The keys of the arguments whose types accept no Promise, and so no Output. */
type PlainKeys<T> = { [K in keyof T]-?: Promise<never> extends T[K] ? never : K }[keyof T];

/** What each plain argument is. A plain argument without a line here does not compile. */
type Kinds<T> = Record<PlainKeys<T>, PlainKind | "service">;

const WORKLOAD = {
  service: "service",
  additionalServices: "object",
  drainSeconds: "number",
  disruptionBudget: "boolean",
  autoscaling: "object",
  selector: "object",
  verifyReady: "boolean",
  minReady: "number",
  timeout: "number",
  configMaps: "object",
  secrets: "object",
} satisfies Kinds<WorkloadArgs>;
const CANARY = {
  replicas: "number",
  weight: "number",
  stable: "object",
  canary: "object",
  method: "text",
  route: "object",
  maxPods: "number",
  tolerance: "number",
  strict: "boolean",
  ...WORKLOAD,
} satisfies Kinds<CanaryDeploymentArgs>;
const BLUE_GREEN = {
  activeColor: "text",
  colors: "object",
  replicas: "number",
  standbyReplicas: "number",
  previewService: "value",
  colorLabel: "text",
  route: "object",
  fastFlip: "boolean",
  ...WORKLOAD,
} satisfies Kinds<BlueGreenServiceArgs>;
const KUBE_PROXY = {
  mode: "text",
  manage: "text",
  restart: "value",
  fallbackMode: "text",
  loadModules: "boolean",
  cleanup: "boolean",
  daemonSet: "service",
  ipvs: "service",
  iptables: "service",
  nftables: "service",
  conntrack: "service",
  detectLocal: "service",
  clientConnection: "service",
  logging: "service",
  extraConfig: "service",
  target: "value",
  allowUnsafeScheduler: "boolean",
} satisfies Kinds<KubeProxyConfigArgs>;
const VERSION = {
  version: "text",
  container: "text",
  existing: "object",
  configMaps: "object",
  secrets: "object",
} satisfies Kinds<VersionArgs>;
const EXISTING = { name: "text", selector: "object" } satisfies Kinds<ExistingDeployment>;
const SERVICE = { name: "text", nodePortRange: "text" } satisfies Kinds<ServiceArgs>;
const ROUTE = {
  kind: "text",
  port: "number",
  apiVersion: "text",
  waitForAccepted: "boolean",
} satisfies Kinds<RouteArgs>;
const AUTOSCALING = {
  minReplicas: "number",
  maxReplicas: "number",
  matchLiveSize: "boolean",
} satisfies Kinds<AutoscalingArgs>;
const CONFIG_MAP = { versioned: "boolean" } satisfies Kinds<ConfigMapArgs>;
const SECRET = { versioned: "boolean" } satisfies Kinds<SecretArgs>;
const RESTART = { timeout: "number", minReadySeconds: "number" } satisfies Kinds<KubeProxyRestartArgs>;
const TARGET = {
  namespace: "text",
  configMapName: "text",
  configMapKey: "text",
  daemonSetName: "text",
} satisfies Kinds<KubeProxyTargetArgs>;

type Check = (name: string, args: never, problems: Problems) => unknown;

/** Good arguments of a component, and its plain arguments by path. */
interface Case {
  readonly check: Check;
  readonly args: Record<string, unknown>;
  readonly plain: Readonly<Record<string, string>>;
}

const under = (path: string, kinds: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(kinds).map(([key, kind]) => [`${path}.${key}`, kind]));

const service = { name: "web", nodePortRange: "30000-32767", ports: [{ port: 80 }] };
const route = {
  kind: "TCPRoute",
  parentRefs: [{ name: "gateway" }],
  port: 80,
  apiVersion: "gateway.networking.k8s.io/v1",
  waitForAccepted: true,
};
const config = {
  configMaps: { settings: { data: { color: "red" }, versioned: true } },
  secrets: { keys: { stringData: { password: "hunter2" }, versioned: true } },
};
const workload = {
  template: template(),
  service,
  additionalServices: { dns: { ...service, name: "dns" } },
  drainSeconds: 5,
  disruptionBudget: true,
  selector: { app: "shop" },
  verifyReady: true,
  minReady: 90,
  timeout: 300,
  ...config,
};
const plainOfWorkload = {
  ...under("service", SERVICE),
  ...under("additionalServices.dns", SERVICE),
  "additionalServices.dns": "service",
  'selector["app"]': "text",
  "configMaps.settings": "object",
  ...under("configMaps.settings", CONFIG_MAP),
  "secrets.keys": "object",
  ...under("secrets.keys", SECRET),
};
const version = (name: string) => ({ version: name, image: `app:${name}`, container: "app" });
const existing = {
  ...version("old"),
  template: { ...template(), metadata: { labels: { app: "shop", run: "old", color: "blue" } } },
  existing: { name: "shop", selector: { app: "shop", run: "old" } },
};
const { existing: _, ...NEW_VERSION } = VERSION;
const { configMaps: _maps, secrets: _secrets, ...OLD_VERSION } = VERSION;
const { maxPods: _max, ...SCALED } = CANARY;
const { autoscaling: _scaling, ...SIZED } = CANARY;
const plainOfExisting = (path: string) => ({
  ...under(path, OLD_VERSION),
  ...under(`${path}.existing`, EXISTING),
  [`${path}.existing.selector["run"]`]: "text",
});

const CASES: Readonly<Record<string, Case>> = {
  "CanaryDeployment by route": {
    check: checkCanary as Check,
    args: {
      ...workload,
      replicas: 3,
      weight: 25,
      stable: { ...version("v1"), configMaps: { own: { data: {} } }, secrets: { own2: { stringData: {} } } },
      canary: existing,
      method: "route",
      route,
      maxPods: 9,
      tolerance: 50,
      strict: true,
    },
    plain: {
      ...SIZED,
      ...plainOfWorkload,
      ...under("stable", NEW_VERSION),
      ...plainOfExisting("canary"),
      ...under("route", ROUTE),
    },
  },
  "CanaryDeployment with autoscaling": {
    check: checkCanary as Check,
    args: {
      ...workload,
      replicas: 3,
      weight: 25,
      stable: version("v1"),
      canary: version("v2"),
      method: "route",
      route,
      autoscaling: { minReplicas: 2, maxReplicas: 10 },
      tolerance: 50,
      strict: true,
    },
    plain: { ...SCALED, ...plainOfWorkload, ...under("autoscaling", AUTOSCALING) },
  },
  BlueGreenService: {
    check: checkBlueGreen as Check,
    args: {
      ...workload,
      activeColor: "blue",
      colors: { blue: existing, green: { ...version("v2"), configMaps: {}, secrets: {} } },
      replicas: 2,
      standbyReplicas: 2,
      previewService: { ...service, name: "next" },
      colorLabel: "color",
      route,
      fastFlip: true,
    },
    plain: {
      ...BLUE_GREEN,
      ...plainOfWorkload,
      "colors.blue": "object",
      "colors.green": "object",
      ...plainOfExisting("colors.blue"),
      ...under("colors.green", NEW_VERSION),
      ...under("previewService", SERVICE),
      ...under("route", ROUTE),
    },
  },
  KubeProxyConfig: {
    check: ((_name, args, problems) => checkKubeProxy(args, problems)) as Check,
    args: {
      mode: "ipvs",
      manage: "create",
      restart: { timeout: 60, minReadySeconds: 5 },
      fallbackMode: "iptables",
      loadModules: true,
      cleanup: true,
      daemonSet: { image: "registry.k8s.io/kube-proxy:v1.36.3", apiServer: "https://10.0.0.1:6443" },
      ipvs: { scheduler: "lc" },
      target: { namespace: "system", configMapName: "proxy", configMapKey: "file", daemonSetName: "proxy" },
      allowUnsafeScheduler: false,
    },
    plain: { ...KUBE_PROXY, ...under("restart", RESTART), ...under("target", TARGET) },
  },
};

const EXPECTED: Readonly<Record<string, readonly [noun: string, remedy: string]>> = {
  number: ["a plain number", "read it with config.requireNumber"],
  text: ["plain text", "read it with config.require"],
  boolean: ["plain true or false", "read it with config.requireBoolean"],
  object: ["a plain object", "give the object itself, or read it with config.requireObject"],
  value: ["a plain value", "give the value itself, or read it with config.requireObject"],
  service: ["a plain object", OUTPUTS_IN_FIELDS],
};
const WRAPPERS = {
  Output: (value: unknown) => pulumi.output(value),
  secret: (value: unknown) => pulumi.secret(value),
  Promise: (value: unknown) => Promise.resolve(value),
};
type Wrapper = keyof typeof WRAPPERS;

function expectedLine(path: string, kind: string, wrapper: Wrapper): string {
  const [noun, remedy] = EXPECTED[kind];
  const what = wrapper === "Promise" ? "a Promise" : "an Output";
  return `${path}: is ${what}; it must be ${noun}, because the objects are planned before ${what} is known; ${
    wrapper === "Promise" ? "await it first" : remedy
  }`;
}

const keysOf = (path: string) => path.replace(/\["(\w+)"\]/g, ".$1").split(".");

/** A copy of the tree with the value at a path replaced. */
function changed(
  tree: unknown,
  [key, ...rest]: readonly string[],
  change: (value: unknown) => unknown,
): unknown {
  if (key === undefined) return change(tree);
  const object = (tree ?? {}) as Record<string, unknown>;
  return { ...object, [key]: changed(object[key], rest, change) };
}

function refusals({ check, args }: Case, changes: readonly (readonly [string, Wrapper])[]): string[] {
  const given = changes.reduce<unknown>(
    (tree, [path, wrapper]) => changed(tree, keysOf(path), WRAPPERS[wrapper]),
    args,
  );
  const problems = new Problems("component");
  check("shop", given as never, problems);
  return problems.lines;
}

describe.each(Object.entries(CASES))("a plain argument of a %s", (_name, subject) => {
  const paths = Object.keys(subject.plain);

  test("may be plain", () => {
    expect(refusals(subject, [])).toEqual([]);
  });

  test.each(paths)("%s cannot be an Output, a secret or a Promise", (path) => {
    for (const wrapper of Object.keys(WRAPPERS) as Wrapper[]) {
      const line = expectedLine(path, subject.plain[path], wrapper);
      expect(refusals(subject, [[path, wrapper]])).toEqual([line]);
    }
  });

  test("is refused, whatever else is refused", () => {
    const wrapper = fc.constantFrom(...(Object.keys(WRAPPERS) as Wrapper[]));
    const change = fc.tuple(fc.constantFrom(...paths), wrapper);
    // A preview Service has the ports of the Service by default, so it is checked with a good one only.
    const inside = (path: string, other: string) =>
      (path !== other && path.startsWith(other)) || path.startsWith("previewService.");
    fc.assert(
      fc.property(fc.uniqueArray(change, { minLength: 2, selector: ([path]) => path }), (changes) => {
        const outer = changes.filter(([path]) => !changes.some(([other]) => inside(path, other)));
        const lines = outer.map(([path, wrapper]) => expectedLine(path, subject.plain[path], wrapper));
        const refused = refusals(subject, outer);
        const others = refused.filter((line) => !lines.includes(line)); // what follows from the refused ones
        expect([...lines, ...others].sort()).toEqual(refused.sort());
        expect(others.join("\n")).not.toMatch(/Output|Promise|undefined|hunter2/);
      }),
    );
  });
});

test.each([
  ["CanaryDeployment", checkCanary as Check],
  ["BlueGreenService", checkBlueGreen as Check],
  ["KubeProxyConfig", CASES.KubeProxyConfig.check],
])("the arguments of a %s as a whole cannot be an Output", (_name, check) => {
  const problems = new Problems("component");
  check("shop", pulumi.output({}) as never, problems);
  expect(problems.lines).toEqual([expectedLine("args", "object", "Output")]);
});
