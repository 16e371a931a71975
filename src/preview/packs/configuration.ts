import type { EnforcementLevel } from "@pulumi/policy";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type {
  ConfigurablePolicy,
  PackConfiguration,
  PolicySettings,
} from "../../policies/framework/configuration.js";

/** The stack that a pack is started for. */
export interface StackSettings {
  readonly project: string;
  readonly stack: string;
  readonly config: {
    readonly values: Readonly<Record<string, string>>;
    readonly secretKeys: readonly string[];
  };
}

/** A policy of a pack, with its effective level. */
export interface PackPolicy extends ConfigurablePolicy {
  readonly enforcementLevel: EnforcementLevel;
  readonly remediationSteps: string;
  readonly url: string;
}

/** Sends a pack the stack that it is started for. */
export function stackRequest({
  project,
  stack,
  config,
}: StackSettings): messages.AnalyzerStackConfigureRequest {
  const request = new messages.AnalyzerStackConfigureRequest();
  request.setProject(project);
  request.setStack(stack);
  request.setOrganization("organization");
  request.setDryRun(true);
  request.setConfigSecretKeysList([...config.secretKeys]);
  for (const [key, value] of Object.entries(config.values)) request.getConfigMap().set(key, value);
  return request;
}

/** A policy as its pack describes it. */
export function policyOf(info: messages.PolicyInfo): PackPolicy {
  const schema = info.getConfigschema();
  return {
    name: info.getName(),
    enforcementLevel: LEVELS.get(info.getEnforcementlevel()) ?? "advisory",
    remediationSteps: info.getRemediationSteps(),
    url: info.getUrl(),
    ...(schema && {
      configSchema: {
        properties: (schema.getProperties()?.toJavaScript() ?? {}) as never,
        required: schema.getRequiredList(),
      },
    }),
  };
}

/** The configuration that the pack's program gives. */
export function initialConfigurationOf(info: messages.AnalyzerInfo): PackConfiguration {
  const entries = [...info.getInitialconfigMap().entries()].map(([name, config]) => [
    name,
    {
      ...config.getProperties()?.toJavaScript(),
      enforcementLevel: LEVELS.get(config.getEnforcementlevel()),
    },
  ]);
  return Object.fromEntries(entries);
}

/** The level and limits of every policy of a pack. */
export function configureRequest(
  settings: ReadonlyMap<string, PolicySettings>,
): messages.ConfigureAnalyzerRequest {
  const request = new messages.ConfigureAnalyzerRequest();
  for (const [name, { enforcementLevel, properties }] of settings) {
    const config = new messages.PolicyConfig();
    const level = [...LEVELS].find(([, word]) => word === enforcementLevel)?.[0];
    config.setEnforcementlevel(level ?? messages.EnforcementLevel.ADVISORY);
    config.setProperties(Struct.fromJavaScript(properties as never));
    request.getPolicyconfigMap().set(name, config);
  }
  return request;
}

const LEVELS = new Map<messages.EnforcementLevel, EnforcementLevel>([
  [messages.EnforcementLevel.ADVISORY, "advisory"],
  [messages.EnforcementLevel.MANDATORY, "mandatory"],
  [messages.EnforcementLevel.REMEDIATE, "remediate"],
  [messages.EnforcementLevel.DISABLED, "disabled"],
]);
