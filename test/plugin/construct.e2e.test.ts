import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import manifest from "../../package.json";
import { BlueGreenService, CanaryDeployment, KubeProxyConfig } from "../../src/index.js";
import type { PlannedResource } from "../../src/preview/index.js";
import { blueGreenArgs, canaryArgs } from "../support/args.js";
import { type EngineOptions, KEEPS_HOOKS, runWith } from "../support/engine.js";
import { kubeadmCluster } from "../unit/kubeproxy/live/liveCluster.js";
import { FOLDER, outputValue, Plugin, Refused } from "./plugin.js";

async function started(options?: EngineOptions): Promise<Plugin> {
  const plugin = await Plugin.start(options);
  onTestFinished(() => plugin.stop());
  return plugin;
}

const kubeProxyArgs = { mode: "ipvs", manage: "create", ipvs: { scheduler: "lc" } };

/** What does not depend on the language of the program. The root of the stack is the program's. */
const registered = (resources: readonly PlannedResource[]) =>
  resources
    .filter(({ type }) => type !== "pulumi:pulumi:Stack")
    .map(({ urn, inputs, options, outputs, custom }) => ({ urn, inputs, options, outputs, custom }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));

test("serves the schema and the version", async () => {
  const plugin = await started();
  expect(await plugin.schema()).toBe(readFileSync(join(FOLDER, "schema.json"), "utf8"));
  expect(await plugin.version()).toBe(manifest.version);
});

test.each([true, false])(
  "makes the same resources as a TypeScript program (preview: %s)",
  async (preview) => {
    const plugin = await started({ preview });
    await plugin.construct("CanaryDeployment", "web", canaryArgs());
    await plugin.construct("BlueGreenService", "shop", blueGreenArgs());
    await plugin.construct("KubeProxyConfig", "proxy", kubeProxyArgs);
    const { resources } = await runWith({ preview }, () => {
      new CanaryDeployment("web", canaryArgs());
      new BlueGreenService("shop", blueGreenArgs());
      new KubeProxyConfig("proxy", kubeProxyArgs as never);
    });
    expect(registered(plugin.engine.resources)).toEqual(registered(resources));
  },
);

test("gives the program the Service, the Deployments and the plan", async () => {
  const plugin = await started();
  const { urn, state } = await plugin.construct("CanaryDeployment", "web", canaryArgs());
  expect(urn).toBe("urn:pulumi:stack::project::pulumi-kubernetes-traffic:index:CanaryDeployment::web");
  expect(state).toMatchObject({
    service: { urn: expect.stringMatching(/:Service::web$/) },
    stable: { urn: expect.stringMatching(/:Deployment::web-stable$/) },
    canary: { urn: expect.stringMatching(/:Deployment::web-canary$/) },
    plan: { weight: 20, stable: 10, canary: 3 },
  });
});

test("refuses what the live cluster does not allow, after it was read", async () => {
  const plugin = await started({ reads: kubeadmCluster("mode: [") });
  const patch = { mode: "nftables", target: "kubeadm" };
  await expect(plugin.construct("KubeProxyConfig", "proxy", patch)).rejects.toThrow(
    'KubeProxyConfig "proxy" cannot be planned, 1 problem {"ConfigMap kube-system/kube-proxy config.conf":"is not valid YAML',
  );
  expect(plugin.engine.resources.filter(({ type }) => type.endsWith("Patch"))).toEqual([]);
});

test("refuses arguments by the paths of their properties, all at once, and registers nothing", async () => {
  const plugin = await started();
  const wrong = { ...canaryArgs(), weight: 120, stable: { version: "v1", image: 3 }, drainSecond: 5 };
  await expect(plugin.construct("CanaryDeployment", "web", wrong)).rejects.toEqual(
    new Refused('CanaryDeployment "web" cannot be planned, 3 problems', {
      drainSecond: 'is not an argument; did you mean "drainSeconds"?',
      "stable.image": "3 is not an image; set it here or in template",
      weight: "120 is not a share of the connections; give a number from 0 to 100",
    }),
  );
  expect(plugin.engine.resources).toEqual([]);
});

test("refuses the values of Outputs by the same paths, all at once", async () => {
  const plugin = await started();
  const wrong = {
    ...canaryArgs(),
    stable: { version: "v1", image: outputValue({ value: 3 }) },
    namespace: outputValue({
      value: "Not A Namespace",
      dependencies: ["urn:pulumi:stack::project::a:b:C::d"],
    }),
  };
  const error = await plugin.construct("CanaryDeployment", "web", wrong).catch((error: unknown) => error);
  expect(error).toEqual(
    new Refused('CanaryDeployment "web" cannot be planned, 2 problems', {
      "namespace (an Output)":
        '"Not A Namespace" is not a valid namespace; use at most 63 lowercase letters, digits and -',
      "stable.image (an Output)": "3 is not an image; set it here or in template",
    }),
  );
});

