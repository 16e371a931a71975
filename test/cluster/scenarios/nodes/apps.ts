import type { input } from "@pulumi/kubernetes/types/index.js";
import type { BlueGreenServiceArgs, CanaryDeploymentArgs } from "../../../../dist/index.js";
import { podTemplate } from "../../program/template.js";
import type { Change } from "../scenario.js";

type Own = Pick<CanaryDeploymentArgs & BlueGreenServiceArgs, "service" | "template">;

/** The same change of an app that answers at a port of every node. */
export function atNodes(change: Change): Change {
  return withArgs(change, ({ service }) => ({ service: { ...service, type: "NodePort" } }));
}

/** The same with `externalTrafficPolicy: Local`, and the pods of each version spread over the nodes. */
export function atLocalPods(change: Change): Change {
  return withArgs(spreadOut(atNodes(change)), ({ service }) => ({
    service: { ...service, externalTrafficPolicy: "Local" },
  }));
}

function spreadOut(change: Change): Change {
  const { spec } = podTemplate();
  const topologySpreadConstraints = [spreadConstraint(change.app.name)];
  return withArgs(change, () => ({ template: { spec: { ...spec, topologySpreadConstraints } } }));
}

/** Spreads the pods of each version of an app over the nodes. */
export function spreadConstraint(app: string): input.core.v1.TopologySpreadConstraint {
  return {
    ...{ maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule" },
    labelSelector: { matchLabels: { "app.kubernetes.io/name": app } },
    matchLabelKeys: ["pod-template-hash"],
  };
}

/** The same change with other arguments of its app. */
function withArgs(change: Change, others: (args: Own) => Partial<Own>): Change {
  const { app } = change;
  if (app.is === "canary") return { ...change, app: { ...app, args: { ...app.args, ...others(app.args) } } };
  if (app.is === "blue-green")
    return { ...change, app: { ...app, args: { ...app.args, ...others(app.args) } } };
  throw new Error(`${app.name} has no such arguments`);
}
