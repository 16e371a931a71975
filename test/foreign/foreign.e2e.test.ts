import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../../src/preview/engine/run.js";
import type { Report, ReportedObject } from "../../src/preview/report/report.js";
import { spawnCommand } from "../unit/preview/spawn.js";
import { command } from "../unit/preview/support.js";
import { Projects } from "./projects.js";

// Small programs of the kinds that people write without this package. Each is previewed as a user does.
const projects = new Projects();
afterAll(() => projects.remove());

/** Runs the command in this process and the program in its own. */
async function preview(directory: string, ...args: string[]) {
  return command(["preview", "--cwd", directory, "--no-write", ...args], {}, undefined, runProgram);
}

/** Runs both in processes that do not resolve the links of a bare project, so that it does not reach our packages. */
async function previewBare(directory: string, ...args: string[]) {
  const environment = { NODE_OPTIONS: "--preserve-symlinks --preserve-symlinks-main" };
  return spawnCommand(["preview", "--cwd", directory, "--no-write", ...args], environment);
}

/** Without what Node.js prints itself, such as deprecations in ts-node and rejections that are handled late. */
function withoutNodeWarnings(stderr: string): string {
  return stderr.replace(/^\((?:node:\d+|Use `node)\b.*\n/gm, "");
}

async function reportOf(directory: string, run = preview): Promise<Report> {
  const { code, stdout, stderr } = await run(directory, "--json");
  expect([code, withoutNodeWarnings(stderr)]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

/** An object without what the provider adds to the inputs of the program. */
function asGiven({ document }: ReportedObject, given: Record<string, unknown>): Record<string, unknown> {
  const metadata = { ...(document.metadata as Record<string, unknown>) };
  const givenMetadata = (given.metadata ?? {}) as Record<string, unknown>;
  for (const added of ["name", "namespace", "annotations"]) {
    if (!(added in givenMetadata)) delete metadata[added];
  }
  const { metadata: _, ...rest } = document;
  return given.metadata || Object.keys(metadata).length > 0 ? { ...rest, metadata } : rest;
}

describe("a program registers the objects that it registers under Pulumi's mocks", () => {
  const PROGRAMS = [
    "aliases",
    "apply-heavy",
    "async-main",
    "autonaming",
    "commonjs-javascript",
    "component-of-components",
    "config-file",
    "config-group",
    "custom-resource",
    "esm-javascript",
    "esm-typescript",
    "import",
    "multi-cluster",
    "options",
    "package-main",
    "patches",
    "transformations",
    "unicode",
  ];
  let mocked: Record<string, Record<string, Record<string, unknown>>>;
  beforeAll(() => {
    const directories = PROGRAMS.map((program) => projects.make(program));
    const args = ["--import", "tsx", join(__dirname, "underMocks.ts"), ...directories];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    mocked = JSON.parse(stdout);
  });

  it.concurrent.for(PROGRAMS)("%s", async (program) => {
    const directory = projects.make(program);
    const { objects } = await reportOf(directory);
    const given = mocked[directory];
    const key = ({ urn }: ReportedObject) => urn.split("::").slice(-2).join(" ").replace(/^.*\$/, "");
    const shown = Object.fromEntries(objects.map((one) => [key(one), asGiven(one, given[key(one)] ?? {})]));
    expect(Object.keys(given)).not.toEqual([]);
    expect(shown).toEqual(given);
  });
});

describe("a program shows what is unknown, secret or missing here", () => {
  const provider = (what: string) =>
    `${what} is expanded by the kubernetes provider, so its objects are not in this preview; pulumi preview shows them`;

  /** The data of each ConfigMap and Secret by name, and the parts that only a provider expands. */
  type Row = readonly [program: string, data: Record<string, unknown>, unsupported?: readonly string[]];
  it.concurrent.for<Row>([
    [
      "config-objects",
      { sites: { "example.com": "80 443", "example.org": "8080", debug: "true", ratio: "1.50" } },
    ],
    ["dynamic-provider", { settings: { id: "<computed>", ticket: "<computed>" } }],
    ["helm-v3", { settings: { address: "<computed>" } }, [provider("Chart nginx: a Helm chart")]],
    ["helm-v4", { settings: { count: "<computed>" } }, [provider("Chart nginx: a Helm chart")]],
    [
      "kustomize",
      { copy: { name: "<computed>" } },
      [provider("Directory base: a kustomization"), provider("Directory overlay: a kustomization")],
    ],
    ["reads", { settings: { address: "<computed>", first: "<computed>" } }],
    ["secrets", { account: "<secret>", settings: { mode: "fast", url: "<secret>" } }],
    ["stack-reference", { settings: { subnet: "<computed>", zone: "<computed>" } }],
    ["transforms", { settings: { by: "the stack", mode: "slow" } }], // which mocks do not run
  ])("%s", async ([program, data, unsupported = []]) => {
    const report = await reportOf(projects.make(program));
    expect(Object.fromEntries(report.objects.map(({ name, document }) => [name, document.data]))).toEqual(
      data,
    );
    expect(report.unsupported).toEqual(unsupported);
  });

  it.concurrent("typescript-without-compiler, by the compiler of the SDK", async () => {
    const { objects } = await reportOf(
      projects.make("typescript-without-compiler", { bare: true }),
      previewBare,
    );
    expect(objects.map(({ document }) => document.data)).toEqual([{ mode: "fast" }]);
  });
});

describe("a program that fails ends with its own error, its own lines and a remedy", () => {
  const failed = "Running program 'DIR/' failed with an unhandled exception:";
  const failedModule = "Running program 'DIR' failed with an unhandled exception:";
  const install = "run npm install --save-dev";

  it.concurrent.for<readonly [program: string, ...lines: string[]]>([
    ["throws", failed, "Error: 120 is too much", "    at Object.<anonymous> (DIR/index.ts:3:7)"],
    [
      "throws-in-module",
      failed,
      "TypeError: replicas: many is no number",
      "    at DIR/parse.ts:4:43",
      "    at parse (DIR/parse.ts:3:23)",
      "    at Object.<anonymous> (DIR/index.ts:3:30)",
    ],
    ["throws-text", failed, "not an error, but text"],
    [
      "throws-cause",
      failed,
      "Error: replicas are unknown",
      "    at Object.<anonymous> (DIR/index.js:6:23) {",
      "  attempts: 3,",
      "  [cause]: Error: ENOENT: no such file or directory, open '/nowhere/replicas'",
      "      at Object.<anonymous> (DIR/index.js:4:3)",
      "}",
    ],
    ["rejects", failed, "Error: the registry is down", "    at fetchReplicas (DIR/index.ts:5:9)"],
    [
      "rejects-unhandled",
      failed,
      "Error: nobody waits for this",
      "    at Object.<anonymous> (DIR/index.ts:1:21)",
    ],
    [
      "missing-package",
      failed,
      "Error: Cannot find module '@left/pad/all'",
      "Require stack:",
      "- DIR/index.ts",
      "    at Object.<anonymous> (DIR/index.ts:1:1)",
      "this package is not installed; run npm install @left/pad",
    ],
    [
      "missing-package-esm",
      failedModule,
      "Error: Cannot find package 'left-pad' imported from DIR/index.js",
      "this package is not installed; run npm install left-pad",
    ],
    [
      "missing-file",
      failed,
      "Error: Cannot find module './settings'",
      "Require stack:",
      "- DIR/index.js",
      "    at Object.<anonymous> (DIR/index.js:1:1)",
    ],
    [
      "missing-config",
      "Missing required configuration variable 'foreign:replicas'",
      "  add it to DIR/Pulumi.dev.yaml:",
      "    config:",
      "      foreign:replicas: VALUE",
      "  or give it for one run: --config replicas=VALUE",
      "  with the Pulumi CLI: pulumi config set foreign:replicas VALUE",
    ],
    [
      "missing-secret",
      "Missing required configuration variable 'github:token'",
      "  give it for one run: --config github:token=VALUE",
      "  with the Pulumi CLI: pulumi config set --secret github:token VALUE",
    ],
    ["wrong-config", "Configuration 'foreign:replicas' value 'many' is not a valid number"],
    ["exits", "the program ended with exit code 3 without reporting an error to Pulumi"],
    [
      "syntax-error",
      failed,
      "DIR/index.js:1",
      "const replicas = ;",
      "                 ^",
      "",
      "SyntaxError: Unexpected token ';'",
    ],
    [
      "helm-function",
      failed,
      "Error: the chart is empty",
      "    at module.exports (DIR/index.ts:12:27)",
      "note: kubernetes:helm:template: a Helm chart is expanded by the kubernetes provider, so its objects are not in this preview; pulumi preview shows them",
    ],
  ])("%s", async ([program, ...lines]) => {
    const directory = projects.make(program);
    const { code, stderr } = await preview(directory);
    const error = withoutNodeWarnings(stderr).replaceAll(directory, "DIR");
    expect([code, error]).toEqual([1, `error: ${lines.join("\n")}\n`]);
  });

  it.concurrent("entry-point-missing, which the SDK explains on stderr", async () => {
    const directory = projects.make("entry-point-missing");
    const { code, stderr } = await preview(directory);
    expect([code, stderr.replaceAll(directory, "DIR").split("\n").slice(-3)]).toEqual([
      1,
      [
        "  * Your program's 'main' file (DIR/index.js) does not exist.",
        "error: the program did not start; the lines above explain why",
        "",
      ],
    ]);
  });

  it.concurrent("type-error, only with --type-check", async () => {
    const directory = projects.make("type-error");
    expect(await preview(directory)).toMatchObject({ code: 0 });
    const checked = await preview(directory, "--type-check");
    expect(checked.stderr).toContain("Type 'string' is not assignable to type 'number'");
  });

  it.concurrent("esm-typescript, only with --type-check", async () => {
    const checked = await preview(projects.make("esm-typescript"), "--type-check");
    expect(checked.stderr).toContain("Type 'number' is not assignable to type 'string'");
  });

  it.concurrent("nodenext-without-compiler", async () => {
    const { code, stderr } = await previewBare(projects.make("nodenext-without-compiler", { bare: true }));
    const remedy = `a project without typescript is compiled by the TypeScript 3.8 of the Pulumi SDK; ${install} typescript ts-node`;
    expect([code, stderr.trimEnd().split("\n").at(-1)]).toEqual([1, remedy]);
    expect(stderr).toContain("error TS6046: Argument for '--module' option must be");
  });

  // From Node 22.18 on, Node.js itself loads TypeScript. The types of the oldest version do not have the feature.
  const loadsTypeScript = (process.features as { typescript?: string | false }).typescript;
  it.runIf(!loadsTypeScript)("missing-compiler-esm", async () => {
    const directory = projects.make("missing-compiler-esm", { bare: true });
    const { code, stderr } = await previewBare(directory);
    expect([code, stderr.replaceAll(directory, "DIR")]).toEqual([
      1,
      [
        `error: ${failedModule}`,
        'TypeError: Unknown file extension ".ts" for DIR/index.ts',
        `TypeScript in an ES module needs ts-node; ${install} ts-node typescript`,
        "",
      ].join("\n"),
    ]);
  });
});

describe("two objects of one name", () => {
  it("in two clusters have two files", async () => {
    const { objects } = await reportOf(projects.make("one-name-in-two-clusters"));
    expect(new Set(objects.map(({ file }) => file)).size).toBe(2);
  });

  it("in one cluster are refused", async () => {
    const { code, stderr } = await preview(projects.make("two-services-of-one-name"));
    expect([code, stderr]).toEqual([1, expect.stringContaining("shop")]);
  });
});
