import type { Input } from "@pulumi/pulumi";
import { COMMON_LABELS } from "../contract/names.js";

/** Labels or annotations of an object. */
export type Labels = Record<string, Input<string>>;

/** What the metadata of all objects of a component has in common. */
export interface CommonMetadata {
  readonly namespace?: Input<string>;
  readonly labels: Input<Labels>;
}

/** The labels that a Deployment or a Service finds its pods by. */
export type LabelSelector = Readonly<Record<string, string>>;

/** Labels every object of a component carries. None of them is in a selector, so a user may change them at any time. */
export function commonLabels(name: string, version?: string): Labels {
  return {
    "app.kubernetes.io/name": name,
    [COMMON_LABELS.instance]: name,
    ...(version === undefined ? {} : { [COMMON_LABELS.version]: version }),
    "app.kubernetes.io/managed-by": "pulumi",
  };
}
