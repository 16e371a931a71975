// node scripts/checkRelease.mjs TAG
// Refuses a tag that is not the version of package.json, and a version without a dated entry in CHANGELOG.md.
import { readFileSync } from "node:fs";

const [tag] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const heading = new RegExp(`^## ${version.replaceAll(".", "\\.")} \\(\\d{4}-\\d{2}-\\d{2}\\)$`, "m");

const problems = [];
if (tag !== `v${version}`) problems.push(`the tag is ${tag}, and the version of package.json is ${version}`);
if (!heading.test(readFileSync("CHANGELOG.md", "utf8"))) {
  problems.push(`CHANGELOG.md has no heading "## ${version} (YYYY-MM-DD)"`);
}
for (const problem of problems) console.error(`release refused: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
