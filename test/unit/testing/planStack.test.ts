import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb.js";
import { RandomPet } from "@pulumi/random";
import { describe, expect, it } from "vitest";
import { planStack, Secret, unknown } from "../../../src/testing/index.js";

class Box extends pulumi.ComponentResource {
  readonly inner: k8s.core.v1.ConfigMap;
  constructor(
    name: string,
    args: { size?: pulumi.Input<number> } = {},
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    super("test:index:Box", name, args, opts);
    this.inner = new k8s.core.v1.ConfigMap(
      `${name}-inner`,
      { metadata: { name: `${name}-inner` }, data: { size: pulumi.interpolate`${args.size}` } },
      { parent: this },
    );
    this.registerOutputs({ size: args.size, secret: pulumi.secret("hush") });
  }
}

// SDKs before 3.256 cannot mark computed values of an update as unknown. The program then sees undefined.
const sdkMarksUnknown = "setUnknown" in RegisterResourceResponse.prototype;

const map = (name: string, opts: pulumi.CustomResourceOptions = {}) =>
  new k8s.core.v1.ConfigMap(name, { metadata: { name }, data: { a: "b" } }, opts);

describe.concurrent("planStack", () => {
  it("renders the objects in dependency order, for a golden file", async () => {
    const plan = await planStack({}, () => {
      const first = map("z-first");
      new k8s.core.v1.ConfigMap("second", {
        metadata: { name: "second" },
        data: { known: "1", late: first.id, hidden: pulumi.secret("hush") },
      });
    });
    expect(plan.yaml()).toBe(`apiVersion: v1
data:
  a: b
kind: ConfigMap
metadata:
  name: z-first
---
apiVersion: v1
data:
  hidden: <secret>
  known: "1"
  late: <computed>
kind: ConfigMap
metadata:
  name: second
`);
  });

  it("records URNs with the types of all parents, and inputs and outputs of components", async () => {
    const plan = await planStack({ project: "shop", stack: "dev" }, () => {
      new Box("b", { size: 3 });
      return { answer: 42 };
    });
    expect(plan.resources.map((resource) => resource.urn)).toEqual([
      "urn:pulumi:dev::shop::test:index:Box$kubernetes:core/v1:ConfigMap::b-inner",
      "urn:pulumi:dev::shop::test:index:Box::b",
    ]);
    const box = plan.resource("Box");
    expect(box.inputs).toEqual({ size: 3 });
    expect(box.outputs).toEqual({ size: 3, secret: expect.any(Secret) });
    expect(plan.resource("b-inner").parent).toBe(box.urn);
    expect(plan.outputs).toEqual({ answer: 42 });
  });

  it("records options as the engine does", async () => {
    const plan = await planStack({}, () => {
      const first = map("first");
      map("second", {
        dependsOn: [first, new Box("b")],
        aliases: [{ name: "old" }, "urn:pulumi:s::p::t::n"],
        customTimeouts: { create: "5m" },
        deleteBeforeReplace: true,
        protect: true,
        retainOnDelete: true,
        ignoreChanges: ["data"],
      });
    });
    const second = plan.resource("second");
    expect(second.options).toMatchObject({
      dependsOn: [plan.resource("first").urn, plan.resource("b-inner").urn],
      customTimeouts: { create: "5m" },
      deleteBeforeReplace: true,
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["data"],
    });
    expect(second.options.aliases?.slice(-2)).toEqual([
      expect.objectContaining({ name: "old" }),
      "urn:pulumi:s::p::t::n",
    ]);
    expect(plan.resource("first").options).not.toHaveProperty("customTimeouts");
  });

  it("puts objects after their dependencies, and names only the direct ones", async () => {
    const plan = await planStack({}, () => {
      const c = map("c");
      const b = map("b", { dependsOn: c });
      map("a", { dependsOn: [b, c] });
    });
    expect(plan.kubernetes.map(({ name, waitsFor }) => [name, waitsFor])).toEqual([
      ["c", []],
      ["b", ["c"]],
      ["a", ["b"]],
    ]);
  });

  it.each([true, false])(
    "runs an apply on another package's output only when it is known, preview %s",
    async (preview) => {
      let applied = false;
      const plan = await planStack({ preview }, () => {
        const pet = new RandomPet("pet");
        pet.id.apply(() => {
          applied = true;
        });
        new k8s.core.v1.ConfigMap("m", {
          metadata: { name: "m" },
          data: { pet: pet.separator.apply(String) },
        });
      });
      expect(applied).toBe(!preview);
      expect(plan.resource("m").inputs.data).toEqual({
        pet: preview || sdkMarksUnknown ? unknown : "undefined",
      });
    },
  );

  it.each([true, false])("knows an object's id only in an update, preview %s", async (preview) => {
    const plan = await planStack({ preview }, () => {
      const namespace = "team";
      const made = new k8s.core.v1.ConfigMap("m", { metadata: { name: "m", namespace } });
      return { id: made.id, name: made.metadata.name, status: new k8s.core.v1.Pod("p").status };
    });
    expect(plan.outputs).toEqual(
      preview ? { id: unknown, name: "m", status: unknown } : { id: "team/m", name: "m" },
    );
  });

  it("leaves the result of a provider function unknown", async () => {
    const plan = await planStack({ allowEmpty: true }, () => ({
      zones: pulumi.runtime.invokeOutput("aws:index:getZones", {}),
    }));
    expect(plan.outputs).toEqual({ zones: unknown });
  });

  it("reads configuration as typed in a stack file, keeps secrets marked and out of JSON", async () => {
    const plan = await planStack({ config: { size: 7, token: "hush" }, secretKeys: ["token"] }, () => {
      const config = new pulumi.Config();
      new Box("b", { size: config.requireNumber("size") });
      return { token: config.requireSecret("token") };
    });
    expect(plan.resource("b").inputs).toEqual({ size: 7 });
    expect(plan.outputs.token).toBeInstanceOf(Secret);
    expect((plan.outputs.token as Secret).value).toBe("hush");
    expect(JSON.stringify(plan)).not.toContain("hush");
  });

  it("separates stacks that are planned at the same time", async () => {
    const plans = await Promise.all(
      ["one", "two", "three"].map((stack) =>
        planStack({ stack, config: { name: stack } }, async () => {
          const name = new pulumi.Config().require("name");
          await new Promise((resolve) => setImmediate(resolve));
          map(name);
          pulumi.log.warn(`from ${pulumi.getStack()}`);
        }),
      ),
    );
    expect(plans.map((plan) => plan.resources.map((resource) => resource.name))).toEqual([
      ["one"],
      ["two"],
      ["three"],
    ]);
    expect(plans.map((plan) => plan.warnings.map((warning) => warning.text))).toEqual([
      ["from one"],
      ["from two"],
      ["from three"],
    ]);
  });

  it("records the resource of a warning", async () => {
    const plan = await planStack({}, () => {
      pulumi.log.warn("too small", new Box("b"));
    });
    expect(plan.warnings).toEqual([
      { severity: "warning", text: "too small", urn: plan.resource("Box").urn },
    ]);
  });

  it("runs transforms: the resource's own, those of its parents, those of the stack", async () => {
    const mark =
      (by: string): pulumi.ResourceTransform =>
      (args) => {
        if (args.type !== "kubernetes:core/v1:ConfigMap") return undefined;
        const order = `${args.props.data?.order ?? ""}${by}`;
        return {
          props: { ...args.props, data: { ...args.props.data, order } },
          opts: { ...args.opts, protect: true },
        };
      };
    const plan = await planStack({}, () => {
      pulumi.runtime.registerResourceTransform(mark("stack"));
      const parent = new pulumi.ComponentResource(
        "test:index:Parent",
        "p",
        {},
        { transforms: [mark("parent ")] },
      );
      map("m", { parent, transforms: [mark("own ")] });
    });
    expect(plan.resource("m").inputs.data).toEqual({ a: "b", order: "own parent stack" });
    expect(plan.resource("m").options.protect).toBe(true);
  });

  it("rejects with the error that the program threw, at once or later", async () => {
    const boom = new Error("boom");
    const sync = () => {
      throw boom;
    };
    await expect(planStack({}, sync)).rejects.toBe(boom);
    await expect(planStack({}, async () => sync())).rejects.toBe(boom);
  });

  it("refuses a program without resources, unless it is meant to have none", async () => {
    const empty = () => ({ answer: 42 });
    await expect(planStack({}, empty)).rejects.toThrow(
      new Error(`planStack: the program registered no resources.
  If it loads them with import() or require(): a module runs only once, so only the first plan has them. Export a function that creates the resources, and pass the function.
  If it is meant to have none: set allowEmpty: true.`),
    );
    const plan = await planStack({ allowEmpty: true }, empty);
    expect(plan.resources).toEqual([]);
    expect(plan.outputs).toEqual({ answer: 42 });
  });

  it("refuses two resources with one URN", async () => {
    const twice = planStack({}, () => {
      map("m");
      map("m");
    });
    await expect(twice).rejects.toThrow(
      "Duplicate resource URN 'urn:pulumi:stack::project::kubernetes:core/v1:ConfigMap::m'; try giving it a unique name",
    );
  });

  it("lists the plan when several resources match, by type or by name", async () => {
    const plan = await planStack({}, () => {
      map("a");
      map("b");
      new k8s.core.v1.Secret("a", {});
    });
    const listed =
      "kubernetes:core/v1:ConfigMap a\n  kubernetes:core/v1:ConfigMap b\n  kubernetes:core/v1:Secret a";
    expect(() => plan.resource("ConfigMap")).toThrow(`2 resources of "ConfigMap"; the plan has\n  ${listed}`);
    expect(() => plan.resource("a")).toThrow(`2 resources of "a"; the plan has\n  ${listed}`);
    expect(plan.resource("ConfigMap", "b").name).toBe("b");
  });

  it("shows a warning as a warning, and information as a message alone", async () => {
    const plan = await planStack({ allowEmpty: true }, () => {
      pulumi.log.info("as asked");
      pulumi.log.warn("too small");
    });
    expect(plan.messages.map(({ text }) => text)).toEqual(["as asked", "too small"]);
    expect(plan.warnings.map(({ text }) => text)).toEqual(["too small"]);
  });

  it("lists the plan when a resource is missing", async () => {
    const plan = await planStack({}, () => map("m"));
    expect(() => plan.resource("Service")).toThrow(
      '0 resources of "Service"; the plan has\n  kubernetes:core/v1:ConfigMap m',
    );
  });
});

