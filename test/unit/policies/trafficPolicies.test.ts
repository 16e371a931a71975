import type { ResourceValidationPolicy } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { ConfigurationError, policies, trafficPolicies } from "../../../src/policies/index.js";
import * as exported from "../../../src/policies/policies.js";
import { checkPolicies, planStack } from "../../../src/testing/index.js";
import { adoptedCanary, kubeProxy } from "./programs/components.js";
import { container, deployment, web } from "./programs/objects.js";

/** Returns the ConfigurationError that a function throws. */
function refusalOf(run: () => unknown): ConfigurationError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("every policy", () => {
  it("is exported as a constant and is in the list, once", () => {
    const { policies: list, ...constants } = exported;
    expect(new Set(Object.values(constants))).toEqual(new Set(list));
    expect(Object.values(constants).length).toBe(list.length);
    expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
  });

  it.each(policies)("$name has a description, remediation steps and a link", (policy) => {
    expect(policy.name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(policy.description).toMatch(/^[A-Zk].*\.$/);
    expect(policy.remediationSteps).toMatch(/\.$/);
    expect(policy.url).toMatch(/^https:\/\/(kubernetes\.io|gateway-api\.sigs\.k8s\.io|www\.pulumi\.com)\//);
    expect(["advisory", "mandatory"]).toContain(policy.enforcementLevel);
    expect(["low", "medium", "high", "critical"]).toContain(policy.severity);
    for (const schema of Object.values(policy.configSchema?.properties ?? {})) {
      expect(schema).toMatchObject({ description: expect.stringMatching(/\.$/), default: expect.anything() });
    }
  });
});

describe("trafficPolicies", () => {
  it.each(policies)("accepts the default limits of $name as options", ({ name, configSchema }) => {
    const defaults = Object.entries(configSchema?.properties ?? {}).map(([limit, schema]) => [
      limit,
      (schema as { default?: unknown }).default,
    ]);
    expect(() => trafficPolicies({ [name]: Object.fromEntries(defaults) })).not.toThrow();
  });

  it("returns the default policies without options", () => {
    expect(trafficPolicies().map(({ name, enforcementLevel }) => [name, enforcementLevel])).toEqual(
      policies.map(({ name, enforcementLevel }) => [name, enforcementLevel]),
    );
  });

  it("sets levels and limits, also in the schema, whose defaults the CLI passes to a policy", () => {
    const [limit, share] = trafficPolicies({
      all: "advisory",
      "canary-weight-limit": { enforcementLevel: "mandatory", maximum: 25 },
    });
    expect(limit).toMatchObject({
      enforcementLevel: "mandatory",
      configSchema: { properties: { maximum: { default: 25 } } },
    });
    expect(share?.enforcementLevel).toBe("advisory");
    expect(policies[0]?.configSchema?.properties.maximum).toMatchObject({ default: 50 });
  });

  it("lets the configuration of the pack override the options", async () => {
    const plan = await planStack({}, () =>
      web({ container: { lifecycle: { preStop: { sleep: { seconds: 8 } } } } }),
    );
    const strict = trafficPolicies({ "drain-before-kill": { seconds: 10 } });
    expect((await checkPolicies(plan, strict)).map(({ policy }) => policy)).toEqual(["drain-before-kill"]);
    expect(await checkPolicies(plan, strict, { "drain-before-kill": { seconds: 8 } })).toEqual([]);
  });

  it("lists all problems of the options at once", () => {
    const wrong = {
      "canary-weight-limt": "advisory",
      "node-ports": "fatal",
      "canary-weight-limit": { maximum: 120, steps: [5, -1], stepz: [] },
      "kube-proxy-mode": { allowed: ["ipvs", "iptabels"] },
      "kube-proxy-ipvs-version": { kubernetesVersion: "latest" },
      "await-readiness": { fastFlip: "yes" },
      "readiness-probes": 7,
    };
    expect(
      refusalOf(() => trafficPolicies(wrong as never)).message,
    ).toBe(`trafficPolicies cannot be used, 9 problems:
  await-readiness.fastFlip: "yes" is not of type boolean
  canary-weight-limit.maximum: 120 is above 100
  canary-weight-limit.steps[1]: -1 is below 0
  canary-weight-limit.stepz: is not a limit of this policy; did you mean "steps"?
  canary-weight-limt: is not a policy; did you mean "canary-weight-limit"?
  kube-proxy-ipvs-version.kubernetesVersion: "latest" does not match ^(v?1\\.\\d+(\\..*)?)?$
  kube-proxy-mode.allowed[1]: "iptabels" is none of "iptables", "ipvs", "nftables"
  node-ports: "fatal" is not a level; give one of advisory, mandatory, remediate, disabled
  readiness-probes: 7 is neither a level nor a set of limits; give one of advisory, mandatory, remediate, disabled`);
  });
});

describe("remediations", () => {
  const named = (...names: string[]) => policies.filter(({ name }) => names.includes(name));

  it("exist for the drain and the pull policy", () => {
    const remedial = policies.filter((policy) => (policy as ResourceValidationPolicy).remediateResource);
    expect(remedial.map(({ name }) => name)).toEqual(["drain-before-kill", "mutable-images-pulled"]);
  });

  it("correct what the same policies then accept, and do not change the plan", async () => {
    const plan = await planStack({}, () =>
      web({
        container: { image: "app:main", lifecycle: undefined },
        pod: { terminationGracePeriodSeconds: 2 },
      }),
    );
    const before = JSON.stringify(plan.resources);
    const all = named("drain-before-kill", "mutable-images-pulled");
    const found = await checkPolicies(plan, all, { all: "remediate" });
    expect(found.map(({ policy, level, name }) => [policy, level, name])).toEqual([
      ["drain-before-kill", "remediate", "web"],
      ["mutable-images-pulled", "remediate", "web"],
    ]);
    expect(JSON.stringify(plan.resources)).toBe(before);
  });

  /** Returns the containers of a pod after one policy has remediated them. */
  async function remediated(policy: string, ...containers: object[]): Promise<Record<string, unknown>[]> {
    const plan = await planStack({}, () => deployment("web", { app: "web" }, { pod: { containers } }));
    const read: Record<string, unknown>[] = [];
    const reader: ResourceValidationPolicy = {
      name: "reader",
      description: "Reads the containers after the remediation.",
      enforcementLevel: "advisory",
      validateResource: ({ props }) => void read.push(...props.spec.template.spec.containers),
    };
    await checkPolicies(plan, [...named(policy), reader], { [policy]: "remediate" });
    return read;
  }

  it("add a preStop hook where there is none, and keep the other hooks and preStop hooks", async () => {
    const drain = { exec: { command: ["/drain"] } };
    const start = { exec: { command: ["/start"] } };
    const containers = await remediated(
      "drain-before-kill",
      container({ lifecycle: { preStop: drain } }),
      container({ name: "sidecar", lifecycle: { postStart: start } }),
    );
    expect(containers.map(({ lifecycle }) => lifecycle)).toEqual([
      { preStop: drain },
      { postStart: start, preStop: { sleep: { seconds: 5 } } },
    ]);
  });

  it("leave no pods behind a Service without a drain, whether they name a port or not", async () => {
    const plan = await planStack({}, () => web({ container: { ports: undefined, lifecycle: undefined } }));
    const found = await checkPolicies(plan, named("drain-before-kill"), { all: "remediate" });
    expect(found.map(({ level }) => level)).toEqual(["remediate"]);
  });

  it.each([
    ["an adopted Deployment", () => adoptedCanary({ canary: undefined })],
    [
      "kube-proxy",
      () =>
        kubeProxy({
          mode: "ipvs",
          daemonSet: { image: "registry.k8s.io/kube-proxy:v1.36.3", apiServer: "https://10.0.0.1:6443" },
        }),
    ],
  ])("restart no pods of %s", async (_, program) => {
    const plan = await planStack({}, program);
    expect(await checkPolicies(plan, named("drain-before-kill"), { all: "remediate" })).toEqual([]);
  });

  it("set the pull policy only where an image may change and is not always pulled", async () => {
    const containers = await remediated(
      "mutable-images-pulled",
      container({ name: "branch", image: "app:main" }),
      container({ name: "rarely", image: "app:latest", imagePullPolicy: "IfNotPresent" }),
      container({ name: "latest", image: "app:latest" }),
      container({ name: "version", image: "app:1.0", imagePullPolicy: "IfNotPresent" }),
    );
    expect(containers.map(({ imagePullPolicy }) => imagePullPolicy)).toEqual([
      "Always",
      "Always",
      undefined,
      "IfNotPresent",
    ]);
  });
});
