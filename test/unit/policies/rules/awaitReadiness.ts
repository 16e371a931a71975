import { adoptedShop, shop } from "../programs/components.js";
import { blueGreenByHand, container, deployment, type Loose, web } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

/** Returns the properties of an object with one more annotation. */
const annotated = ({ metadata, ...props }: Loose, key: string, value: string): Loose => ({
  ...props,
  metadata: { ...metadata, annotations: { ...metadata.annotations, [key]: value } },
});

export const awaitReadiness: RuleCases = {
  bad: {
    "fast flip without a drain": {
      messages: [
        'Service "shop": metadata.annotations["pulumi.com/skipAwait"]: "true" skips the wait in which old pods drain, and Deployment "blue" has no preStop hook; add a preStop hook to every container, or remove the annotation',
      ],
      also: ["drain-before-kill"],
      program: () =>
        blueGreenByHand({
          blue: { container: { lifecycle: undefined } },
          green: { container: { lifecycle: undefined } },
          serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } },
        }),
    },
    "fast flip where none is allowed": {
      messages: [
        'Service "shop": metadata.annotations["pulumi.com/skipAwait"]: "true" skips the wait in which old pods drain; remove the annotation',
      ],
      config: { "await-readiness": { fastFlip: false } },
      program: () =>
        blueGreenByHand({ serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
    },
    "skipAwait on the idle color": {
      messages: [
        'Deployment "green": metadata.annotations["pulumi.com/skipAwait"]: "true" lets traffic move to pods that are not ready, and makes a failed rollout look successful; remove the annotation',
      ],
      program: () =>
        blueGreenByHand({ green: { metadata: { annotations: { "pulumi.com/skipAwait": "true" } } } }),
    },
    "skipAwait on a Deployment": {
      messages: [
        'Deployment "web": metadata.annotations["pulumi.com/skipAwait"]: "true" lets traffic move to pods that are not ready, and makes a failed rollout look successful; remove the annotation',
      ],
      program: () => web({ metadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
    },
    "fast flip to a color that does not exist": {
      messages: [
        'Service "shop": metadata.annotations["pulumi.com/skipAwait"]: "true" skips the wait in which old pods drain; remove the annotation',
      ],
      also: ["service-has-pods"],
      program: () =>
        blueGreenByHand({
          service: { selector: { app: "shop", color: "gren" } },
          serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } },
        }),
    },
  },
  good: {
    "fast flip with a drain": {
      program: () =>
        blueGreenByHand({ serviceMetadata: { annotations: { "pulumi.com/skipAwait": "true" } } }),
    },
    "fast flip of a component, whose budgets wait": {
      program: () => {
        const waiting = ({ type, props, opts }: Loose) =>
          type.endsWith(":PodDisruptionBudget")
            ? { props: annotated(props, "pulumi.com/waitFor", "jsonpath={.status.currentHealthy}=2"), opts }
            : type.endsWith(":Service")
              ? { props: annotated(props, "pulumi.com/skipAwait", "true"), opts }
              : undefined;
        shop({ previewService: true }, { transforms: [waiting] });
      },
    },
    "fast flip of a component whose live pods are adopted": {
      program: () => adoptedShop({ fastFlip: true }),
    },
    "fast flip with a sidecar, which ends after the containers that drain": {
      program: () => {
        const sidecar = container({ name: "mesh", restartPolicy: "Always", lifecycle: undefined });
        const pod = { initContainers: [sidecar] };
        const serviceMetadata = { annotations: { "pulumi.com/skipAwait": "true" } };
        blueGreenByHand({ blue: { pod }, green: { pod }, serviceMetadata });
      },
    },
    "skipAwait on a Deployment behind no Service": {
      program: () =>
        deployment(
          "worker",
          { app: "worker" },
          { metadata: { annotations: { "pulumi.com/skipAwait": "true" } } },
        ),
    },
    "skipAwait with the value false": {
      program: () =>
        blueGreenByHand({ green: { metadata: { annotations: { "pulumi.com/skipAwait": "false" } } } }),
    },
  },
};
