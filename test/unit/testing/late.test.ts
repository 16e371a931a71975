import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { CanaryDeployment } from "../../../src/index.js";
import { planStack } from "../../../src/testing/index.js";
import { canaryArgs } from "../../support/args.js";

const map = (name: string, value: pulumi.Input<string>, opts: pulumi.CustomResourceOptions = {}) =>
  new k8s.core.v1.ConfigMap(name, { metadata: { name }, data: { value } }, opts);

const boom = (reason: unknown) =>
  pulumi.output("x").apply((): string => {
    throw reason;
  });

test.each([true, false])(
  "an Output that rejects ends the plan, also if a resource waits for it (preview %s)",
  async (preview) => {
    const error = new Error("boom");
    const plan = planStack({ preview }, () => {
      map("second", "b", { dependsOn: map("first", boom(error)) });
      map("third", boom(error));
    });
    await expect(plan).rejects.toBe(error);
  },
);

test("an Output that no resource uses ends the plan", async () => {
  const plan = planStack({}, () => {
    map("first", "a");
    boom(new Error("boom"));
  });
  await expect(plan).rejects.toThrow("boom");
});

test("a value of a component that is refused late ends the plan, also if a resource waits for the component", async () => {
  const plan = planStack({}, () => {
    const service = { ports: [{ port: pulumi.output(70_000) }] };
    const app = new CanaryDeployment("myapp", { ...canaryArgs(), service });
    map("after", "a", { dependsOn: app.stable });
    map("last", "a", { dependsOn: app });
  });
  await expect(plan).rejects.toThrow(
    /^CanaryDeployment "myapp" cannot be planned, 1 problem:\n {2}service\.ports\[0\]\.port: 70000 is not in range/,
  );
});

test("a secret is not shown in the error", async () => {
  const plan = planStack({ config: { team: "hunter 2" }, secretKeys: ["team"] }, () => {
    const team = new pulumi.Config().requireSecret("team");
    new CanaryDeployment("myapp", { ...canaryArgs(), labels: { team } });
  });
  const error = await plan.catch((reason) => reason);
  expect(error.message).toContain('labels["team"]: [secret] is not a valid label value');
  expect(error.message).not.toContain("hunter");
});

test("it ends no other plan that runs at the same time", async () => {
  const plans = await Promise.allSettled(
    ["good", "bad", "fine"].map((stack) =>
      planStack({ stack }, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        map(stack, stack === "bad" ? boom(new Error(stack)) : "a");
      }),
    ),
  );
  expect(plans.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("a rejection that is not a program's reaches the listeners of the process", async () => {
  await planStack({}, () => map("first", "a"));
  const seen: unknown[] = [];
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => seen.push(reason));
  Promise.reject("not a program's");
  await new Promise((resolve) => setImmediate(resolve));
  process.removeAllListeners("unhandledRejection");
  for (const listener of others) process.on("unhandledRejection", listener);
  expect(seen).toEqual(["not a program's"]);
});
