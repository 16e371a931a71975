import { blueGreen, canary, V1, V2 } from "./apps.js";
import type { Change, Scenario, Step } from "./scenario.js";

const SOON = 15; // seconds until a step fails that waits for pods

/** A Service of four pods for each color. */
const large = (title: string, active: "blue" | "green"): Change => ({
  ...blueGreen("large", title, { active, replicas: 4, timeout: SOON }),
  fewest: 3,
});

const shop = (title: string, active: "blue" | "green"): Change =>
  blueGreen("shop", title, { active, timeout: SOON });

/** Four stable pods, and one of the canary at weight 20. */
function web(title: string, weight: 0 | 20): Change {
  const { app, ...change } = canary("web", title, { weight, timeout: SOON });
  if (app.is !== "canary") return { app, ...change };
  const { maxPods: _, ...args } = app.args;
  return {
    ...change,
    fewest: 3,
    share: { [V1.says]: 100 - weight, [V2.says]: weight },
    app: { ...app, args },
  };
}

/**
 * Pods that fail between two updates, so that nothing of their Deployment changes in the step that relies on them: all pods
 * of a standby, and one of four where a step goes back.
 */
export const failedStandby: Scenario = {
  first: [shop("", "blue").app, large("", "blue").app, web("", 20).app],
  steps: [
    {
      changes: [
        shop("its standby fails", "blue"),
        large("its standby loses a pod", "blue"),
        { ...web("its stable side loses a pod", 20), share: { [V1.says]: 75, [V2.says]: 25 } },
      ],
      instead: (hand) => hand.losePods({ "shop-green": 2, "large-green": 1, "web-stable": 1 }),
    },
    {
      up: "fails",
      changes: [{ ...shop("flip to the failed standby", "green"), share: { [V1.says]: 100 } }],
    },
    {
      changes: [
        shop("not flipped", "blue"),
        large("flip to 3 of 4 pods", "green"),
        web("abort to 3 of 4 pods", 0),
      ],
    },
    {
      changes: [],
      instead: (hand) => hand.makeRoom(["shop-green", "large-green", "web-stable"]),
    },
    { changes: [shop("flip to the repaired standby", "green")] },
  ],
};

const NAMES = ["a", "b", "c", "d", "e"].map((letter) => `flip-${letter}`);

const all = (title: string, active: "blue" | "green", idle?: boolean): Step => ({
  changes: NAMES.map((name) => ({ ...blueGreen(name, title, { active }), idle })),
});

/** Fifty flips with the defaults: a kept standby, and no wait for the Service. They take as long as an `up` without a change. */
export const fiftyFlips: Scenario = {
  first: NAMES.map((name) => blueGreen(name, "", { active: "blue" }).app),
  steps: Array.from({ length: 10 }, (_, step) => (step % 2 === 0 ? "green" : "blue")).flatMap((active) => [
    all("flip, standby kept", active),
    all("up without a change", active, true),
  ]),
};
