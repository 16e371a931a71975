import type { input } from "@pulumi/kubernetes/types/index.js";
import type { AutoscalingArgs } from "../../../dist/index.js";
import { eventually } from "../commands.js";
import { podTemplate } from "../program/template.js";
import { blueGreen, canary, V1, V2 } from "./apps.js";
import type { Change, Hand, Scenario } from "./scenario.js";

/** Connections per second to each app: four times as many as one pod answers. */
const RATE = 40;
const FLOOR = 1;
/** The size at the beginning. It carries the load, and its autoscaler makes about seven of it. */
const FIRST = 5;
const MOST = 12;
/** Pods that the autoscalers give the load at least, as its processor time varies. */
const NEEDED = 6;

const BUSY1 = { ...V1, image: "test/busy:v1" };
const BUSY2 = { ...V2, image: "test/busy:v2" };

/** Autoscalers that act on the processor time of the pods. They shrink a side a minute after it needs fewer pods, which a run can wait for. */
function autoscaling(matchLiveSize: boolean): AutoscalingArgs {
  return {
    ...{ minReplicas: FLOOR, maxReplicas: MOST, matchLiveSize },
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 100 } },
      },
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
  };
}

/** Pods that request so little that one node has room for both sides at their largest. A probe does not wait behind the requests of clients. */
function template() {
  const { spec } = podTemplate();
  const [container] = spec.containers as [input.core.v1.Container];
  const readinessProbe = { httpGet: { path: "/healthz", port: 80 }, periodSeconds: 1, timeoutSeconds: 10 };
  return {
    spec: {
      ...spec,
      containers: [{ ...container, readinessProbe, resources: { requests: { cpu: "25m" } } }],
    },
  };
}

/** A flip of a service that keeps a small standby. */
function shop(title: string, active: "blue" | "green", match: boolean): Change {
  const versions = { blue: BUSY1, green: BUSY2 };
  const { app, ...change } = blueGreen("shop", title, {
    active,
    replicas: FIRST,
    standbyReplicas: FLOOR,
    ...versions,
  });
  if (app.is !== "blue-green") return { app, ...change };
  const args = { ...app.args, template: template(), autoscaling: autoscaling(match) };
  return { ...change, fewest: match ? NEEDED : FLOOR, app: { ...app, args } };
}

/** A canary. At weight 50 both sides have as many pods, however many the load needs. */
function web(title: string, weight: 0 | 50 | 100, match: boolean): Change {
  const { app, ...change } = canary("web", title, { weight, stable: BUSY1, canary: BUSY2 });
  if (app.is !== "canary") return { app, ...change };
  const { maxPods: _, ...common } = app.args;
  const args = { ...common, replicas: FIRST, template: template(), autoscaling: autoscaling(match) };
  return {
    ...change,
    share: { [V1.says]: 100 - weight, [V2.says]: weight },
    fewest: match ? NEEDED : FLOOR,
    app: { ...app, args },
  };
}

/** Waits until the autoscalers have brought these Deployments together to a size. */
async function sized(
  hand: Hand,
  deployments: readonly string[],
  is: (pods: number) => boolean,
): Promise<void> {
  await eventually(`${deployments.join(" and ")} have the pods of the load`, 240, async () => {
    const live = await Promise.all(
      deployments.map((name) => hand.cluster.read("apps/v1", "Deployment", name)),
    );
    const ready = live.reduce((sum, { status }) => sum + Number(status?.readyReplicas ?? 0), 0);
    if (!is(ready)) throw new Error(`they have ${ready}`);
  });
}

/** Waits until the load has grown each of these sides. */
const grown =
  (...sides: readonly string[]) =>
  async (hand: Hand) => {
    await Promise.all(sides.map((side) => sized(hand, [side], (pods) => pods >= NEEDED)));
  };

/** What the autoscalers have as their minimum, where it is not the floor. */
async function raised({ cluster }: Hand): Promise<string[]> {
  const autoscalers = await cluster.list("autoscaling/v2", "HorizontalPodAutoscaler");
  return autoscalers
    .filter(({ spec }) => Number(spec?.minReplicas) > FLOOR)
    .map(({ metadata, spec }) => `${metadata?.name} has a minimum of ${spec?.minReplicas}`);
}

/** A flip, a step and an abort while the load needs many more pods than the floor. */
export const peak: Scenario = {
  rate: RATE,
  first: [shop("", "blue", true).app, web("", 0, true).app],
  steps: [
    { instead: grown("shop-blue", "web-stable"), changes: [] },
    {
      changes: [shop("flip at a peak", "green", true), web("weight 0 → 50 at a peak", 50, true)],
    },
    { after: raised, changes: [shop("the next up returns to the floor", "green", true)] },
    {
      // Both sides together had twice the pods of the load.
      instead: (hand) => sized(hand, ["web-stable", "web-canary"], (pods) => pods <= MOST),
      changes: [],
    },
    {
      changes: [shop("flip back at a peak", "blue", true), web("abort from 50 at a peak", 0, true)],
    },
  ],
};

/** The same with a floor that is too low: a few pods get the load of many, until the autoscaler has made more. */
export const lowFloor: Scenario = {
  rate: RATE,
  loses: true,
  first: [shop("", "blue", false).app, web("", 0, false).app],
  steps: [
    { instead: grown("shop-blue", "web-stable"), changes: [] },
    {
      changes: [
        shop("flip at a peak, floor too low", "green", false),
        web("weight 0 → 100 at a peak, floor too low", 100, false),
      ],
    },
    {
      instead: grown("shop-green", "web-canary"),
      changes: [
        shop("until the autoscaler has grown it", "green", false),
        web("until the autoscaler has grown it", 100, false),
      ],
    },
  ],
};
