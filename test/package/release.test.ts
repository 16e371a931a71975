// What the release workflow runs before it publishes.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

const root = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "release-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(cwd: string, command: string, ...args: string[]) {
  return spawnSync(command, args, { cwd, encoding: "utf8" });
}

describe("the check of a release", () => {
  const check = (tag: string) => run(folder, "node", join(root, "scripts/checkRelease.mjs"), tag);
  const changes = (text: string) => writeFileSync(join(folder, "CHANGELOG.md"), text);
  beforeEach(() => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ version: "1.2.3" }));
    changes("# Changelog\n\n## 1.2.3 (2026-11-26)\n\n- A change.\n");
  });

  test("accepts the tag of the version that CHANGELOG.md has", () => {
    expect(check("v1.2.3")).toMatchObject({ status: 0, stderr: "" });
  });

  test.each(["1.2.3", "v1.2.30", "v1.2.4"])("refuses the tag %s", (tag) => {
    const stderr = `release refused: the tag is ${tag}, and the version of package.json is 1.2.3\n`;
    expect(check(tag)).toMatchObject({ status: 1, stderr });
  });

  test.each(["## Unreleased (1.2.3)", "## 1.2.30 (2026-11-26)", "## 1.2.3"])(
    "refuses a version whose heading is %s",
    (heading) => {
      changes(`# Changelog\n\n${heading}\n`);
      const stderr = `release refused: CHANGELOG.md has no heading "## 1.2.3 (YYYY-MM-DD)"\n`;
      expect(check("v1.2.3")).toMatchObject({ status: 1, stderr });
    },
  );
});

describe("the dry run", () => {
  const clone = join(folder, "clone");
  const git = (...args: string[]) => expect(run(clone, "git", ...args).status).toBe(0);

  test("runs the workflow up to the publication, and publishes nothing", () => {
    run(folder, "git", "clone", "--quiet", root, clone);
    for (const path of ["scripts", ".github", "package.json"]) {
      cpSync(join(root, path), join(clone, path), { recursive: true }); // as they are in the working tree
    }
    const changelog = readFileSync(join(clone, "CHANGELOG.md"), "utf8");
    const { version } = JSON.parse(readFileSync(join(clone, "package.json"), "utf8"));
    writeFileSync(join(clone, "CHANGELOG.md"), changelog.replace(/^## .*$/m, `## ${version} (2026-11-26)`));
    git("add", "--all");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "release");
    run(folder, "ln", "-s", join(root, "node_modules"), join(clone, "node_modules"));

    const { status, stdout, stderr } = run(clone, "node", "scripts/releaseDryRun.mjs", "--quick");
    expect(status, stdout + stderr).toBe(0);
    expect(stdout.match(/^-- .*$/gm)).toEqual([
      "-- actions/checkout@v5: only on the host",
      "-- actions/setup-node@v6: only on the host",
      '-- node scripts/checkRelease.mjs "$GITHUB_REF_NAME"',
      "-- npm ci: left out",
      "-- npm run check: left out",
      "-- npm test: left out",
      "-- npm run test:package: left out",
      '-- npm pkg set repository.type=git "repository.url=git+$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"',
      "-- npm publish --dry-run --access public",
    ]);
    expect(stdout).toContain("package.json has no repository, which provenance requires.");
    expect(stdout).toContain(`+ pulumi-kubernetes-traffic@${version}`);
  });
});
