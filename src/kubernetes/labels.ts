import type { Input } from "@pulumi/pulumi";

/** Labels or annotations of an object. */
export type Labels = Record<string, Input<string>>;

/** The labels that a Deployment or a Service finds its pods by. */
export type LabelSelector = Readonly<Record<string, string>>;

/** The label with the version that a Deployment or a pod runs. */
export const VERSION_LABEL = "app.kubernetes.io/version";

/** Labels every object of a component carries. None of them is in a selector, so a user may change them at any time. */
export function commonLabels(name: string, version?: string): Labels {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": name,
    ...(version === undefined ? {} : { [VERSION_LABEL]: version }),
    "app.kubernetes.io/managed-by": "pulumi",
  };
}