it("get finds the objects in `reads`; others are unknown", async () => {
  const read = (reads: Record<string, object | null>) =>
    planStack({ reads }, () => ({ data: k8s.core.v1.ConfigMap.get("settings", "apps/settings").data }));
  const live = { metadata: { name: "settings" }, data: { color: "blue" } };
  expect((await read({ "ConfigMap apps/settings": live })).outputs.data).toEqual({ color: "blue" });
  expect((await read({ "Secret apps/settings": live })).outputs.data).toBe(unknown);
});

it("get finds a Kubernetes object with a resourceVersion, as in a cluster", async () => {
  const read = async (live: object) => {
    const plan = await planStack({ reads: { "ConfigMap apps/settings": live } }, () => ({
      metadata: k8s.core.v1.ConfigMap.get("settings", "apps/settings").metadata,
    }));
    return plan.outputs.metadata;
  };
  expect(await read({})).toEqual({ resourceVersion: "1" });
  expect(await read({ metadata: { name: "settings" } })).toEqual({ name: "settings", resourceVersion: "1" });
  expect(await read({ metadata: { resourceVersion: "7" } })).toEqual({ resourceVersion: "7" });
});

it.each([true, false])(
  "ends when a get finds nothing, whatever waits for it (preview %s)",
  async (preview) => {
    const plan = planStack({ preview, reads: { "ConfigMap apps/settings": null } }, () => {
      const { data } = k8s.core.v1.ConfigMap.get("settings", "apps/settings");
      new k8s.core.v1.ConfigMap("copy", { data });
    });
    await expect(plan).rejects.toThrow("resource 'apps/settings' does not exist");
  },
);
