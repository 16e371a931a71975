import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { checkCanary } from "../../../src/canary/check.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { BlueGreenService, CanaryDeployment } from "../../../src/index.js";
import { type Plan, planStack } from "../../../src/testing/index.js";
import { blueGreenArgs, canaryArgs } from "../../support/args.js";

type Loose = ReturnType<typeof canaryArgs>;

/** A template that names `settings` and `token` in every place where a pod can. */
const reading = (): Loose => ({
  spec: {
    imagePullSecrets: [{ name: "token" }],
    volumes: [
      { name: "a", configMap: { name: "settings", items: [{ key: "app.yaml", path: "app.yaml" }] } },
      { name: "b", secret: { secretName: "token" } },
      {
        name: "c",
        projected: { sources: [{ configMap: { name: "settings" } }, { secret: { name: "token" } }] },
      },
      { name: "d", csi: { driver: "example.com", nodePublishSecretRef: { name: "token" } } },
      { name: "settings", emptyDir: {} },
    ],
    initContainers: [{ name: "init", image: "init:1", envFrom: [{ configMapRef: { name: "settings" } }] }],
    containers: [
      {
        ...canaryArgs().template.spec.containers[0],
        envFrom: [{ secretRef: { name: "token" } }, { configMapRef: { name: "of-the-cluster" } }],
        env: [
          { name: "settings", value: "settings" },
          { name: "A", valueFrom: { configMapKeyRef: { name: "settings", key: "app.yaml" } } },
          { name: "B", valueFrom: { secretKeyRef: { name: "token", key: "token" } } },
        ],
      },
    ],
  },
});

const settings = (text: string) => ({ settings: { data: { "app.yaml": text } } });
const token = { token: { stringData: { token: "x" } } };
const template = (text = "settings") => ({
  spec: { ...canaryArgs().template.spec, volumes: [{ name: "v", configMap: { name: text } }] },
});

const canary = (change: Loose, options: { preview?: boolean } = {}): Promise<Plan> =>
  planStack(options, () => new CanaryDeployment("myapp", { ...canaryArgs(), ...change }) && {});

/** The ConfigMaps or Secrets of a plan. */
const objects = (plan: Plan, kind = "ConfigMap") => plan.kubernetes.filter((object) => object.kind === kind);
const podSpec = (plan: Plan, name: string) =>
  (plan.resource("Deployment", name).inputs as Loose).spec.template.spec;
const read = (plan: Plan, name: string) => podSpec(plan, name).volumes[0].configMap.name;

describe.each([true, false])("with preview %s", (preview) => {
  test("every reference of a pod to one of the app's objects becomes that object's name, and no other", async () => {
    const plan = await canary(
      { template: reading(), configMaps: settings("a"), secrets: token },
      { preview },
    );
    const [map] = objects(plan).map(({ name }) => name);
    const [secret] = objects(plan, "Secret").map(({ name }) => name);
    expect(map).toMatch(/^myapp-settings-[0-9a-f]{10}-[0-9a-f]{8}$/);
    expect(secret).toMatch(/^myapp-token-[0-9a-f]{8}$/);
    const names = (_key: string, value: unknown) =>
      value === map ? "settings" : value === secret ? "token" : value;
    for (const side of ["myapp-stable", "myapp-canary"]) {
      const { imagePullSecrets, volumes, initContainers, containers } = podSpec(plan, side);
      const text = JSON.stringify({ imagePullSecrets, volumes, initContainers, containers });
      expect(text.split(map as string)).toHaveLength(5);
      expect(text.split(secret as string)).toHaveLength(7);
      const back = JSON.parse(text, names);
      const { spec } = reading();
      expect(back).toMatchObject({ imagePullSecrets: spec.imagePullSecrets, volumes: spec.volumes });
      expect(back.initContainers).toEqual(spec.initContainers);
      expect(back.containers[0]).toMatchObject({
        env: spec.containers[0].env,
        envFrom: spec.containers[0].envFrom,
      });
    }
  });

  test("a version's own object replaces the shared one for that side alone, and each exists before its pods", async () => {
    const { stable, canary: next } = canaryArgs();
    const plan = await canary(
      {
        stable,
        canary: { ...next, configMaps: settings("b") },
        configMaps: settings("a"),
        template: template(),
      },
      { preview },
    );
    const [stableReads, canaryReads] = [read(plan, "myapp-stable"), read(plan, "myapp-canary")];
    expect(stableReads).not.toBe(canaryReads);
    const data = (name: string) => objects(plan).find((object) => object.name === name)?.inputs.data;
    expect([data(stableReads), data(canaryReads)]).toEqual([{ "app.yaml": "a" }, { "app.yaml": "b" }]);
    const waits = (name: string) =>
      plan.kubernetes.find((object) => object.kind === "Deployment" && object.name === name)?.waitsFor;
    expect(waits("myapp-stable")).toEqual([stableReads]);
    expect(waits("myapp-canary")).toEqual(expect.arrayContaining([canaryReads, "myapp-stable"]));
  });

  test("promoting a version changes nothing of what its pods read", async () => {
    const v1 = { version: "v1", image: "app:1", configMaps: settings("a"), secrets: token };
    const v2 = {
      version: "v2",
      image: "app:2",
      configMaps: settings("b"),
      secrets: { token: { ...token.token } },
    };
    const common = { template: reading() };
    const tried = await canary({ ...common, weight: 50, stable: v1, canary: v2 }, { preview });
    const promoted = await canary({ ...common, weight: 0, stable: v2, canary: undefined }, { preview });
    expect(podSpec(promoted, "myapp-stable")).toEqual(podSpec(tried, "myapp-canary"));
    expect(objects(tried, "Secret").map(({ name }) => name)).toEqual([
      expect.stringMatching(/^myapp-token-v1-/),
      expect.stringMatching(/^myapp-token-v2-/),
    ]);
  });
});

