import type { ComponentKind } from "../../src/contract/names.js";

/** What users read about a change that an upgrade brings. */
export interface Explanation {
  /** The change, as CHANGELOG names it. */
  readonly change: string;
  /** Whether the explanation is about this field of a resource of this kind. */
  readonly matches: (kind: string, path: string) => boolean;
  /** What the first `up` after the upgrade does. */
  readonly firstUp: string;
  /** How to keep what was before. */
  readonly keep: string;
}

const WAIT = 'inputs.metadata.annotations["pulumi.com/waitFor"]';
const RELIED_ON = 'inputs.metadata.annotations["pulumi-kubernetes-traffic/relied-on"]';
const COMPONENTS: readonly string[] = ["CanaryDeployment", "BlueGreenService"] satisfies ComponentKind[];

/** An explanation for every change since the oldest recorded release. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    change: "`verifyReady` is on by default",
    matches: (kind, path) =>
      (kind === "PodDisruptionBudget" && [WAIT, RELIED_ON].includes(path)) ||
      path.startsWith('options.dependsOn["PodDisruptionBudget ') ||
      (kind === "PodDisruptionBudget" && path.startsWith('options.dependsOn["Deployment ')),
    firstUp:
      "adds two annotations to the PodDisruptionBudget of the side that the step relies on, and waits there until enough of its pods are ready. If they are not, it fails after `timeout`, and changes nothing behind this check.",
    keep: "`verifyReady: false`",
  },
  {
    change: "the same with `disruptionBudget: false`, or with `verifyReady: true` already set",
    matches: (kind, path) => kind === "Deployment" && path === RELIED_ON,
    firstUp:
      "adds the annotation `relied-on` to the Deployment of that side, or removes it where the budget has it now. The pods stay; `up` waits until all of them are ready.",
    keep: "`verifyReady: false`, unless it was `true`",
  },
  {
    change: "a Service is not waited for where no pod ends behind the step",
    matches: (kind, path) =>
      kind === "Service" && path === 'inputs.metadata.annotations["pulumi.com/skipAwait"]',
    firstUp: "adds one annotation to the Service. Its selector, its ports and its address stay.",
    keep: "`fastFlip: false` for a BlueGreenService; nothing for a CanaryDeployment",
  },
  {
    change: "`route.waitForAccepted` is on by default",
    matches: (kind, path) => kind.endsWith("Route") && path === WAIT,
    firstUp:
      "adds one annotation to the route, and waits until the gateways have accepted it. If none does, it fails after `timeout`. The weights stay.",
    keep: "`route.waitForAccepted: false`",
  },
  {
    change: "the component registers the names of adopted Deployments",
    matches: (kind, path) => COMPONENTS.includes(kind) && path.startsWith("outputs.adopted"),
    firstUp: "changes nothing in the cluster.",
    keep: "not needed",
  },
];
