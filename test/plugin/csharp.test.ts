import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BlueGreenService, CanaryDeployment, KubeProxyConfig } from "../../src/index.js";
import { csharpComponents } from "./csharp.js";
import { planned } from "./languages/example.js";
import { FOLDER } from "./plugin.js";

const PROGRAM = readFileSync(join(FOLDER, "../examples/languages/csharp/Program.cs"), "utf8");

const CLASSES: Readonly<Record<string, new (name: string, args: never) => unknown>> = {
  BlueGreenService,
  CanaryDeployment,
  KubeProxyConfig,
};

it("plans the same objects as TypeScript", async () => {
  const made = await csharpComponents(PROGRAM);
  const plan = await planned(() => {
    for (const { type, name, args } of made)
      new (CLASSES[type] as (typeof CLASSES)[string])(name, args as never);
  });
  expect(plan).toEqual(await planned());
});

it.each([
  ["a class", "Traffic.Inputs.IpvsArgs", "Traffic.Inputs.IpvsConfigArgs"],
  ["a property", "PreviewService = true", "PreviewServices = true"],
  ["an enum", "Traffic.KubeProxyMode.Ipvs", "Traffic.Mode.Ipvs"],
  ["a value", "Traffic.KubeProxyMode.Ipvs", "Traffic.KubeProxyMode.Userspace"],
])("finds %s that the package has not", async (_, right, wrong) => {
  expect(PROGRAM).toContain(right);
  await expect(csharpComponents(PROGRAM.replace(right, wrong))).rejects.toThrow(/ has no /);
});

it("finds text that is not C#", async () => {
  await expect(csharpComponents(PROGRAM.replace("};", "}"))).rejects.toThrow("not C#");
});
