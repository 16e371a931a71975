import { beforeAll, describe, expect, it } from "vitest";
import { type ProgramResult, runProgram } from "../../../../src/preview/engine/run.js";
import { nameOf } from "../../../../src/preview/engine/urn.js";
import { Secret, unknown } from "../../../../src/preview/engine/values.js";
import { findProject } from "../../../../src/preview/project/project.js";
import type { Config } from "../../../../src/preview/project/stackFile.js";
import { programDirectory } from "../support.js";

const NO_CONFIG: Config = { values: {}, secretKeys: [] };
const urn = (types: string, name: string) => `urn:pulumi:dev::features::${types}::${name}`;

async function run(name: string, config = NO_CONFIG, more: { timeout?: number } = {}) {
  let output = "";
  const ran = await runProgram(findProject(programDirectory(name)), "dev", config, {
    typeCheck: false,
    timeout: 120,
    environment: { ...process.env, KUBECONFIG: "/somewhere/kubeconfig" },
    onOutput: (_, text) => {
      output += text;
    },
    ...more,
  });
  return { ...ran, output };
}

describe("runProgram on a program with each kind of registration", () => {
  let ran: ProgramResult & { output: string };
  const find = (name: string) => {
    const found = ran.monitor.resources.find((resource) => resource.name === name);
    if (!found)
      throw new Error(`${name} is not among ${ran.monitor.resources.map(({ urn: one }) => nameOf(one))}`);
    return found;
  };
  beforeAll(async () => {
    ran = await run("features");
  });

  it("exits with 0 and prints nothing", () => {
    expect([ran.exitCode, ran.succeeded, ran.output]).toEqual([0, true, ""]);
  });

  it("gives components of three levels their URNs and parents", () => {
    const level = "test:index:Level";
    expect(find("deep-2-1").urn).toBe(urn(`${level}$${level}$${level}`, "deep-2-1"));
    expect(find("deep-2-1-leaf").parent).toBe(find("deep-2-1").urn);
    expect(find("deep").outputs).toEqual({ depth: 3 });
  });

  it("passes a component's provider to its children, with the namespace and without KUBECONFIG", () => {
    const provider = find("team");
    expect(ran.monitor.find(urn("pulumi:providers:kubernetes", "team"))?.inputs).toEqual({
      namespace: "team",
    });
    expect(provider.type).toBe("kubernetes:core/v1:Namespace");
    expect(find("deep-2-1-leaf").provider).toMatch(
      /^urn:pulumi:dev::features::pulumi:providers:kubernetes::team::/,
    );
    expect(find("deep-2-1-leaf").inputs.metadata).toEqual({ name: "deep-2-1-leaf", namespace: "team" });
  });

  it("runs transforms and records aliases", () => {
    expect(find("renamed").inputs.data).toEqual({ noted: "yes" });
    expect(find("renamed").options.aliases).toContainEqual(expect.objectContaining({ name: "before" }));
  });

  it("leaves values of other packages, other stacks and reads unknown", () => {
    expect(find("unknowns").inputs.data).toEqual({ pet: unknown, zone: unknown, read: unknown });
    expect(find("unknowns").dependencies.map(nameOf).sort()).toEqual([
      "existing",
      "organization/net/dev",
      "pet",
    ]);
    expect(["existing", "organization/net/dev"].map((name) => find(name).read)).toEqual([true, true]);
  });

  it("keeps secrets marked in objects and in outputs", () => {
    const { data } = find("secret").inputs;
    expect(JSON.stringify(data)).toBe('"<secret>"');
    const outputs = ran.monitor.find(urn("pulumi:pulumi:Stack", "features-dev"))?.outputs;
    expect(outputs).toEqual({ petName: unknown, password: new Secret("hush-hush") });
  });

  it("expands YAML of yaml/v1", () => {
    expect(find("listed").urn).toBe(
      urn("kubernetes:yaml:ConfigGroup$kubernetes:core/v1:ConfigMap", "listed"),
    );
  });
});

describe("runProgram on a program that fails", () => {
  const fail = async (how: string) => {
    const { exitCode, succeeded, monitor } = await run("failures", {
      values: { "failures:how": how },
      secretKeys: [],
    });
    expect(succeeded).toBe(false);
    return {
      exitCode,
      errors: monitor.messages.filter(({ severity }) => severity === "error").map(({ text }) => text),
    };
  };

  it.each<[string, number | undefined, string]>([
    ["throw", 32, "Error: thrown on purpose"],
    ["runError", 32, "refused on purpose:\n  weight: 120 is too much"],
    ["rejected", 32, "found out later"],
    ["logged", 0, "logged on purpose"],
    [
      "duplicate",
      undefined,
      "Duplicate resource URN 'urn:pulumi:dev::failures::kubernetes:core/v1:ConfigMap::same'",
    ],
    ["missing", 32, "Missing required configuration variable 'failures:absent'"],
    [
      "call",
      undefined,
      "the method kubernetes:index:method runs in a provider, which an offline preview does not have",
    ],
  ])("reports the error once: %s", async (how, exitCode, text) => {
    const failed = await fail(how);
    expect(failed).toEqual({ exitCode, errors: [expect.stringContaining(text)] });
  });

  it("returns the exit code of a program that only exits", async () => {
    expect(await fail("exit")).toEqual({ exitCode: 3, errors: [] });
  });

  it("stops a program that never ends", async () => {
    const endless = run(
      "failures",
      { values: { "failures:how": "endless" }, secretKeys: [] },
      { timeout: 4 },
    );
    await expect(endless).rejects.toThrow(
      "the program did not end within 4 s and was stopped; allow more time with --timeout SECONDS",
    );
  });
});

it("runProgram: requires the SDK in the program's node_modules", async () => {
  const project = { ...findProject(programDirectory("features")), pwd: "/" };
  const options = { typeCheck: false, timeout: 1, environment: {}, onOutput: () => undefined };
  await expect(runProgram(project, "dev", NO_CONFIG, options)).rejects.toThrow(
    "@pulumi/pulumi is not installed for the program in /; run npm install there",
  );
});
