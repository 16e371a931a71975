import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findPulumi } from "../../../../src/preview/cli/pulumi.js";
import { runProgram } from "../../../../src/preview/engine/run.js";
import { findProject, readConfig } from "../../../../src/preview/project/project.js";
import { toYaml } from "../../../../src/preview/report/render.js";
import { spawnCommand } from "../spawn.js";
import { programDirectory, temporaryDirectory } from "../support.js";

const real = findPulumi(process.env);
const suite = real ? describe : describe.skip;
const note = real ? "" : " (skipped: no pulumi on PATH)";

/** A copy of a program for the real pulumi to write to, with its own PULUMI_HOME. */
function project(name: string) {
  const directory = temporaryDirectory();
  cpSync(programDirectory(name), directory, { recursive: true });
  symlinkSync(resolve("node_modules"), join(directory, "node_modules"));
  const path = `${dirname(real ?? "")}${delimiter}${process.env.PATH}`;
  return { directory, environment: { PATH: path, PULUMI_HOME: temporaryDirectory() } };
}

suite(`up with the real pulumi${note}`, () => {
  const files = (directory: string) => {
    const manifests = join(directory, "rendered", "dev", "1-manifest");
    const normal = (name: string) => toYaml(parse(readFileSync(join(manifests, name), "utf8")));
    return new Map(
      readdirSync(manifests)
        .sort()
        .map((name) => [name, normal(name)]),
    );
  };

  it("renders what the offline preview renders, and does not change the stack file", {
    timeout: 300_000,
  }, async () => {
    const { directory, environment } = project("kitchen");
    const stackFile = readFileSync(join(directory, "Pulumi.dev.yaml"), "utf8");
    const change = ["--cwd", directory, "-c", "canaryWeight=50", "-c", "activeColor=green"];

    const first = await spawnCommand(["up", "--cwd", directory], environment);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^pulumi up of stack dev: renders YAML/),
    });
    expect(first.stdout).toContain("(7 files)");
    const before = files(directory);
    expect((await spawnCommand(["up", ...change], environment)).code).toBe(0);
    const after = files(directory);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect([...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name)).toEqual([
      "apps_v1-deployment-default-myapp-canary.yaml",
      "v1-service-default-shop.yaml",
    ]);

    const preview = await spawnCommand(["preview", ...change], environment);
    expect(preview.stdout).toMatch(/nothing changes, 7 objects stay/);
    expect(files(directory)).toEqual(after);
    expect(readFileSync(join(directory, "Pulumi.dev.yaml"), "utf8")).toBe(stackFile);
  });
});

suite(`the plan of the real pulumi${note}`, () => {
  interface State {
    urn: string;
    parent?: string;
    inputs?: unknown;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[] | null>;
    protect?: boolean;
  }
  const SIGNATURE = "4dabf18193072939515e22adb298388d";
  const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  /** Unknown values and secrets as in the offline report, and generated names without their suffix. */
  const normal = (value: unknown): unknown => {
    if (value === UNKNOWN) return "<computed>";
    if (value === "[secret]") return "<secret>";
    if (typeof value === "string") return value.replace(/-[0-9a-f]{8}$/, "-SUFFIX");
    if (Array.isArray(value)) return value.map(normal);
    if (typeof value !== "object" || value === null) return value;
    if (SIGNATURE in value) return "<secret>";
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, normal(inner)]));
  };
  const comparable = (states: readonly State[]) =>
    Object.fromEntries(
      states.map((state) => [
        state.urn,
        {
          parent: state.parent,
          // The engine writes the version of the plugin into an explicit provider.
          inputs: { ...(normal(state.inputs ?? {}) as object), version: undefined, __internal: undefined },
          dependencies: [...(state.dependencies ?? [])].sort(),
          propertyDependencies: Object.fromEntries(
            Object.entries(state.propertyDependencies ?? {}).filter(([, urns]) => urns && urns.length > 0),
          ),
          protect: state.protect ?? false,
        },
      ]),
    );

  it.each(["kitchen", "features"])(
    "equals the offline one, resource by resource: %s",
    { timeout: 300_000 },
    async (name) => {
      const { directory, environment } = project(name);
      const alone = ["--cwd", directory, "--config", `${name}:alone=true`];
      const { stdout, stderr } = await spawnCommand(["up", ...alone, "--no-write", "--json"], environment);
      const steps = (JSON.parse(stdout || `"${stderr}"`) as { steps: { newState: State }[] }).steps;
      const engine = steps.map((step) => step.newState).filter((state) => !/::default(_|$)/.test(state.urn));

      const found = findProject(directory);
      const config = readConfig(found, "dev", {
        overrides: new Map([[`${name}:alone`, "true"]]),
        environment: {},
      });
      const options = { typeCheck: false, timeout: 120, environment: process.env, onOutput: () => undefined };
      const { monitor } = await runProgram(found, "dev", config, options);
      const offline = monitor.resources.map((resource) => ({
        ...resource,
        dependencies: [...resource.dependencies],
        inputs: JSON.parse(JSON.stringify(resource.inputs)),
        propertyDependencies: Object.fromEntries(
          Object.entries(resource.propertyDependencies).map(([key, urns]) => [key, [...urns]]),
        ),
        protect: resource.options.protect ?? false,
      }));
      expect(engine.length).toBeGreaterThan(8);
      expect(comparable(offline)).toEqual(comparable(engine));
    },
  );
});
