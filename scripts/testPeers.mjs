// npm run test:peers -- lowest|newest [arguments of vitest]
// Runs the unit tests and type-checks the examples with the lowest or the newest versions that peerDependencies allow,
// in a copy of the repository. dist is copied too: users run what was built with the locked versions.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { download } from "../test/package/download.ts";

const root = join(import.meta.dirname, "..");
const { peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const [which, ...vitestArgs] = process.argv.slice(2);
const packages = {
  lowest: () => [
    ...Object.entries(peerDependencies).map(
      ([name, range]) => `${name}@${range.split(" ")[0].replace("^", "")}`,
    ),
    "typescript@5", // the SDK accepts TypeScript 6 from 3.238 on
  ],
  newest: () => Object.keys(peerDependencies).map((name) => `${name}@latest`),
}[which]?.();

if (!packages) {
  console.error("usage: npm run test:peers -- lowest|newest");
  process.exit(2);
}

// Without scripts, which would build dist again with the installed versions.
const INSTALL = "install --save-dev --save-exact --ignore-scripts --no-audit --no-fund".split(" ");
const TEST = "vitest run --project fast --project e2e test/unit test/examples test/plugin/construct".split(
  " ",
);

const copy = mkdtempSync(join(tmpdir(), "test-peers-"));
try {
  copyRepository();
  console.log(`installing ${packages.join(", ")}`);
  download(() => run("npm", ...INSTALL, ...packages));
  run("node", "scripts/linkPackage.mjs");
  for (const example of readdirSync(join(copy, "examples"))) {
    const project = `examples/${example}/tsconfig.json`;
    if (existsSync(join(copy, project))) run("npx", "tsc", "-p", project);
  }
  run("npx", ...TEST, ...vitestArgs);
} catch (error) {
  if (error.status === undefined) throw error;
  process.exitCode = 1; // the command has printed why
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Copies what git knows or would add, and dist. */
function copyRepository() {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of [...files, "dist"]) cpSync(join(root, file), join(copy, file), { recursive: true });
}

function run(command, ...args) {
  execFileSync(command, args, { cwd: copy, stdio: "inherit" });
}
