import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { download } from "./download.js";
import { commonJsProgram, PLANNED, program } from "./programs.js";

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
  const tools = ["typescript", "ts-node", "@types/node", "@pulumi/policy"].map(version);
  const options = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  download(() => run("npm", "install", ...options, tarball, ...peers, ...tools));
});
afterAll(() => rmSync(user, { recursive: true, force: true }));

describe("in a project of its own", () => {
  test("a CommonJS program imports and plans", () => {
    writeFileSync(join(user, "program.cjs"), commonJsProgram);
    expect(run("node", "program.cjs")).toBe(PLANNED);
  });

  test("an ESM program imports and plans", () => {
    writeFileSync(join(user, "program.mjs"), program);
    expect(run("node", "program.mjs")).toBe(PLANNED);
  });

  test.each(["commonjs", "module"])(
    "a TypeScript program of type %s type-checks, library types included",
    (type) => {
      const directory = join(user, type);
      cpSync(join(root, "examples/quickstart"), directory, { recursive: true });
      writeFileSync(join(directory, "package.json"), JSON.stringify({ type }));
      // Without the policies: the types of @pulumi/policy have errors of their own.
      writeFileSync(join(directory, "program.ts"), program.replace(/^.*trafficPolicies.*\n/gm, ""));
      run("node", "node_modules/typescript/bin/tsc", "-p", directory, "--skipLibCheck", "false");
    },
  );

  test("a wrong type is an error of the compiler", () => {
    writeFileSync(
      join(user, "wrong.ts"),
      `import { planCanary } from "pulumi-kubernetes-traffic";\nplanCanary({ replicas: "3", weight: 25 });\n`,
    );
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
