import type { EnforcementLevel, PolicyConfigSchema } from "@pulumi/policy";
import { problemList, quote } from "../../diagnostics/format.js";
import { didYouMean } from "../../diagnostics/suggest.js";
import { schemaProblems } from "./schema.js";

/**
 * The configuration of a policy pack, from a file or a program. Its keys are names of policies, its values a
 * level, or limits with an optional `enforcementLevel`. The key `all` sets the level of every policy without
 * one of its own.
 */
export type PackConfiguration = Readonly<Record<string, unknown>>;

/** The part of a policy that its configuration depends on. */
export interface ConfigurablePolicy {
  readonly name: string;
  readonly enforcementLevel?: EnforcementLevel;
  readonly configSchema?: PolicyConfigSchema;
}

/** The level and limits that apply to a policy. */
export interface PolicySettings {
  readonly enforcementLevel: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Thrown for a policy, level or limit that does not exist, and for a value that is not allowed. */
export class ConfigurationError extends Error {
  constructor(
    subject: string,
    /** Every problem, sorted. */
    readonly problems: readonly string[],
  ) {
    super(problemList(`${subject} cannot be used`, problems));
    this.name = "ConfigurationError";
  }
}

const LEVELS: readonly EnforcementLevel[] = ["advisory", "mandatory", "remediate", "disabled"];

/**
 * Returns the settings of every policy as the Pulumi CLI computes them: the schema's defaults, overridden by
 * each configuration in order. Throws a {@link ConfigurationError} for everything the CLI refuses, and for
 * unknown names, which the CLI ignores.
 */
export function settingsOf(
  subject: string,
  policies: readonly ConfigurablePolicy[],
  ...configurations: readonly PackConfiguration[]
): Map<string, PolicySettings> {
  const problems = configurations.flatMap((configuration) => problemsOf(configuration, policies));
  const settings = new Map(policies.map((policy) => [policy.name, settingsFor(policy, configurations)]));
  for (const { name, configSchema } of policies) {
    if (!configSchema || !(isLimited(name, configurations) || configSchema.required?.length)) continue;
    const schema = { type: "object" as const, ...configSchema };
    problems.push(...schemaProblems(settings.get(name)?.properties ?? {}, schema, name));
  }
  if (problems.length > 0) throw new ConfigurationError(subject, [...new Set(problems)].sort());
  return settings;
}

/**
 * Reports whether a configuration sets a limit of the policy. The values of all other policies are their
 * defaults.
 */
function isLimited(name: string, configurations: readonly PackConfiguration[]): boolean {
  return configurations.some((configuration) => Object.keys(split(configuration[name]).limits).length > 0);
}

function settingsFor(
  policy: ConfigurablePolicy,
  configurations: readonly PackConfiguration[],
): PolicySettings {
  const defaults = Object.entries(policy.configSchema?.properties ?? {})
    .filter(([, schema]) => typeof schema === "object" && schema.default !== undefined)
    .map(([name, schema]) => [name, schema.default]);
  let enforcementLevel = policy.enforcementLevel ?? "advisory";
  let properties: Record<string, unknown> = Object.fromEntries(defaults);
  for (const configuration of configurations) {
    const given = split(configuration[policy.name]);
    enforcementLevel = given.level ?? split(configuration.all).level ?? enforcementLevel;
    properties = { ...properties, ...given.limits };
  }
  return { enforcementLevel, properties };
}

function split(given: unknown): { level?: EnforcementLevel | undefined; limits: Record<string, unknown> } {
  if (typeof given === "string") return { level: given as EnforcementLevel, limits: {} };
  if (typeof given !== "object" || given === null) return { limits: {} };
  const { enforcementLevel, ...limits } = given as Record<string, unknown>;
  return { level: enforcementLevel as EnforcementLevel | undefined, limits };
}

function problemsOf(configuration: PackConfiguration, policies: readonly ConfigurablePolicy[]): string[] {
  const names = policies.map(({ name }) => name);
  return Object.entries(configuration).flatMap(([name, given]) => {
    const policy = policies.find((candidate) => candidate.name === name);
    if (!policy && name !== "all") {
      return [
        `${name}: is not a policy; ${didYouMean(name, names) ?? `known policies: ${[...names].sort().join(", ")}`}`,
      ];
    }
    if (typeof given !== "string" && (typeof given !== "object" || given === null || Array.isArray(given))) {
      return [
        `${name}: ${quote(given)} is neither a level nor a set of limits; give one of ${LEVELS.join(", ")}`,
      ];
    }
    const { level, limits } = split(given);
    const valid = level === undefined || LEVELS.includes(level);
    const path = typeof given === "string" ? name : `${name}.enforcementLevel`;
    return [
      ...(valid ? [] : [`${path}: ${quote(level)} is not a level; give one of ${LEVELS.join(", ")}`]),
      ...unknownLimits(name, Object.keys(limits), Object.keys(policy?.configSchema?.properties ?? {})),
    ];
  });
}

function unknownLimits(name: string, given: readonly string[], known: readonly string[]): string[] {
  return given
    .filter((limit) => !known.includes(limit))
    .map((limit) => {
      const names = known.length === 0 ? "it has no limits" : `known limits: ${known.join(", ")}`;
      return `${name}.${limit}: is not a limit of this policy; ${didYouMean(limit, known) ?? names}`;
    });
}