test("the same content on two sides is one object, and is the same again after a change and back", async () => {
  const colors = (blue: string, green: string) => {
    const given = blueGreenArgs().colors;
    return {
      blue: { ...given.blue, configMaps: settings(blue) },
      green: { ...given.green, configMaps: settings(green) },
    };
  };
  const planned = (blue: string, green: string) =>
    planStack({}, () => {
      new BlueGreenService("shop", { ...blueGreenArgs(), colors: colors(blue, green), template: template() });
    });
  const [same, apart, back] = [await planned("a", "a"), await planned("a", "b"), await planned("a", "a")];
  expect(objects(same)).toHaveLength(1);
  expect(objects(apart)).toHaveLength(2);
  expect(read(same, "shop-green")).toBe(read(same, "shop-blue"));
  expect(read(apart, "shop-blue")).toBe(read(same, "shop-blue"));
  expect(read(back, "shop-green")).toBe(read(same, "shop-green"));
});

test("a change of content is another resource, so Pulumi replaces none and deletes the old one at the end", async () => {
  const [before, after] = [
    await canary({ configMaps: settings("a"), template: template() }),
    await canary({ configMaps: settings("b"), template: template() }),
  ];
  const urns = (plan: Plan) => objects(plan).map(({ urn }) => urn);
  expect(urns(before)).not.toEqual(urns(after));
  for (const plan of [before, after]) {
    expect(objects(plan)[0]?.inputs).toMatchObject({ immutable: true });
    expect(plan.resource("ConfigMap").options.retainOnDelete).toBeFalsy();
  }
});

test("a field whose name every JavaScript object has is no reference", async () => {
  const named = { name: "settings", secretName: "token" };
  const volumes = [{ name: "v", csi: { driver: "example.com", volumeAttributes: named } }];
  const odd = Object.fromEntries(
    ["constructor", "toString", "valueOf", "hasOwnProperty"].map((key) => [key, named]),
  );
  const plan = await canary({
    configMaps: settings("a"),
    secrets: token,
    template: { spec: { ...reading().spec, ...odd, volumes: [...reading().spec.volumes, ...volumes] } },
  });
  expect(podSpec(plan, "myapp-stable")).toMatchObject(odd);
  expect(podSpec(plan, "myapp-stable").volumes.at(-1)).toEqual(volumes[0]);
});

test("the order of keys is no content", async () => {
  const name = async (given: object) =>
    objects(await canary({ configMaps: { settings: given }, template: template() }))[0]?.name;
  expect(await name({ data: { a: "1", b: "2" } })).toBe(await name({ data: { b: "2", a: "1" } }));
  expect(await name({ data: { a: "1", b: "2" } })).not.toBe(await name({ data: { a: "2", b: "1" } }));
  const [data, binaryData] = [{ a: "1" }, { b: "eA==" }];
  expect(await name({ data, binaryData })).toBe(await name({ binaryData, data }));
});

