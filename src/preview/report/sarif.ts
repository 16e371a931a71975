import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import type { PackViolation, PolicyResult } from "../packs/result.js";

const LEVELS = { mandatory: "error", advisory: "warning", remediate: "note" } as const;

/** Name that SARIF gives to the root of the repository. A code host knows the place, and no path of this machine appears. */
const ROOT = "%SRCROOT%";

/**
 * The violations as SARIF 2.1.0, which code hosts show next to a change. A resource has a URN and no line number, so
 * every violation is on the first line of `source`, a path relative to the repository.
 */
export function sarifOf(result: PolicyResult, source: string): string {
  const log = new SarifBuilder();
  const location = { uri: encodeURI(source), uriBaseId: ROOT };
  for (const { name, version } of result.packs) {
    const run = new SarifRunBuilder().initSimple({ toolDriverName: name, toolDriverVersion: version });
    const violations = result.violations.filter(({ pack }) => pack === name);
    const rules = new Map(violations.map((violation) => [violation.policy, violation]));
    for (const rule of rules.values()) run.addRule(ruleOf(rule));
    for (const violation of violations) run.addResult(resultOf(violation, location));
    run.run.artifacts = [{ location: { ...location } }];
    run.run.originalUriBaseIds = { [ROOT]: { description: { text: "The root of the repository." } } };
    log.addRun(run);
  }
  return `${log.buildSarifJsonString({ indent: true })}\n`;
}

function ruleOf({ policy, description, remediationSteps, url }: PackViolation): SarifRuleBuilder {
  return new SarifRuleBuilder().initSimple({
    ruleId: policy,
    shortDescriptionText: description,
    ...(remediationSteps !== "" && { fullDescriptionText: remediationSteps }),
    ...(url !== "" && { helpUri: url }),
  });
}

function resultOf(
  violation: PackViolation,
  source: { readonly uri: string; readonly uriBaseId: string },
): SarifResultBuilder {
  const result = new SarifResultBuilder().initSimple({
    level: LEVELS[violation.level],
    ruleId: violation.policy,
    messageText: violation.message,
    startLine: 1,
  });
  result.setLocationArtifactUri({ ...source });
  if (violation.urn !== undefined) {
    const [place] = result.result.locations ?? [];
    if (place) place.logicalLocations = [{ fullyQualifiedName: violation.urn, kind: "resource" }];
  }
  return result;
}