test("a refused Output fails its own component only, and the plugin goes on", async () => {
  const plugin = await started();
  const wrong = { ...canaryArgs(), stable: { version: "v1", image: outputValue({ value: 3 }) } };
  const results = await Promise.allSettled([
    plugin.construct("CanaryDeployment", "bad", wrong),
    plugin.construct("CanaryDeployment", "good", canaryArgs()),
    plugin.construct("BlueGreenService", "shop", blueGreenArgs()),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  const { urn } = await plugin.construct("CanaryDeployment", "later", canaryArgs());
  expect(urn).toContain("CanaryDeployment::later");
  expect(plugin.errors).toBe("");
});

test("the value of a refused secret is in no message", async () => {
  const plugin = await started();
  const secret = outputValue({ value: "TOP SECRET", secret: true });
  const wrong = { ...canaryArgs(), namespace: secret };
  const error = await plugin.construct("CanaryDeployment", "web", wrong).catch((error: unknown) => error);
  // The engine prints the value at the path of a property, so the path must lead to none.
  expect(error).toEqual(
    new Refused('CanaryDeployment "web" cannot be planned, 1 problem', {
      "namespace (an Output)":
        "[secret] is not a valid namespace; use at most 63 lowercase letters, digits and -",
    }),
  );
});

test("the path of a refused object leads to no value, because a secret may be in it", async () => {
  const plugin = await started();
  const image = outputValue({ value: "app:1", secret: true });
  const wrong = { ...canaryArgs(), route: { image } };
  const error = await plugin.construct("CanaryDeployment", "web", wrong).catch((error: unknown) => error);
  expect(Object.keys((error as Refused).properties)).toContain("route (an object)");
});

test("refuses an unknown value where a plain one belongs", async () => {
  const plugin = await started({ preview: true });
  const wrong = { ...canaryArgs(), weight: outputValue({}) };
  await expect(plugin.construct("CanaryDeployment", "web", wrong)).rejects.toThrow(
    "is an Output; it must be a plain number",
  );
});

test("keeps unknown values, secrets and dependencies where they are", async () => {
  const plugin = await started({ preview: true });
  const dependency = "urn:pulumi:stack::project::kubernetes:core/v1:Namespace::team";
  const { state } = await plugin.construct("CanaryDeployment", "web", {
    ...canaryArgs(),
    stable: { version: "v1", image: outputValue({}) },
    canary: { version: "v2", image: outputValue({ value: "app:2", secret: true }) },
    namespace: outputValue({ value: "team", dependencies: [dependency] }),
  });
  expect(state.plan).toMatchObject({ stable: 10, canary: 3 });
  const deployment = (name: string) =>
    plugin.engine.resources.find(({ urn }) => urn.endsWith(`:Deployment::${name}`));
  expect(JSON.stringify(deployment("web-stable")?.inputs)).toContain('"image":"<computed>"');
  expect(JSON.stringify(deployment("web-canary")?.inputs)).toContain('"image":"<secret>"');
  expect(deployment("web-stable")?.inputs.metadata).toMatchObject({ namespace: "team" });
  expect(deployment("web-stable")?.propertyDependencies?.metadata).toEqual([dependency]);
});

test("takes null for an argument that is not given", async () => {
  const plugin = await started();
  const { state } = await plugin.construct("CanaryDeployment", "web", {
    ...canaryArgs(),
    route: null,
    autoscaling: null,
    maxPods: null,
    canary: { version: "v2", image: "app:2", container: null },
  });
  expect(state.plan).toMatchObject({ stable: 10, canary: 3 });
});

test("a component that is not one of ours is refused by name", async () => {
  const plugin = await started();
  await expect(plugin.construct("Canary", "web", {})).rejects.toThrow(
    "pulumi-kubernetes-traffic:index:Canary is not a component",
  );
});

test.skipIf(!KEEPS_HOOKS)(
  "components of one name below different parents both get a hook for their failures",
  async () => {
    const plugin = await started({ failing: ["Deployment web-canary"] });
    for (const parent of ["a", "b"]) {
      const urn = `urn:pulumi:stack::project::mine:index:Team${parent}::${parent}`;
      await plugin.construct("CanaryDeployment", "web", canaryArgs(), (request) => request.setParent(urn));
    }
    expect(plugin.engine.answers).toEqual([false, false]);
  },
);
