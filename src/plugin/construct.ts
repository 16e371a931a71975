import {
  type ComponentResource,
  type ComponentResourceOptions,
  InputPropertiesError,
  type Inputs,
  type Resource,
} from "@pulumi/pulumi";
import type { ConstructResult } from "@pulumi/pulumi/provider/index.js";
import { BlueGreenService } from "../bluegreen/blueGreenService.js";
import { CanaryDeployment } from "../canary/canaryDeployment.js";
import { COMPONENT_TYPES } from "../contract/names.js";
import { isRecord } from "../diagnostics/checks.js";
import { isOutputOrPromise } from "../diagnostics/inputs.js";
import { sortedRefusals } from "../diagnostics/problems.js";
import { ArgumentError } from "../diagnostics/pulumi.js";
import { withRejections } from "../diagnostics/rejections.js";
import { KubeProxyConfig } from "../kubeproxy/kubeProxyConfig.js";
import { valueBehind } from "../resources/engine.js";

/** What a program in another language asks for. */
export interface Construction {
  readonly name: string;
  /** Type token of the component. */
  readonly type: string;
  readonly inputs: Inputs;
  readonly options: ComponentResourceOptions;
  /** The properties that the program gets back. */
  readonly outputs: readonly string[];
}

type Component = new (name: string, args: never, options: ComponentResourceOptions) => ComponentResource;

const COMPONENTS: Readonly<Record<string, Component>> = {
  [COMPONENT_TYPES.CanaryDeployment]: CanaryDeployment,
  [COMPONENT_TYPES.BlueGreenService]: BlueGreenService,
  [COMPONENT_TYPES.KubeProxyConfig]: KubeProxyConfig,
};

/**
 * Makes a component, and waits until the engine knows all of its resources. Refused arguments become an error that names
 * their properties, also those that are refused when the value of an Output is known.
 */
export async function construct(construction: Construction): Promise<ConstructResult> {
  const { name, type, inputs, options, outputs } = construction;
  const Component = COMPONENTS[type];
  if (!Component) {
    throw new Error(`${type} is not a component; the components are ${Object.keys(COMPONENTS).join(", ")}`);
  }
  try {
    return await withRejections(async () => {
      const component = new Component(name, withoutNulls(inputs) as never, options);
      await registered(component);
      return { urn: component.urn, state: picked(component, outputs) };
    }, errorOf);
  } catch (error) {
    throw error instanceof ArgumentError ? propertiesError(error, inputs) : error;
  }
}

/** The arguments without those that a program gives as null, which stands for a missing value in other languages. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const given = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(given.map(([key, field]) => [key, withoutNulls(field)]));
}

/** One error for all Outputs that were refused. Without any, the first error. */
function errorOf(reasons: readonly unknown[]): unknown {
  const refused = reasons.filter((reason): reason is ArgumentError => reason instanceof ArgumentError);
  const [first] = refused;
  if (!first) return reasons[0];
  return new ArgumentError(first.subject, sortedRefusals(refused.flatMap(({ refusals }) => refusals)));
}

/**
 * Pulumi prints each property below the first line of the message. It prints the value that it finds there too, and secrets
 * in clear. So a path that may lead to one gets a word that makes it lead nowhere.
 */
function propertiesError({ message, refusals }: ArgumentError, inputs: Inputs): InputPropertiesError {
  const [headline = ""] = message.split(":\n");
  const errors = refusals.map(({ path, reason }) => {
    const hidden = hiddenKind(path, inputs);
    return { propertyPath: hidden ? `${path} (${hidden})` : path, reason };
  });
  return new InputPropertiesError({ message: headline, errors });
}

/** What the path leads to, where that may contain a secret; undefined for a plain text, number or boolean, and for nothing. */
function hiddenKind(path: string, inputs: Inputs): string | undefined {
  if (path.includes('"')) return "an entry"; // a quoted key is found by its rules alone
  let value: unknown = inputs;
  for (const key of path.match(/[^.[\]]+/g) ?? []) {
    if (!isRecord(value) && !Array.isArray(value)) break;
    value = (value as Record<string, unknown>)[key];
    if (value === undefined) return undefined;
  }
  if (isOutputOrPromise(value)) return "an Output";
  return ["string", "number", "boolean"].includes(typeof value) ? undefined : "an object";
}

/** The SDK waits only for what the program gets back, and the engine would end the update before the others. */
async function registered(component: ComponentResource): Promise<void> {
  // The SDK does not declare the set.
  const { __childResources: children } = component as unknown as { __childResources?: Set<Resource> };
  await Promise.all([component, ...(children ?? [])].map(({ urn }) => valueBehind(urn)));
}

function picked(component: ComponentResource, names: readonly string[]): Inputs {
  return Object.fromEntries(names.map((name) => [name, component[name as keyof ComponentResource]]));
}