describe("a value that only an update knows", () => {
  const late = (): Loose => {
    const address = new k8s.core.v1.Service("db").status.loadBalancer.ingress[0].ip;
    return { settings: { data: { address } } };
  };

  test("is in no resource's name, and still every reference is the object's", async () => {
    const plan = await planStack({ preview: true }, () => {
      const next = { ...canaryArgs().canary, configMaps: late() };
      const given = { canary: next, configMaps: settings("a"), template: template() };
      new CanaryDeployment("myapp", { ...canaryArgs(), ...given });
    });
    const own = plan.resource("ConfigMap", "myapp-settings-v2");
    expect(own.inputs.immutable).toBe(true);
    expect(read(plan, "myapp-canary")).toMatch(/^myapp-settings-v2-[0-9a-f]{8}$/);
    expect(read(plan, "myapp-stable")).toMatch(/^myapp-settings-[0-9a-f]{10}-/);
  });

  test("in a template leaves open what that names, so nothing is called unused", async () => {
    const warnings = async (given: Loose) =>
      (await canary({ configMaps: settings("a"), template: given })).warnings.map(({ text }) => text);
    expect(await warnings(pulumi.output(template("other")))).toEqual([]);
    expect(await warnings(template("other"))).toHaveLength(1);
  });

  test("as a whole template is read when it is known, and stays secret", async () => {
    const plan = await canary({ configMaps: settings("a"), template: pulumi.secret(template()) });
    expect(JSON.stringify(plan.resource("Deployment", "myapp-stable").inputs)).not.toContain(
      "myapp-settings",
    );
    const { name } = objects(plan)[0] as { name: string };
    const { template: pods } = (plan.resource("Deployment", "myapp-stable").inputs as Loose).spec;
    expect(JSON.stringify(pods.value ?? pods.spec.value)).toContain(name);
  });
});

test("a Secret's values are secret even when given as text, and its name reveals nothing about them", async () => {
  const secrets = (password: string) => ({
    token: { stringData: { token: password }, type: "example.com/token" },
  });
  const planned = (password: string) =>
    canary({ secrets: secrets(password), template: reading(), configMaps: settings("a") });
  const [plan, other] = [await planned("hunter2"), await planned("hunter3")];
  expect(plan.yaml()).not.toMatch(/hunter2|aHVudGVyMg/);
  expect(objects(plan, "Secret")[0]?.inputs).toMatchObject({ type: "example.com/token", immutable: true });
  expect(objects(plan, "Secret")[0]?.name).toBe(objects(other, "Secret")[0]?.name);
});

test("a shared object has one plain name and may change, and a warning names the required option", async () => {
  const configMaps = { settings: { ...settings("a").settings, versioned: false } };
  const plan = await canary({ configMaps, template: template() });
  expect(objects(plan)).toMatchObject([{ name: "myapp-settings" }]);
  expect(objects(plan)[0]?.inputs).not.toHaveProperty("immutable");
  expect(read(plan, "myapp-canary")).toBe("myapp-settings");
  expect(plan.kubernetes.find(({ name }) => name === "myapp-stable")?.waitsFor).toEqual(["myapp-settings"]);
  expect(plan.warnings).toEqual([]);
  expect(plan.messages.map(({ text }) => text)).toEqual([
    "configMaps.settings.versioned: changes in place only with enableConfigMapMutable on the provider; without it, Pulumi deletes it and creates it again",
  ]);
});

test("a held canary keeps what both versions read", async () => {
  const next = { ...canaryArgs().canary, configMaps: settings("b") };
  const given = { method: "hold", configMaps: settings("a"), canary: next, template: template() };
  for (const weight of [0, 25, 100]) {
    const plan = await canary({ ...given, weight });
    expect(objects(plan)).toHaveLength(2);
    const wanted = weight === 0 ? "a" : "b";
    const object = objects(plan).find(({ name }) => name === read(plan, "myapp-stable"));
    expect(object?.inputs.data).toEqual({ "app.yaml": wanted });
  }
});

test("the objects carry the app's labels and namespace, and the name that templates have for them", async () => {
  const plan = await canary({
    configMaps: settings("a"),
    template: template(),
    labels: { team: "web" },
    namespace: "apps",
  });
  expect(objects(plan)[0]?.inputs.metadata).toMatchObject({
    namespace: "apps",
    labels: {
      team: "web",
      "app.kubernetes.io/name": "myapp",
      "pulumi-kubernetes-traffic/config": "settings",
    },
  });
});

