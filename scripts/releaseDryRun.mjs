// npm run release:dry-run [-- --quick]
// Runs the steps of .github/workflows/release.yml in a temporary clone of the last commit with the tag of its version, and
// publishes nothing. --quick leaves out the checks and tests, and uses the node_modules of this folder.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const quick = process.argv.includes("--quick");
const CHECKS = /^npm (ci|test|run \S+)$/;

const clone = mkdtempSync(join(tmpdir(), "release-dry-run-"));
try {
  execFileSync("git", ["clone", "--quiet", root, clone]);
  const { version } = manifest();
  execFileSync("git", ["tag", "--force", `v${version}`], { cwd: clone });
  if (quick) symlinkSync(join(root, "node_modules"), join(clone, "node_modules"), "junction");
  sayRepository();

  const { steps } = parse(readFileSync(join(clone, ".github/workflows/release.yml"), "utf8")).jobs.publish;
  for (const { uses, run } of steps) {
    if (uses) console.log(`\n-- ${uses}: only on the host`);
    else if (quick && CHECKS.test(run)) console.log(`\n-- ${run}: left out`);
    else execute(run, { GITHUB_REF_NAME: `v${version}` });
  }
  console.log(
    "\nOnly the host can sign the provenance and log in to npm: it needs its id token, and this repository and" +
      " release.yml as a trusted publisher of the package.",
  );
} catch (error) {
  if (error.status === undefined) throw error;
  process.exitCode = 1; // the command has printed why
} finally {
  rmSync(clone, { recursive: true, force: true });
}

function manifest() {
  return JSON.parse(readFileSync(join(clone, "package.json"), "utf8"));
}

/** Provenance names the repository. The workflow fills it in, so that a package from another place cannot have it. */
function sayRepository() {
  if (manifest().repository) return;
  console.log(
    "package.json has no repository, which provenance requires. The workflow sets it to the repository that runs it;" +
      " here it is OWNER/REPOSITORY. Fill it in before the first release, so that a checkout has it too.",
  );
}

function execute(run, env) {
  const command = run.replace("--provenance", "--dry-run");
  if (command.includes("npm publish") && !command.includes("--dry-run")) {
    throw new Error(`this would publish: ${command}`);
  }
  console.log(`\n-- ${command}`);
  execFileSync("bash", ["-e", "-o", "pipefail", "-c", command], {
    cwd: clone,
    stdio: "inherit",
    env: {
      ...process.env,
      npm_config_loglevel: "notice", // npm's default, which `npm run --silent` would lower for what it runs
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "OWNER/REPOSITORY",
      ...env,
    },
  });
}
