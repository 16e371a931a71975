import { changes, type Group } from "../entry.js";

export const faults: Group = {
  name: "faults",
  title: "Faults in a release",
  entries: [
    changes(
      {
        name: "failed standby",
        shows:
          "a flip to a standby without pods fails and changes nothing; a side with 3 of 4 pods gets the traffic at once",
        ...{ minutes: 2.5, short: "first" },
      },
      async () => (await import("../../scenarios/standby.js")).failedStandby,
    ),
    changes(
      {
        name: "broken image",
        shows:
          "the new side never gets ready: up fails, the old side serves; the same up with a good image converges",
        ...{ minutes: 1.5, short: "first", foreign: true },
      },
      async () => (await import("../../scenarios/accidents.js")).brokenImage,
    ),
    changes(
      { name: "killed", shows: "up is killed between its writes and run again", minutes: 2.5 },
      async () => (await import("../../scenarios/accidents.js")).killed,
    ),
  ],
};
