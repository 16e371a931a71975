import type { Listener } from "../../boot/gateway/objects.js";
import { V1, V2 } from "../apps.js";
import type { Scenario } from "../scenario.js";
import { routedCanary } from "./apps.js";

const TCP: Listener = { name: "tcp", protocol: "TCP" };

/** All pods of a canary fail at weight 50. This gateway then gives its share to the other side. */
export const emptyBackend: Scenario = {
  listeners: [TCP],
  first: [routedCanary(TCP, "", { weight: 50 }).app],
  steps: [
    {
      changes: [
        { ...routedCanary(TCP, "the canary has no pods", { weight: 50 }), share: { [V1.says]: 100 } },
      ],
      instead: (hand) => hand.losePods({ "tcp-canary": 2 }),
    },
    {
      changes: [routedCanary(TCP, "its pods are back", { weight: 50 })],
      instead: (hand) => hand.makeRoom(["tcp-canary"]),
    },
  ],
};

const OLDER: Listener = { name: "older", protocol: "TCP" };

/** A gateway accepts a second route on a listener, and uses the older one. */
export const secondRoute: Scenario = {
  listeners: [OLDER],
  first: [routedCanary(OLDER, "", { weight: 0 }).app],
  steps: [
    {
      changes: [routedCanary(OLDER, "a newer route, accepted", { weight: 0 })],
      beside: [{ ...routedCanary(OLDER, "", { weight: 0, stable: V2, canary: V1 }).app, name: "newer" }],
    },
  ],
};
