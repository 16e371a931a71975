import type {
  Policies,
  Policy,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type PackConfiguration, type PolicySettings, settingsOf } from "./configuration.js";

/**
 * Returns the policies with new levels and limits. The configuration of the pack they are part of overrides
 * both.
 */
export function configurePolicies(
  subject: string,
  policies: Policies,
  configuration: PackConfiguration,
): Policies {
  const settings = settingsOf(subject, policies, configuration);
  return policies.map((policy) => configured(policy, settings.get(policy.name) as PolicySettings));
}

/** A policy may check the stack and remediate single resources. */
type AnyPolicy = Partial<ResourceValidationPolicy & StackValidationPolicy>;

function configured(policy: Policies[number], settings: PolicySettings): Policies[number] {
  const { enforcementLevel, properties } = settings;
  const described = { ...policy, enforcementLevel, ...schemaOf(policy, properties) };
  const withLimits = <A extends { getConfig<T extends object>(): T }>(args: A): A => ({
    ...args,
    getConfig: () => ({ ...properties, ...args.getConfig() }),
  });
  const { validateStack, validateResource, remediateResource }: AnyPolicy = policy;
  const validate = (validation: ResourceValidation): ResourceValidation =>
    keepType(validation, (args, report) => validation(withLimits(args), report));
  return {
    ...described,
    ...(validateStack && {
      validateStack: keepType(validateStack, (args, report) => validateStack(withLimits(args), report)),
    }),
    ...(validateResource && {
      validateResource: Array.isArray(validateResource)
        ? validateResource.map(validate)
        : validate(validateResource),
    }),
    ...(remediateResource && {
      remediateResource: keepType(remediateResource, (args) => remediateResource(withLimits(args))),
    }),
  };
}

/**
 * Returns the schema with the new limits as defaults, because the CLI passes a policy the defaults of its
 * schema.
 */
function schemaOf(policy: Policy, properties: PolicySettings["properties"]): Pick<Policy, "configSchema"> {
  if (!policy.configSchema) return {};
  const schemas = Object.entries(policy.configSchema.properties).map(([name, schema]) => [
    name,
    name in properties ? { ...schema, default: properties[name] } : schema,
  ]);
  return { configSchema: { ...policy.configSchema, properties: Object.fromEntries(schemas) } };
}

/**
 * Keeps the SDK's mark of a function for one resource type. The server calls such a function for that type
 * only.
 */
function keepType<F extends object>(from: F, to: F): F {
  const { __pulumiType } = from as { __pulumiType?: string };
  return __pulumiType === undefined ? to : Object.assign(to, { __pulumiType });
}
