import type { KubernetesObject } from "@kubernetes/client-node";
import { eventually } from "../commands.js";
import type { App } from "../program/apps.js";
import { podTemplate } from "../program/template.js";
import { V1, V2 } from "./apps.js";
import type { Change, Hand, Scenario } from "./scenario.js";

const SERVICE = "service-legacy";
const REPLICAS = 3;
const LABELS = { app: "legacy", version: "v1" };
const asItRuns = { metadata: { labels: LABELS }, spec: podTemplate(V1.image).spec };

/** Objects that were applied with kubectl before the Pulumi program existed. */
const HAND_MADE: readonly (KubernetesObject & { spec: object })[] = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "legacy-v1", namespace: "default" },
    spec: { replicas: REPLICAS, selector: { matchLabels: LABELS }, template: asItRuns },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: SERVICE, namespace: "default" },
    spec: { selector: { app: "legacy" }, ports: [{ port: 80 }] },
  },
];

const service = { name: SERVICE, ports: [{ port: 80 }] };
const existing = { name: "legacy-v1", selector: LABELS };

/** A Deployment and a Service that were created by hand become a canary's stable side, and are then released. */
export function adoption(): Scenario {
  let before = "";
  return {
    before: async (hand) => {
      for (const object of HAND_MADE) await hand.cluster.create(object);
      await eventually("the pods made by hand are ready", 60, async () => {
        const { status } = await hand.cluster.read("apps/v1", "Deployment", existing.name);
        if (status?.readyReplicas !== REPLICAS) throw new Error(`${status?.readyReplicas ?? 0} are`);
      });
      before = await identities(hand);
    },
    first: [],
    services: [SERVICE],
    steps: [
      {
        changes: [step("taken over at weight 0", 0, true)],
        after: async (hand) => {
          const after = await identities(hand);
          return after === before ? [] : [`pods or the Service are others: ${before} became ${after}`];
        },
      },
      { changes: [step("weight 0 → 25", 25, true)] },
      { changes: [step("weight 25 → 100", 100, true)] },
      { changes: [promoted()] },
    ],
  };
}

/** Shows whether a pod was restarted or the Service was replaced. */
async function identities({ cluster }: Hand): Promise<string> {
  const pods = await cluster.list("v1", "Pod", "app=legacy,version=v1");
  const { metadata, spec } = await cluster.read("v1", "Service", SERVICE);
  const of = pods.map((pod) => {
    const containers = (pod.status?.containerStatuses ?? []) as { restartCount: number }[];
    return `${pod.metadata?.uid} ${containers.map(({ restartCount }) => restartCount)}`;
  });
  return [...of.sort(), `${metadata?.uid} ${spec?.clusterIP}`].join(", ");
}

function step(title: string, weight: number, adopted: boolean): Change {
  const app: App = {
    is: "canary",
    name: "legacy",
    adopts: true,
    args: {
      ...{ replicas: REPLICAS, weight, selector: { app: "legacy" }, template: podTemplate(), service },
      stable: adopted ? { version: "v1", existing, template: asItRuns } : { version: "v2", image: V2.image },
      canary: adopted ? { version: "v2", image: V2.image } : { version: "v1", image: V1.image },
    },
  };
  return { title, app, share: { [V1.says]: 100 - weight, [V2.says]: weight }, fewest: REPLICAS };
}

/** The next version is stable, and the Deployment made by hand is gone. */
function promoted(): Change {
  return { ...step("promote", 0, false), share: { [V1.says]: 0, [V2.says]: 100 } };
}
