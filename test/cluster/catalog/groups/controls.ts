import { changes, type Group } from "../entry.js";

export const controls: Group = {
  name: "control",
  title: "Controls",
  entries: [
    changes(
      {
        name: "controls",
        shows: "releases without the order or the drain, which must lose connections",
        ...{ minutes: 2, short: "first" },
      },
      async () => (await import("../../scenarios/controls.js")).controls,
    ),
  ],
};
