import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseStack, findProject, readConfig } from "../../../../src/preview/project/project.js";
import { passphraseVector, temporaryDirectory } from "../support.js";

function project(files: Record<string, string>) {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", ...files })) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}
const config = (
  directory: string,
  overrides: Record<string, string> = {},
  environment: Record<string, string> = {},
) =>
  readConfig(findProject(directory), "dev", { overrides: new Map(Object.entries(overrides)), environment });

describe("findProject", () => {
  it("looks in the directory and above it", () => {
    const directory = project({ "deep/er/file": "" });
    expect(findProject(join(directory, "deep", "er"))).toMatchObject({
      name: "shop",
      root: directory,
      pwd: directory,
      main: ".",
    });
  });

  it.each([
    ["a directory", "app", "app", "."],
    ["a file", "app/main.ts", "app", "main.ts"],
  ])("accepts %s as main and runs the program there", (_, main, pwd, name) => {
    const directory = project({
      "Pulumi.yaml": `name: shop\nruntime: nodejs\nmain: ${main}\n`,
      "app/main.ts": "",
    });
    expect(findProject(directory)).toMatchObject({ root: directory, pwd: join(directory, pwd), main: name });
  });

  it("reads the options of the runtime", () => {
    const directory = project({
      "Pulumi.yaml":
        "name: shop\nruntime:\n  name: nodejs\n  options: {typescript: false, nodeargs: --import tsx, tsconfig: t.json}\n",
    });
    expect(findProject(directory)).toMatchObject({
      typescript: false,
      nodeArgs: ["--import", "tsx"],
      tsconfig: "t.json",
    });
  });

  it.each([
    ["name: shop\nruntime: python\n", 'Pulumi.yaml: runtime "python" cannot be previewed; only nodejs can'],
    ["runtime: nodejs\n", "Pulumi.yaml: name is missing"],
    ["name: shop\nruntime: nodejs\nmain: absent\n", 'Pulumi.yaml: main "absent" does not exist'],
  ])("refuses %j", (text, message) => {
    expect(() => findProject(project({ "Pulumi.yaml": text }))).toThrow(message);
  });
});

describe("chooseStack", () => {
  const chosen = (files: readonly string[], stack?: string) =>
    chooseStack(findProject(project(Object.fromEntries(files.map((file) => [file, ""])))), stack);

  it("defaults to the only stack with a file, else to dev", () => {
    expect(chosen(["Pulumi.prod.yaml"])).toBe("prod");
    expect(chosen(["Pulumi.dev.yaml", "Pulumi.prod.yaml"])).toBe("dev");
  });

  it("accepts any stack in a project without stack files", () => {
    expect([chosen([]), chosen([], "test")]).toEqual(["dev", "test"]);
  });

  it.each<[string | undefined, string]>([
    [undefined, "there are several stacks: prod, staging; choose one with --stack NAME"],
    [
      "stagin",
      '--stack stagin: there is no Pulumi.stagin.yaml; the stacks are prod, staging; did you mean "staging"?',
    ],
    [
      "dev",
      "--stack dev: there is no Pulumi.dev.yaml; the stacks are prod, staging; for a new stack, create Pulumi.dev.yaml",
    ],
  ])("refuses the stack %s, which has no file where others have one", (stack, message) => {
    const files = ["Pulumi.staging.yaml", "Pulumi.prod.yaml"];
    expect(() => chosen(files, stack)).toThrow(expect.objectContaining({ message, code: 2 }));
  });
});

describe("readConfig", () => {
  it("puts --config over the stack file over the defaults of Pulumi.yaml", () => {
    const directory = project({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nconfig: {a: 1, b: 1, c: 1}\n",
      "Pulumi.dev.yaml": "config: {b: 2, c: 2}\n",
    });
    expect(config(directory, { "shop:c": "3", "kubernetes:namespace": "n" }).values).toEqual({
      "shop:a": "1",
      "shop:b": "2",
      "shop:c": "3",
      "kubernetes:namespace": "n",
    });
  });

  it("accepts a missing stack file, and reads it from stackConfigDir", () => {
    expect(config(project({})).values).toEqual({});
    const directory = project({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nstackConfigDir: stacks\n",
      "stacks/Pulumi.dev.yaml": "config: {a: 1}\n",
    });
    expect(config(directory).values).toEqual({ "shop:a": "1" });
  });

  it("decrypts with PULUMI_CONFIG_PASSPHRASE and keeps the key secret", () => {
    const { salt, sealed } = passphraseVector("correct horse", "hush");
    const directory = project({
      "Pulumi.dev.yaml": `config:\n  a: {secure: "${sealed[0]}"}\nencryptionsalt: ${salt}\n`,
    });
    const environment = { PULUMI_CONFIG_PASSPHRASE: "correct horse" };
    expect(config(directory, {}, environment)).toEqual({
      values: { "shop:a": "hush" },
      secretKeys: ["shop:a"],
    });
    expect(config(directory, { a: "given" })).toEqual({
      values: { "shop:a": "given" },
      secretKeys: ["shop:a"],
    });
    expect(() => config(directory)).toThrow(
      "Pulumi.dev.yaml: shop:a is encrypted; set PULUMI_CONFIG_PASSPHRASE, or give it with --config shop:a=…",
    );
    expect(() => config(directory, {}, { PULUMI_CONFIG_PASSPHRASE: "wrong" })).toThrow(
      "Pulumi.dev.yaml: shop:a cannot be decrypted: the passphrase is wrong; set PULUMI_CONFIG_PASSPHRASE, or give it with --config shop:a=…",
    );
  });

  it("refuses values that need a service, in one line", () => {
    expect(() =>
      config(project({ "Pulumi.dev.yaml": "config: {a: {secure: AAA}}\nencryptedkey: x\n" })),
    ).toThrow(
      "Pulumi.dev.yaml: shop:a is encrypted by a key service that an offline preview cannot call; run pulumi up, or give it with --config shop:a=…",
    );
    expect(() => config(project({ "Pulumi.dev.yaml": "environment: [prod]\n" }))).toThrow(
      "Pulumi.dev.yaml: environment is resolved by Pulumi Cloud, which an offline preview does not contact; run pulumi up",
    );
  });
});
