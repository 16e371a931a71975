import { describe, test } from "vitest";
import { type CanaryConfig, canaryStrategy, firstCanary } from "../canaryConfigs.js";
import { edited } from "../scenario.js";
import { type Control, expectNoticed, oneUnavailable } from "./control.js";

const hold = { method: "hold" } as const;
const notHeld = edited("Deployment", ({ spec }) => {
  delete spec.minReadySeconds;
});
const alwaysHeld = edited("Deployment", ({ spec }) => {
  spec.minReadySeconds = 2 ** 31 - 2;
});
const ownWait = edited("Deployment", ({ metadata }) => {
  delete metadata.annotations["pulumi.com/waitFor"];
});
const oldPodsCounted = edited("Deployment", ({ metadata }) => {
  const waitFor: string = metadata.annotations["pulumi.com/waitFor"];
  metadata.annotations["pulumi.com/waitFor"] = waitFor.replace(/readyReplicas}=\d+/, "readyReplicas}=3");
});

const holdControls: Readonly<Record<string, Control<CanaryConfig>>> = {
  "nothing holds the rollout": { alter: notHeld, from: hold, to: { ...hold, weight: 40 }, breaks: [5, 7] },
  "minReadySeconds stays when the hold is undone": {
    alter: alwaysHeld,
    from: { ...hold, weight: 40 },
    to: hold,
    breaks: [9],
  },
  "minReadySeconds stays when the rollout is to go on": {
    alter: alwaysHeld,
    from: { ...hold, weight: 40 },
    to: { ...hold, weight: 100 },
    breaks: [9],
  },
  "the provider waits in its own way": {
    alter: ownWait,
    from: hold,
    to: { ...hold, weight: 40 },
    breaks: [9],
  },
  "the wait does not count the canary's pods": {
    alter: oldPodsCounted,
    from: hold,
    to: { ...hold, weight: 40 },
    breaks: [5, 10],
  },
  "one old pod may be unavailable": {
    alter: oneUnavailable,
    from: hold,
    to: { ...hold, weight: 40 },
    breaks: [1, 7],
  },
  "pods of an undone hold do not drain": {
    from: { ...hold, weight: 40, drainSeconds: 0 },
    to: { ...hold, drainSeconds: 0 },
    breaks: [3],
  },
};

describe("CanaryDeployment by hold, built wrongly", () => {
  test.each(Object.entries(holdControls))("%s: noticed", (_, control) =>
    expectNoticed(canaryStrategy, firstCanary, control),
  );
});
