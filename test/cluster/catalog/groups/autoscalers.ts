import { LOW_FLOOR, PEAK } from "../../report/floors.js";
import { changes, type Group } from "../entry.js";

const needs = { metrics: true, modes: "node" } as const;

export const autoscalers: Group = {
  name: "autoscalers",
  title: "Autoscalers with real metrics",
  entries: [
    changes(
      {
        name: PEAK,
        shows:
          "a flip, a step and an abort while the load needs many more pods than the floor, with matchLiveSize",
        ...{ minutes: 5, needs },
      },
      async () => (await import("../../scenarios/peak.js")).peak,
    ),
    changes(
      {
        name: LOW_FLOOR,
        shows: "a flip and a promotion at a peak without matchLiveSize, which must lose connections",
        ...{ minutes: 4, needs },
      },
      async () => (await import("../../scenarios/peak.js")).lowFloor,
    ),
  ],
};
