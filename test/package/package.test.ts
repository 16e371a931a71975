import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = resolve(__dirname, "../..");
const user = mkdtempSync(join(tmpdir(), "package-test-"));
const manifest = JSON.parse(execFileSync("npm", ["pkg", "get"], { cwd: root, encoding: "utf8" }));
const version = (name: string) => `${name}@${manifest.devDependencies[name]}`;
let tarball = "";

/** Runs a command in the user's project, and fails with everything it printed. */
function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: user, encoding: "utf8" });
  expect(status, `${command} ${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

beforeAll(() => {
  execFileSync("npm", ["pack", "--silent", "--pack-destination", user], { cwd: root });
  tarball = join(user, readdirSync(user).find((name) => name.endsWith(".tgz")) as string);
  writeFileSync(
    join(user, "package.json"),
    JSON.stringify({ name: "user", version: "1.0.0", private: true }),
  );
  const peers = [version("@pulumi/pulumi"), version("@pulumi/kubernetes")];
  // What a user of TypeScript has; the package itself must need none of it.
  const tools = [version("typescript"), version("ts-node"), version("@types/node")];
  execFileSync(
    "npm",
    [
      "install",
      "--prefer-offline",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      tarball,
      ...peers,
      ...tools,
    ],
    {
      cwd: user,
      stdio: "pipe",
    },
  );
});
afterAll(() => rmSync(user, { recursive: true, force: true }));

const use = `
const plan = planCanary({ replicas: 3, weight: 25 });
if (plan.canary !== 1 || plan.achieved !== 25) throw new Error(JSON.stringify(plan));
const comparison = new RateComparison({ worseThan: 2, falseAlarm: 0.01, miss: 0.05 });
if (comparison.verdict !== "undecided") throw new Error(comparison.reason);
planStack({}, () => {
  new CanaryDeployment("myapp", {
    replicas: 3,
    weight: 25,
    stable: { version: "v1", image: "app:1" },
    canary: { version: "v2", image: "app:2" },
    template: { spec: { containers: [{ name: "app" }] } },
    service: { ports: [{ port: 80 }] },
  });
}).then((planned) => console.log(planned.kubernetes.filter(({ kind }) => kind !== "PodDisruptionBudget").map(({ name }) => name).join(" ")));
`;
const names = "import { CanaryDeployment, planCanary } from 'pulumi-kubernetes-traffic';";
const kit =
  "import { planStack } from 'pulumi-kubernetes-traffic/testing';" +
  "import { RateComparison } from 'pulumi-kubernetes-traffic/release';";

describe("in a project of its own", () => {
  test("a CommonJS program imports and plans", () => {
    writeFileSync(
      join(user, "program.cjs"),
      `${names}${kit}`.replace(/import (\{.*?\}) from '(.*?)';/g, "const $1 = require('$2');") + use,
    );
    expect(run("node", "program.cjs")).toBe("myapp-stable myapp-canary myapp\n");
  });

  test("an ESM program imports and plans", () => {
    writeFileSync(join(user, "program.mjs"), names + kit + use);
    expect(run("node", "program.mjs")).toBe("myapp-stable myapp-canary myapp\n");
  });

  test.each(["commonjs", "module"])(
    "a TypeScript program of type %s type-checks, library types included",
    (type) => {
      const directory = join(user, type);
      cpSync(join(root, "examples/quickstart"), directory, { recursive: true });
      writeFileSync(join(directory, "package.json"), JSON.stringify({ type }));
      writeFileSync(join(directory, "kit.ts"), names + kit + use);
      run("node", "node_modules/typescript/bin/tsc", "-p", directory, "--skipLibCheck", "false");
    },
  );

  test("a wrong type is an error of the compiler", () => {
    writeFileSync(join(user, "wrong.ts"), `${names}\nplanCanary({ replicas: "3", weight: 25 });\n`);
    const args = [
      "node_modules/typescript/bin/tsc",
      "--noEmit",
      "--module",
      "nodenext",
      "--target",
      "es2022",
    ];
    const { status, stdout } = spawnSync("node", [...args, "--skipLibCheck", "wrong.ts"], {
      cwd: user,
      encoding: "utf8",
    });
    expect(status).not.toBe(0);
    expect(stdout).toMatch(
      /wrong\.ts\(2,14\): error TS2322: Type 'string' is not assignable to type 'number'/,
    );
  });

  test("the command previews the user's own program", () => {
    const project = join(user, "project");
    cpSync(join(root, "examples/quickstart"), project, { recursive: true });
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml"]) cpSync(join(root, file), join(project, file));
    writeFileSync(join(project, "Pulumi.yaml"), "name: quickstart\nruntime: nodejs\n");
    const screen = run(
      "npx",
      "--no-install",
      "pulumi-kubernetes-traffic",
      "preview",
      "--cwd",
      "project",
      "--no-write",
    );
    expect(screen).toMatch(/myapp-canary/);
  });
});

describe("the package", () => {
  test("is clean for publint and for are-the-types-wrong", () => {
    const bin = (name: string) => join(root, "node_modules/.bin", name);
    run(bin("publint"), tarball, "--strict");
    run(bin("attw"), tarball, "--no-emoji");
  });
});
