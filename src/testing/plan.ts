import {
  documentOf,
  isRoot,
  nameOf,
  type OfflineMonitor,
  objectsInOrder,
  type PlannedMessage,
  type PlannedObject,
  type PlannedResource,
  type Properties,
  toYaml,
} from "../preview/index.js";

/** What a program registered, without the stack resource itself. */
export class Plan {
  /** Every resource, components included. Sorted by URN, so that two runs give the same list. */
  readonly resources: readonly PlannedResource[];
  /** The Kubernetes objects. Each follows all it waits for. */
  readonly kubernetes: readonly PlannedObject[];
  /** The outputs of the stack: the values that the program returned. */
  readonly outputs: Properties;
  /** The warnings that the program logged. */
  readonly warnings: readonly PlannedMessage[];
  /** Every message that the program logged, warnings included. */
  readonly messages: readonly PlannedMessage[];

  constructor(monitor: OfflineMonitor) {
    const byUrn = (a: PlannedResource, b: PlannedResource) => (a.urn < b.urn ? -1 : 1);
    this.resources = monitor.resources.filter((resource) => !isRoot(resource.urn)).sort(byUrn);
    this.kubernetes = objectsInOrder(this.resources);
    this.outputs = monitor.resources.find((resource) => isRoot(resource.urn))?.outputs ?? {};
    this.messages = monitor.messages;
    this.warnings = monitor.messages.filter((message) => message.severity === "warning");
  }

  /**
   * The Kubernetes objects as YAML documents in dependency order, for a golden file. Unknown values are `<computed>`,
   * and secrets `<secret>`. Two runs give the same text.
   */
  yaml(): string {
    return this.kubernetes.map((object) => toYaml(documentOf(object, false))).join("---\n");
  }

  /**
   * The only resource with this type or Pulumi name, or with both: `plan.resource("kubernetes:apps/v1:Deployment", "web")`.
   * The last part of a type is enough: `"Deployment"`. Throws an error that lists the plan when none or several match.
   */
  resource(typeOrName: string, name?: string): PlannedResource {
    const named = this.resources.filter((resource) =>
      name === undefined
        ? resource.name === typeOrName || hasType(resource, typeOrName)
        : resource.name === name && hasType(resource, typeOrName),
    );
    const [found] = named;
    if (found && named.length === 1) return found;
    const wanted = name === undefined ? `"${typeOrName}"` : `type "${typeOrName}" and name "${name}"`;
    const there = this.resources.map((resource) => `${resource.type} ${nameOf(resource.urn)}`).join("\n  ");
    throw new Error(`${named.length} resources of ${wanted}; the plan has\n  ${there || "no resources"}`);
  }
}

function hasType(resource: PlannedResource, type: string): boolean {
  return resource.type === type || resource.type.endsWith(`:${type}`);
}
