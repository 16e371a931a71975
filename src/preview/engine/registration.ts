import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { isKubernetesObject } from "./kubernetesProvider.js";
import { optionsOf } from "./options.js";
import type { PlannedResource } from "./resources.js";
import type { Properties } from "./values.js";

/** The resource that a program registers. `inputs` are the request's, with the fields that the provider fills in. */
export function registeredResource(
  urn: string,
  request: RegisterResourceRequest,
  inputs: Properties,
): PlannedResource {
  return {
    ...identityOf(urn, request),
    custom: request.getCustom(),
    remote: request.getRemote(),
    read: false,
    inputs,
    outputs: undefined,
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()].map(([key, list]) => [key, list.getUrnsList()]),
    ),
    options: optionsOf(request),
  };
}

/** The resource that a program reads. */
export function readResource(urn: string, request: ReadResourceRequest, inputs: Properties): PlannedResource {
  return {
    ...identityOf(urn, request),
    custom: true,
    remote: false,
    read: true,
    inputs,
    outputs: undefined,
    propertyDependencies: {},
    options: {},
  };
}

/** The id after an update: `namespace/name` of a Kubernetes object, a placeholder for any other resource. */
export function idOf({ type, name, inputs }: PlannedResource): string {
  if (!isKubernetesObject(type, inputs)) return `${name}-id`;
  const metadata = inputs.metadata as Properties;
  return typeof metadata?.namespace === "string"
    ? `${metadata.namespace}/${metadata.name}`
    : String(metadata?.name);
}

/** False for resources of other packages: an update computes their outputs, which are therefore unknown. */
export function isKnownFromInputs({ type, inputs }: PlannedResource): boolean {
  return isKubernetesObject(type, inputs) || type.startsWith("pulumi:providers:");
}

function identityOf(urn: string, request: RegisterResourceRequest | ReadResourceRequest) {
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    dependencies: [...request.getDependenciesList()].sort(),
    provider: request.getProvider() || undefined,
  };
}
