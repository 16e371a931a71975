// Writes the public types of each entry point to etc/, so that a change of them shows in review.
// npm run api writes the reports; npm run api:check fails when they differ from what is built in dist.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

const ENTRY_POINTS = {
  index: "index",
  testing: "testing/index",
  policies: "policies/index",
  release: "release/index",
};

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const temporary = mkdtempSync(join(tmpdir(), "api-report-"));

try {
  const drifted = Object.entries(ENTRY_POINTS).filter(([name, path]) => !report(name, path));
  if (drifted.length > 0) {
    const names = drifted.map(([name]) => `etc/${name}.api.md`).join(", ");
    console.error(`The public types differ from ${names}. Run npm run api and review the diff.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(temporary, { recursive: true });
}

/** False when the report is not up to date and must not be written. */
function report(name, path) {
  const configObject = {
    projectFolder: root,
    mainEntryPointFilePath: join(root, `dist/${path}.d.ts`),
    compiler: { tsconfigFilePath: join(root, "tsconfig.json"), skipLibCheck: true },
    apiReport: {
      enabled: true,
      reportFileName: `${name}.api.md`,
      reportFolder: join(root, "etc"),
      reportTempFolder: temporary,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      // The package has one kind of release, and its comments are not TSDoc of every detail.
      extractorMessageReporting: {
        "ae-missing-release-tag": { logLevel: "none" },
        "ae-forgotten-export": { logLevel: "none", addToApiReportFile: true },
      },
      tsdocMessageReporting: { default: { logLevel: "none" } },
    },
  };
  const config = ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, "package.json"),
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: (message) => {
      // The remedy that it prints is not ours; drift is reported once, for all entry points.
      if (message.logLevel !== "error") message.handled = true;
    },
  });
  return !check || !apiReportChanged;
}
