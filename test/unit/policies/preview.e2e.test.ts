import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policies } from "../../../src/policies/index.js";

const root = join(__dirname, "../../..");
const scratch = mkdtempSync(join(tmpdir(), "policy-preview-"));
const ready = join(root, "examples/policy-pack");

/** Previews the program in programs/traffic, as a user does. */
function preview(...args: string[]) {
  const program = join(__dirname, "programs/traffic");
  const command = [
    join(root, "dist/preview/cli/main.js"),
    "preview",
    "-C",
    program,
    "--render",
    join(scratch, "out"),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** Writes a policy pack with one source file. */
function pack(name: string, source: string): string {
  const directory = join(scratch, name);
  mkdirSync(directory);
  writeFileSync(join(directory, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name, version: "1.2.3" }));
  writeFileSync(join(directory, "index.js"), source);
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  return directory;
}

/** Writes a file with the configuration of a pack. */
function configuration(name: string, value: unknown): string {
  const file = join(scratch, name);
  writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
  return file;
}

const PACK = 'const { PolicyPack } = require("@pulumi/policy");';

beforeAll(() => {
  spawnSync(process.execPath, [join(root, "scripts/linkPackage.mjs")]);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("preview --policy-pack", () => {
  it("counts the policies that passed, writes the YAML and exits with 0", () => {
    const { status, stdout, stderr } = preview("--policy-pack", ready);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(/10 objects to create · rendered to \S+ · .* · [\d.]+ s\n$/);
    expect(stdout).toContain(` · policies: ${policies.length} passed, 0 failed · `);
    expect(existsSync(join(scratch, "out/1-manifest"))).toBe(true);
    rmSync(join(scratch, "out"), { recursive: true });
  });

  it("writes violations as SARIF, also when they refuse the program", () => {
    const file = join(scratch, "verdict.sarif");
    expect(preview("--policy-pack", ready, "-c", "canaryWeight=80", "--sarif", file).status).toBe(1);
    const { version, runs } = JSON.parse(readFileSync(file, "utf8"));
    expect(version).toBe("2.1.0");
    expect(runs).toHaveLength(1);
    const [{ ruleId, level, message, locations }] = runs[0].results;
    expect({ ruleId, level }).toEqual({ ruleId: "canary-weight-limit", level: "error" });
    expect(message.text).toMatch(/weight: 80 is above 50/);
    expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/(^|traffic\/)index\.ts$/);
    expect(locations[0].logicalLocations[0].fullyQualifiedName).toMatch(/CanaryDeployment::myapp$/);
    const rules = runs[0].tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(rules).toContain("canary-weight-limit");
  });

  it("requires a pack for --sarif", () => {
    const { status, stderr } = preview("--sarif", join(scratch, "none.sarif"));
    expect(status).toBe(2);
    expect(stderr).toContain("--sarif requires --policy-pack");
  });

  it("refuses a weight and an image that are not allowed, explains why, and writes nothing", () => {
    const image = "canaryImage=janakiramm/myapp:latest";
    const { status, stdout, stderr } = preview("--policy-pack", ready, "-c", "canaryWeight=80", "-c", image);
    expect(status).toBe(1);
    expect(stderr).toBe("error: refused by policy: 2 mandatory violations, nothing is written\n");
    expect(stdout).toContain(`
Policies
  ! mandatory  canary-weight-limit, 1 violation
      Lower the weight. To promote the canary, set the weight to 100, or make its version the
        stable one and set the weight to 0 in the same update.
      https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments
      CanaryDeployment "myapp": weight: 80 is above 50, the maximum weight of a canary; lower the
        weight, or finish the release with weight 100
  ! mandatory  no-mutable-images, 1 violation
      Use a tag that names a version, such as app:1.4.2, or a digest, such as app@sha256:…, which
        cannot change.
      https://kubernetes.io/docs/concepts/containers/images/#image-names
      Deployment "myapp-canary": spec.template.spec.containers[0].image: "janakiramm/myapp:latest"
        has the tag latest, which does not name a version; use a version or a digest

10 objects to create · policies: ${policies.length - 2} passed, 2 failed · violations: 2 mandatory · `);
    expect(existsSync(join(scratch, "out"))).toBe(false);
  });

  it("runs several packs, each with its configuration, and prints all results as JSON", () => {
    const other = pack(
      "other",
      `${PACK}
new PolicyPack("other", { policies: [
  { name: "stamp", description: "Stamps.", enforcementLevel: "remediate",
    remediateResource: (args) => { if (args.type.endsWith(":Service")) { args.props.metadata.labels.stamp = args.getConfig().text; return args.props; } } },
  { name: "stack", description: "Counts.", configSchema: { properties: { most: { type: "integer", default: 99 } } },
    validateStack: (args, report) => { if (args.resources.length > args.getConfig().most) report("too many: " + args.resources.length); } },
] }, { stamp: { enforcementLevel: "remediate", text: "initial" } });`.replace(
        "remediateResource:",
        'configSchema: { properties: { text: { type: "string", default: "none" } } }, remediateResource:',
      ),
    );
    const first = configuration("first.json", {
      "canary-weight-limit": { enforcementLevel: "advisory", maximum: 10 },
    });
    const second = configuration("second.json", { stack: { most: 3 } });
    const packs = [
      "--policy-pack",
      ready,
      "--policy-pack-config",
      first,
      "--policy-pack",
      other,
      "--policy-pack-config",
      second,
    ];
    const { status, stdout, stderr } = preview(...packs, "--json");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const { policies: verdict, objects } = JSON.parse(stdout);
    expect(verdict).toMatchObject({
      packs: [
        { name: "kubernetes-traffic", version: "0.1.0", policies: policies.length },
        { name: "other", version: "1.2.3", policies: 2 },
      ],
      judged: 10,
      passed: policies.length,
      advised: 2,
      failed: 0,
    });
    expect(
      verdict.violations.map(({ pack: by, policy, level, name }: Record<string, string>) => [
        by,
        policy,
        level,
        name,
      ]),
    ).toEqual([
      ["other", "stamp", "remediate", "shop"],
      ["other", "stamp", "remediate", "myapp"],
      ["kubernetes-traffic", "canary-weight-limit", "advisory", "myapp"],
      ["other", "stack", "advisory", "traffic-dev"],
    ]);
    const labels = objects
      .filter(({ kind }: { kind: string }) => kind === "Service")
      .map(
        (one: { document: { metadata: { labels: { stamp: string } } } }) =>
          one.document.metadata.labels.stamp,
      );
    expect(labels).toEqual(["initial", "initial"]);
    const written = readdirSync(join(scratch, "out/1-manifest")).filter((file) => file.includes("service"));
    expect(readFileSync(join(scratch, "out/1-manifest", written[0] as string), "utf8")).toContain("stamp: ");
  });

  it("passes no policy where the preview shows nothing to judge", () => {
    const charts = join(root, "test/unit/preview/programs/unsupported");
    const { status, stdout } = preview(
      "--policy-pack",
      ready,
      "-C",
      charts,
      "--render",
      join(scratch, "charts"),
    );
    expect(status).toBe(0);
    expect(stdout).toContain("policies: there is nothing to judge · ");
    expect(stdout).toContain(
      "\nPolicies\n  ! No policy judges the resources that this preview does not show; ",
    );
  });

  it("reports what is wrong with a pack", () => {
    const said = (name: string, source: string) => {
      const directory = pack(name, source);
      const { status, stderr } = preview("--policy-pack", directory);
      return [status, stderr.replaceAll(directory, "DIR").split("\n").slice(0, 2).join("\n")];
    };
    expect(
      said("chatty", `console.log("hello"); ${PACK} new PolicyPack("chatty", { policies: [] });`),
    ).toEqual([
      1,
      'error: the policy pack DIR must print nothing before it creates its PolicyPack, but printed "hello"\n',
    ]);
    expect(said("empty", "")).toEqual([
      1,
      "error: the policy pack DIR ended without creating a PolicyPack\n",
    ]);
    expect(said("broken", 'require("no-such-module");')[1]).toMatch(
      /^error: the policy pack DIR ended without creating a PolicyPack:\n/,
    );
  });

  it.each([
    [
      "a directory without a pack",
      ["--policy-pack", scratch],
      2,
      `error: --policy-pack ${scratch} has no PulumiPolicy.yaml\n`,
    ],
    [
      "a policy that does not exist",
      [
        "--policy-pack",
        ready,
        "--policy-pack-config",
        () => configuration("typo.json", { "node-port": "advisory" }),
      ],
      1,
      'error: the policy pack kubernetes-traffic cannot be used, 1 problem:\n  node-port: is not a policy; did you mean "node-ports"?\n',
    ],
    [
      "a configuration without a pack",
      ["--policy-pack-config", "x.json"],
      2,
      "error: 1 --policy-pack-config for 0 --policy-pack; give one for each, in the same order\n--help shows how to use it\n",
    ],
    [
      "a configuration that is not there",
      ["--policy-pack", ready, "--policy-pack-config", join(scratch, "none.json")],
      2,
      `error: --policy-pack-config ${join(scratch, "none.json")} cannot be read: ENOENT: no such file or directory, open '${join(scratch, "none.json")}'\n`,
    ],
  ] as const)("refuses %s", (_, args, status, stderr) => {
    const given = args.map((arg) => (typeof arg === "function" ? arg() : arg));
    expect(preview(...given)).toMatchObject({ status, stderr });
  });
});
