import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import type { PackViolation, PolicyResult } from "../packs/packs.js";

const LEVELS = { mandatory: "error", advisory: "warning", remediate: "note" } as const;

/**
 * The violations as SARIF 2.1.0, which code hosts show next to a change. A resource has a URN and no line number, so
 * every violation is on the first line of `program`.
 */
export function sarifOf(result: PolicyResult, program: string): string {
  const log = new SarifBuilder();
  for (const { name, version } of result.packs) {
    const run = new SarifRunBuilder().initSimple({ toolDriverName: name, toolDriverVersion: version });
    const violations = result.violations.filter(({ pack }) => pack === name);
    const rules = new Map(violations.map((violation) => [violation.policy, violation]));
    for (const rule of rules.values()) run.addRule(ruleOf(rule));
    for (const violation of violations) run.addResult(resultOf(violation, program));
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

function resultOf(violation: PackViolation, program: string): SarifResultBuilder {
  const result = new SarifResultBuilder().initSimple({
    level: LEVELS[violation.level],
    ruleId: violation.policy,
    messageText: violation.message,
    fileUri: program,
    startLine: 1,
  });
  if (violation.urn !== undefined) {
    const [location] = result.result.locations ?? [];
    if (location) location.logicalLocations = [{ fullyQualifiedName: violation.urn, kind: "resource" }];
  }
  return result;
}
