import { nameOf, typeOf } from "../../src/preview/engine/urn.js";
import { diffDocument, type FieldChange } from "../../src/preview/report/diff.js";
import { formerUrns } from "./formerUrns.js";
import type { RecordedResource } from "./replay.js";

/** What an upgrade changes in the resources of one program. */
export interface Changes {
  readonly added: readonly RecordedResource[];
  /** No longer registered, under any name that an alias gives. */
  readonly removed: readonly RecordedResource[];
  readonly changed: readonly ResourceChange[];
}

/** A resource that has other fields after the upgrade. */
export interface ResourceChange {
  readonly resource: RecordedResource;
  /** The fields that differ: `inputs.spec.replicas`, `options.dependsOn["Deployment shop-blue"]`. */
  readonly fields: readonly FieldChange[];
}

/** Compares what a program registers before and after an upgrade. */
export function compare(before: readonly RecordedResource[], after: readonly RecordedResource[]): Changes {
  const byUrn = new Map(before.map((resource) => [resource.urn, resource]));
  const pairs = after.map((resource) => {
    const former = formerUrns(resource, after).flatMap((urn) => byUrn.get(urn) ?? []);
    return { resource, former: former[0] };
  });
  const kept = new Set(pairs.map(({ former }) => former));
  return {
    added: pairs.filter(({ former }) => !former).map(({ resource }) => resource),
    removed: before.filter((resource) => !kept.has(resource)),
    changed: pairs.flatMap(({ resource, former }) => {
      const fields = former ? diffDocument(documentOf(former), documentOf(resource)).fields : [];
      return fields.length > 0 ? [{ resource, fields }] : [];
    }),
  };
}

/** Whether the provider updates an object. Other differences are in the state alone. */
export function isUpdate({ resource, fields }: ResourceChange): boolean {
  return resource.custom && fields.some(({ path }) => path.startsWith("inputs."));
}

/** `Deployment shop-blue`. */
export function titleOf({ type, name }: Pick<RecordedResource, "type" | "name">): string {
  return `${kindOf({ type })} ${name}`;
}

/** `Deployment`. */
export function kindOf({ type }: Pick<RecordedResource, "type">): string {
  return type.split(":").at(-1) ?? "";
}

/** The list of dependencies is a set, so an added one is one difference, wherever it is in the list. */
function documentOf({ options: { dependsOn = [], ...options }, ...resource }: RecordedResource) {
  const dependencies = Object.fromEntries(
    dependsOn.map((urn) => [titleOf({ type: typeOf(urn), name: nameOf(urn) }), true]),
  );
  return { ...resource, options: { ...options, ...(dependsOn.length > 0 && { dependsOn: dependencies }) } };
}
