import { changes, type Group } from "../entry.js";

export const releases: Group = {
  name: "changes",
  title: "Changes under load",
  entries: [
    changes(
      {
        name: "releases",
        shows:
          "blue-green flips with and without a standby, canary steps, promotion and abort, a held rollout",
        ...{ minutes: 4, short: "all", ipvs: "long", foreign: true },
      },
      async ({ rounds, mode }) =>
        (await import("../../scenarios/releases.js")).releases(mode.startsWith("ipvs") ? 1 : rounds),
    ),
    changes(
      {
        name: "adoption",
        shows: "a Deployment and a Service made by hand become part of a canary, and take its first steps",
        minutes: 1.5,
      },
      async () => (await import("../../scenarios/adoption.js")).adoption(),
    ),
    changes(
      {
        name: "autoscaling",
        shows: "flips and weights of autoscaled sides, also with more pods alive than the floor",
        minutes: 3.5,
      },
      async () => (await import("../../scenarios/autoscaling.js")).autoscaling,
    ),
    changes(
      {
        name: "fast flip",
        shows: "flips with pulumi.com/skipAwait on the Service, standby kept and 0",
        ...{ minutes: 1.5, ipvs: "all" },
      },
      async () => (await import("../../scenarios/clients.js")).fastFlip,
    ),
    changes(
      {
        name: "fifty flips",
        shows: "flips with a kept standby, of five Services at a time, and updates that change nothing",
        minutes: 5,
      },
      async () => (await import("../../scenarios/standby.js")).fiftyFlips,
    ),
    changes(
      {
        name: "keep-alive",
        shows: "clients that keep connections stay while the old color is kept, and move when it ends",
        minutes: 1.5,
      },
      async () => (await import("../../scenarios/clients.js")).keepAlive,
    ),
    changes(
      { name: "udp", shows: "long-lived UDP sockets follow a flip", minutes: 1.5 },
      async () => (await import("../../scenarios/clients.js")).udp,
    ),
  ],
};
