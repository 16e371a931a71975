import { shareTable } from "../../bench/shares/shares.js";
import { apiOf } from "./api.js";
import { benchmark, benchmarkCommand } from "./benchmark.js";
import { weightTable } from "./canary.js";
import { costTable, dependencyTable } from "./cost.js";
import { ERRORS } from "./errors.js";
import { fieldTable, schedulerTable, targetTable, versionTable } from "./kubeProxy.js";
import { languageExample } from "./languages.js";
import { policyTable, remediated } from "./policies.js";
import { badRelease, goodRelease, neededRequests } from "./release.js";
import { releaseFields, releaseSteps } from "./releaseFile.js";
import { upgradeChanges } from "./upgrades.js";

/** The text between `<!-- generated:NAME -->` and `<!-- /generated -->`, by name: Markdown made from the source. */
export const REGIONS: Readonly<Record<string, () => string | Promise<string>>> = {
  "api-components": () => apiOf("src/index.ts"),
  "api-testing": () => apiOf("src/testing/index.ts"),
  "api-policies": () => apiOf("src/policies/index.ts"),
  "api-release": () => apiOf("src/release/index.ts"),
  "canary-weights": weightTable,
  "ipvs-schedulers": schedulerTable,
  "kube-proxy-fields": fieldTable,
  "kube-proxy-targets": targetTable,
  "kube-proxy-versions": versionTable,
  "bench-command": benchmarkCommand,
  "bench-verdicts": benchmark("verdicts"),
  "bench-cold-start": benchmark("cold-start"),
  "bench-guard": benchmark("guard"),
  "bench-rules": benchmark("rules"),
  "bench-rules-busy": benchmark("rules-busy"),
  "bench-cost": costTable,
  "bench-installed": dependencyTable,
  "bench-shares": shareTable,
  "release-bad": badRelease,
  "release-good": goodRelease,
  "release-checks": () => releaseFields("checks"),
  "release-evidence": () => releaseFields("evidence"),
  "release-fields": () => releaseFields(""),
  "release-indicators": () => releaseFields("evidence.indicators"),
  "release-needs": neededRequests,
  "release-steps": releaseSteps,
  "language-yaml": languageExample("yaml"),
  "language-python": languageExample("python"),
  "language-go": languageExample("go"),
  "language-java": languageExample("java"),
  "language-csharp": languageExample("csharp"),
  policies: policyTable,
  "policies-remediated": remediated,
  "upgrade-changes": upgradeChanges,
  ...ERRORS,
};
