import type { BlueGreenRow, CanaryRow, Document, KubeProxyRow, Report } from "../preview/index.js";
import type { ReleaseKind } from "./ownership.js";

/** The program of a stack, as the offline preview ran it; or why it cannot be run. */
export type Plan = { readonly stack: string; readonly report: Report } | FailedPlan;

/** A program that cannot be run. */
export interface FailedPlan {
  readonly stack: string | undefined;
  readonly failure: string;
}

/** A component as the program plans it. */
export interface PlannedComponent {
  readonly component: ReleaseKind;
  readonly name: string;
  readonly row: CanaryRow | BlueGreenRow;
  readonly objects: readonly PlannedObject[];
}

/** An object of a planned component. */
export interface PlannedObject {
  readonly kind: string;
  readonly name: string;
  /** Undefined for the namespace of the provider. */
  readonly namespace: string | undefined;
  /** Name of the resource in Pulumi, `shop-blue`. It differs from `name` for an adopted object. */
  readonly resource: string;
  readonly document: Document;
}

/** The releases of a program with their objects. Objects whose name only an update knows are left out. */
export function plannedComponents(report: Report): PlannedComponent[] {
  return report.traffic.flatMap((row) => {
    if (row.component === "KubeProxyConfig") return [];
    const objects = report.objects.flatMap((object) =>
      object.name !== undefined && isBelow(report, object.urn, row.urn)
        ? {
            kind: object.kind,
            name: object.name,
            namespace: object.namespace,
            resource: object.urn.slice(object.urn.lastIndexOf("::") + 2),
            document: object.document,
          }
        : [],
    );
    return { component: row.component, name: row.name, row, objects };
  });
}

/** The namespaces that a program names. */
export function plannedNamespaces(components: readonly PlannedComponent[]): string[] {
  const namespaces = components.flatMap(({ objects }) => objects.map(({ namespace }) => namespace));
  return [...new Set(namespaces)].filter(
    (namespace) => namespace !== undefined && isKnown(namespace),
  ) as string[];
}

/** The mode of kube-proxy that a program sets. */
export function plannedMode(report: Report): string | undefined {
  return report.traffic.find((row): row is KubeProxyRow => row.component === "KubeProxyConfig")?.mode;
}

/** True for a value that is known before an update. The preview writes a word in its place. */
export function isKnown(value: unknown): boolean {
  return value !== "<computed>" && value !== "<secret>";
}

function isBelow({ resources }: Report, urn: string, ancestor: string): boolean {
  let at: string | undefined = urn;
  while (at !== undefined && at !== ancestor) {
    const below: string = at;
    at = resources.find((resource) => resource.urn === below)?.parent;
  }
  return at === ancestor;
}