describe("a message reports", () => {
  function judge(change: Loose, makeTemplate: Loose = template()) {
    const problems = new Problems("CanaryDeployment");
    checkCanary("myapp", { ...canaryArgs(), template: makeTemplate, ...change }, problems);
    return { refused: problems.lines, warned: problems.warnings };
  }

  test.each<[string, Loose, string[]]>([
    [
      "no record",
      { configMaps: ["a"] },
      ["configMaps: is not a set of objects; give objects by the names that the pod template uses"],
    ],
    [
      "no object",
      { configMaps: { settings: "a" } },
      ["configMaps.settings: is not a ConfigMap; give { data: { … } }"],
    ],
    [
      "misspelled field",
      { configMaps: { settings: { dta: {} } } },
      ['configMaps.settings.dta: is not an argument; did you mean "data"?'],
    ],
    [
      "a name that cannot be part of one",
      { configMaps: { Settings: { data: { a: "1" } } } },
      [
        'configMaps.Settings: "Settings" cannot be part of an object name; use at most 40 lowercase letters, digits and -, starting with a letter',
      ],
    ],
    [
      "values that are none, never shown",
      { secrets: { token: { stringData: { a: 12345 }, data: { a: "eA==", b: "hunter2" } } } },
      [
        'secrets.token.data["a"]: is given twice; keep one of the two',
        'secrets.token.data["b"]: is not base64; encode it',
        'secrets.token.stringData["a"]: is not a string; convert it, for example with JSON.stringify',
      ],
    ],
    [
      "keys that are no file names",
      {
        configMaps: {
          settings: { data: { "a/b": "1", ".": "1", "..": "1", "..a": "1", ".a": "1", "a..": "1" } },
        },
      },
      [".", "..", "..a", "a/b"].map(
        (key) =>
          `configMaps.settings.data["${key}"]: cannot be a key, because keys become file names; use at most 253 letters, digits, -, _ and ., and no .. at the start`,
      ),
    ],
    [
      "too large",
      { configMaps: { settings: { data: { a: "ä".repeat(524_289) } } } },
      [
        "configMaps.settings: has 1048578 bytes, and a ConfigMap holds at most 1048576; split it, or put large files into the image",
      ],
    ],
    [
      "neither versioned nor not",
      { configMaps: { settings: { data: { a: "1" }, versioned: "no" } } },
      ['configMaps.settings.versioned: "no" is not a boolean; use true or false'],
    ],
    [
      "shared, of one version",
      {
        canary: {
          version: "v2",
          image: "app:2",
          configMaps: { settings: { data: { a: "1" }, versioned: false } },
        },
      },
      [
        "canary.configMaps.settings.versioned: cannot be shared by the versions, because it belongs to one; leave versioned out, or move it to configMaps",
      ],
    ],
    [
      "for pods that run already",
      {
        stable: {
          version: "v1",
          existing: { name: "old", selector: { app: "a" } },
          configMaps: settings("a"),
          template: {
            metadata: { labels: { app: "a", "pulumi-kubernetes-traffic/canary-deployment": "myapp" } },
            ...template(),
          },
        },
      },
      [
        "stable.configMaps: cannot be given with existing; leave it out, because running pods keep the configuration that they started with",
      ],
    ],
    [
      "versions whose names come to the same",
      {
        stable: { version: "1.0", image: "app:1", secrets: { token: { stringData: { a: "1" } } } },
        canary: { version: "1-0", image: "app:2", secrets: { token: { stringData: { a: "2" } } } },
      },
      [
        "canary.secrets.token: would be the same object, myapp-token-1-0, as stable.secrets.token; use version names that differ more, or define it once in secrets",
      ],
    ],
  ])("%s", (_name, change, lines) => {
    expect(judge(change).refused).toEqual(lines);
  });

  test("a misspelled name, and an object that no pod reads", () => {
    expect(judge({ configMaps: settings("a") }, template("setings"))).toEqual({
      refused: [],
      warned: [
        'template.spec.volumes[0].configMap.name: "setings" is not a ConfigMap of this app, so the name is not replaced; did you mean "settings"?',
        "configMaps.settings: is not named by any pod template, so no pod reads it; name it in a volume, in envFrom or in env",
      ],
    });
    expect(judge({ configMaps: settings("a") })).toEqual({ refused: [], warned: [] });
  });
});
