import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needsCommand, skipReason } from "../../support/needs.js";

const root = join(__dirname, "../../..");
const program = join(__dirname, "programs/traffic");
const pack = join(root, "examples/policy-pack");
let scratch = "";
afterAll(() => {
  for (const made of [scratch, join(program, ".pulumi")]) rmSync(made, { recursive: true, force: true });
});

// Without its plugins Pulumi would fetch them; a test must not.
const missing = skipReason(
  "the policies under the Pulumi CLI",
  ...["pulumi", "pulumi-language-nodejs", "pulumi-resource-kubernetes"].map((name) => needsCommand(name)),
);

interface Said {
  readonly urn: string;
  readonly policy: string;
  readonly level: string;
  readonly message: string;
}

const sorted = (said: readonly Said[]) => said.map((one) => JSON.stringify(one)).sort();

function run(command: string, args: readonly string[], cwd = program) {
  const environment = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${scratch}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
    PULUMI_HOME: join(scratch, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    KUBECONFIG: undefined,
  };
  return spawnSync(command, args, { cwd, env: environment, encoding: "utf8" });
}

/** Creates the stack in a directory of its own: Pulumi would write a salt to the program's stack file. */
function makeStack(): void {
  scratch = mkdtempSync(join(tmpdir(), "pulumi-policies-"));
  writeFileSync(join(scratch, "Pulumi.yaml"), "name: traffic\nruntime: nodejs\n");
  const { status, stderr } = run(
    "pulumi",
    ["stack", "init", "dev", "--non-interactive", "--no-select"],
    scratch,
  );
  expect(status, stderr).toBe(0);
}

/** Returns the violations in the events of a real preview. */
function byPulumi(config: readonly string[]): { status: number | null; said: Said[] } {
  const values = [...config, `kubernetes:renderYamlToDirectory=${join(scratch, "rendered")}`];
  const set = values.flatMap((value) => ["--config", value]);
  const stack = ["--stack", "dev", "--config-file", join(scratch, "Pulumi.dev.yaml")];
  const args = ["preview", "--json", "--non-interactive", ...stack, "--policy-pack", pack, ...set];
  const { status, stdout } = run("pulumi", args);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const said = events
    .map(({ policyEvent }) => policyEvent)
    .filter((event) => event !== undefined)
    .map(({ resourceUrn, policyName, enforcementLevel, message }) => ({
      urn: resourceUrn,
      policy: policyName,
      level: enforcementLevel,
      message: message.replace(/^.*?\n/, "").trim(), // the first line is the policy's description
    }));
  return { status, said };
}

/** Returns the violations of the offline preview. */
function offline(config: readonly string[]): { status: number | null; said: Said[] } {
  const set = config.flatMap((value) => ["--config", value]);
  const args = [
    join(root, "dist/preview/cli/main.js"),
    "preview",
    "--json",
    "--no-write",
    "--policy-pack",
    pack,
    ...set,
  ];
  const { status, stdout } = run(process.execPath, args);
  const { violations } = JSON.parse(stdout).policies as { violations: Said[] };
  return {
    status,
    said: violations.map(({ urn, policy, level, message }) => ({ urn, policy, level, message })),
  };
}

describe.skipIf(missing !== undefined)("the pack under pulumi preview", () => {
  beforeAll(makeStack);

  it.each([
    ["allowed", ["traffic:canaryWeight=25", "traffic:canaryImage=janakiramm/myapp:v2"], 0],
    ["refused", ["traffic:canaryWeight=80", "traffic:canaryImage=janakiramm/myapp:latest"], 2],
    ["advised against", ["traffic:canaryWeight=2", "traffic:canaryImage=janakiramm/myapp:v2"], 1],
  ])("finds the same as the offline preview in what is %s", (_, config, violations) => {
    const real = byPulumi(config);
    const here = offline(config);
    expect(sorted(here.said)).toEqual(sorted(real.said));
    expect(here.said.length).toBe(violations);
    expect(here.status === 0).toBe(real.status === 0);
  });

  it("refuses an up before anything is rendered", () => {
    const out = join(scratch, "out");
    const up = (weight: number) =>
      run(process.execPath, [
        join(root, "dist/preview/cli/main.js"),
        ...["up", "--render", out, "--policy-pack", pack, "-c", `canaryWeight=${weight}`],
      ]);
    const refused = up(80);
    expect(refused.stdout).toContain("weight: 80 is above 50");
    expect([refused.status, existsSync(out)]).toEqual([1, false]);
    const done = up(25);
    expect([done.status, existsSync(out)]).toEqual([0, true]);
  });
});
