import * as messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { PlannedResource } from "../engine/resources.js";
import { nameOf } from "../engine/urn.js";
import { encode, isMap, type Marked, type Properties, Reference, Secret } from "../engine/values.js";
import type { Violation } from "./violation.js";

/** A resource as a resource policy receives it: its inputs, before it is created or changed. */
export function analyzeRequest(
  resource: PlannedResource,
  provider: PlannedResource | undefined,
): messages.AnalyzeRequest {
  const request = new messages.AnalyzeRequest();
  fill(request, resource, resource.inputs, provider);
  return request;
}

/** The resources as a stack policy receives them: their outputs. In a preview, those of a custom resource are its inputs. */
export function analyzeStackRequest(resources: readonly PlannedResource[]): messages.AnalyzeStackRequest {
  const request = new messages.AnalyzeStackRequest();
  const seen = resources.filter((resource) => !resource.read);
  request.setResourcesList(
    seen.map((resource) => {
      const message = new messages.AnalyzerResource();
      const outputs = resource.custom ? resource.inputs : (resource.outputs ?? {});
      fill(message, resource, outputs, providerOf(resource, resources));
      message.setParent(resource.parent ?? "");
      message.setDependenciesList([...resource.dependencies]);
      for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
        const list = new messages.AnalyzerPropertyDependencies();
        list.setUrnsList([...urns]);
        message.getPropertydependenciesMap().set(property, list);
      }
      return message;
    }),
  );
  return request;
}

/** The explicit provider of a resource, if it has one. */
export function providerOf(
  resource: PlannedResource,
  resources: readonly PlannedResource[],
): PlannedResource | undefined {
  const urn = resource.provider?.slice(0, resource.provider.lastIndexOf("::"));
  return urn === undefined ? undefined : resources.find((candidate) => candidate.urn === urn);
}

/** The violations in a response. `resource` is the analyzed one, undefined when it was the stack. */
export function violationsOf(response: messages.AnalyzeResponse, resource?: PlannedResource): Violation[] {
  return response.getDiagnosticsList().map((diagnostic) => {
    const description = diagnostic.getDescription();
    const urn = diagnostic.getUrn() || resource?.urn;
    const level =
      diagnostic.getEnforcementlevel() === messages.EnforcementLevel.ADVISORY ? "advisory" : "mandatory";
    const text = diagnostic.getMessage();
    const message = text.startsWith(`${description}\n`) ? text.slice(description.length + 1) : text;
    const name = urn === undefined ? "" : nameOf(urn);
    return { policy: diagnostic.getPolicyname(), level, urn, name, message, description };
  });
}

/** The remediations in a response, and the resulting properties. They are undefined when nothing changed. */
export function remediesOf(response: messages.RemediateResponse, resource: PlannedResource) {
  const remedies = response.getRemediationsList();
  const properties = remedies
    .map((remedy) => remedy.getProperties())
    .filter((found) => found !== undefined)
    .at(-1);
  const violations = remedies.map((remedy): Violation => {
    const [description, diagnostic] = [remedy.getDescription(), remedy.getDiagnostic()];
    return {
      policy: remedy.getPolicyname(),
      level: diagnostic === "" ? "remediate" : "advisory",
      urn: resource.urn,
      name: resource.name,
      message: diagnostic || "remediated by the policy",
      description,
    };
  });
  return { properties, violations };
}

/** Sorts violations by resource, then by level with mandatory ones first. */
export function inOrder(violations: readonly Violation[]): Violation[] {
  const key = ({ urn, level, policy, message }: Violation) =>
    [urn ?? "", LEVELS.indexOf(level), policy, message].join("\n");
  return [...violations].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

const LEVELS = ["mandatory", "advisory", "remediate"];

type Request = messages.AnalyzeRequest | messages.AnalyzerResource;

function fill(
  request: Request,
  resource: PlannedResource,
  properties: Properties,
  provider: PlannedResource | undefined,
): void {
  request.setType(resource.type);
  request.setName(resource.name);
  request.setUrn(resource.urn);
  request.setProperties(encode(withoutReferences(properties) as Properties));
  request.setOptions(optionsFor(resource));
  if (!provider) return;
  const message = new messages.AnalyzerProviderResource();
  message.setType(provider.type);
  message.setName(provider.name);
  message.setUrn(provider.urn);
  message.setProperties(encode(withoutReferences(provider.inputs) as Properties));
  request.setProvider(message);
}

/** A policy receives the id of a resource that is used as a value, or its URN while it has no id. */
function withoutReferences(value: Marked): Marked {
  if (value instanceof Reference) return value.id ?? value.urn;
  if (value instanceof Secret) return new Secret(withoutReferences(value.value));
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutReferences(inner)]));
}

function optionsFor({ options, parent }: PlannedResource): messages.AnalyzerResourceOptions {
  const message = new messages.AnalyzerResourceOptions();
  message.setProtect(options.protect ?? false);
  message.setIgnorechangesList([...(options.ignoreChanges ?? [])]);
  message.setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined);
  message.setDeletebeforereplace(options.deleteBeforeReplace ?? false);
  message.setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])]);
  message.setAliasesList((options.aliases ?? []).filter((alias) => typeof alias === "string"));
  message.setParent(parent ?? "");
  const timeouts = new messages.AnalyzerResourceOptions.CustomTimeouts();
  timeouts.setCreate(seconds(options.customTimeouts?.create));
  timeouts.setUpdate(seconds(options.customTimeouts?.update));
  timeouts.setDelete(seconds(options.customTimeouts?.delete));
  message.setCustomtimeouts(timeouts);
  return message;
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3 };

/** A duration in the format of Go, `1h5m`, in seconds. 0 without one. */
function seconds(duration = ""): number {
  const parts = [...duration.matchAll(/([\d.]+)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit as string] as number), 0);
}
