import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseRelease } from "../../src/release/options.js";
import { command } from "../unit/preview/support.js";

const folder = resolve(__dirname, "../../examples/release");
const read = (file: string) => readFileSync(join(folder, file), "utf8");

/** Each call of the command in a workflow, by its words. */
function calls(workflow: string): string[][] {
  const lines = [...workflow.matchAll(/npx pulumi-kubernetes-traffic ([^|>\n]*)/g)];
  return lines.map(([, words = ""]) => words.trim().split(/\s+/));
}

describe("the release of the example", () => {
  it("may write the config keys that the program reads and the stack file has", () => {
    const { config } = parse(read("release.yaml")) as { config: Record<string, string> };
    const keys = Object.values(config);
    expect(Object.keys(parse(read("Pulumi.dev.yaml")).config)).toEqual(keys.map((key) => `release:${key}`));
    for (const key of keys) expect(read("index.ts")).toContain(`("${key}")`);
  });

  it.each([60, 100, 200])("is planned for a traffic, and shows in %i columns", async (columns) => {
    const traffic = ["--rate", "50", "--errors", "1%"];
    const environment = { LANG: "C.UTF-8", NO_COLOR: "1" };
    const plan = await command(["release", "plan", "--cwd", folder, ...traffic], environment, columns);
    expect(plan).toMatchObject({ code: 0, stderr: "" });
    await expect(plan.stdout).toMatchFileSnapshot(`screens/release-plan-${columns}.txt`);
  });

  it("names the component of the program", () => {
    expect(read("index.ts")).toContain(`new CanaryDeployment("${parse(read("release.yaml")).component}"`);
  });
});

describe.each(["github-actions.yml", "gitlab-ci.yml"])("ci/%s", (file) => {
  const text = read(`ci/${file}`);

  it.each(["", "--approve"])("calls commands that the command line accepts, with APPROVE=%s", (approve) => {
    const made = calls(text.replaceAll("$APPROVE", approve));
    expect(made.map(([group]) => group)).toEqual(["release", "release"]);
    const [step, status] = made.map(([, ...words]) => parseRelease(words));
    expect(step).toMatchObject({ name: "step", stack: "dev", approve: approve !== "" });
    expect(status).toMatchObject({ name: "status", stack: "dev" });
  });

  it("handles each exit code of a step", () => {
    for (const code of ["0", "3", "4"]) expect(text).toMatch(new RegExp(`\\b${code}\\b`));
    expect(text).toContain("code=$?");
  });

  it("commits the config, also after a failure, from the newest commit", () => {
    expect(text).toContain("git commit");
    expect(text).toContain("git pull --rebase");
    expect(text.indexOf("release step")).toBeLessThan(text.indexOf("git commit"));
  });
});

describe("ci/github-actions.yml", () => {
  const workflow = parse(read("ci/github-actions.yml"));

  it("may only write the repository, one run at a time, and gives secrets only to the steps that need them", () => {
    expect(workflow.permissions).toEqual({ contents: "write" });
    expect(workflow.env).toBeUndefined();
    const { step } = workflow.jobs;
    expect(step.env).toBeUndefined();
    expect(step.concurrency).toContain("release-dev");
    const withSecrets = step.steps.filter((one: { env?: object }) =>
      JSON.stringify(one.env ?? {}).includes("secrets."),
    );
    expect(withSecrets.map((one: { name?: string }) => one.name)).toEqual([
      "Write the kubeconfig",
      "Go on or back by one step",
      "Show the release",
    ]);
  });

  it("approves in an environment that people protect", () => {
    expect(workflow.jobs.step.environment).toContain("inputs.approve && 'release-approval'");
  });
});

describe("ci/gitlab-ci.yml", () => {
  const pipeline = parse(read("ci/gitlab-ci.yml"));

  it("runs one step at a time, does not fail while it waits, and approves by hand", () => {
    expect(pipeline[".release"].allow_failure).toEqual({ exit_codes: [3] });
    expect(pipeline.step).toMatchObject({ extends: ".release", resource_group: "release-dev" });
    expect(pipeline.approve).toMatchObject({
      extends: ".release",
      environment: "release-approval",
      rules: [{ when: "manual" }],
      variables: { APPROVE: "--approve" },
    });
  });
});
