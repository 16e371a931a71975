import { type Group, release } from "../entry.js";

const versions = () => import("../../release/versions.js");
const mishaps = () => import("../../release/mishaps.js");

export const releaseDriver: Group = {
  name: "release driver",
  title: "Releases that the driver takes by itself, by the evidence of a Prometheus",
  entries: [
    release(
      {
        name: "release driver: counts",
        shows: "Prometheus counts what the clients count, also after it was killed",
        minutes: 1.5,
      },
      async () => (await import("../../release/evidence.js")).evidence,
    ),
    release(
      {
        name: "release driver: good2, two steps",
        shows: "a good version is promoted by itself",
        ...{ minutes: 1.5, short: "first" },
      },
      async () => (await versions()).goodInTwoSteps,
    ),
    release(
      {
        name: "release driver: errors, two steps",
        shows: "a version with 5 % of errors is rolled back by itself",
        ...{ minutes: 1.5, short: "first" },
      },
      async () => (await versions()).errorsInTwoSteps,
    ),
    release(
      {
        name: "release driver: good2, four steps",
        shows: "a good version takes every step by itself",
        minutes: 3.5,
      },
      async () => (await versions()).goodInFourSteps,
    ),
    release(
      {
        name: "release driver: errors, four steps",
        shows: "a version with 5 % of errors is rolled back",
        minutes: 2,
      },
      async () => (await versions()).errorsInFourSteps,
    ),
    release(
      {
        name: "release driver: slow",
        shows: "a version with 20 % of slow answers is rolled back",
        minutes: 1.5,
      },
      async () => (await versions()).slow,
    ),
    release(
      {
        name: "release driver: crash",
        shows: "a version whose pods crash after 30 s is rolled back",
        minutes: 2,
      },
      async () => (await versions()).crash,
    ),
    release(
      {
        name: "release driver: overload",
        shows: "a version that fails under the full load alone is rolled back",
        minutes: 4,
      },
      async () => (await versions()).overload,
    ),
    release(
      {
        name: "release driver: good2, blue-green",
        shows: "a good color bakes, and the old one is retired",
        minutes: 2,
      },
      async () => (await versions()).goodColor,
    ),
    release(
      {
        name: "release driver: errors, blue-green",
        shows: "a color with 5 % of errors is flipped back",
        minutes: 2,
      },
      async () => (await versions()).errorsColor,
    ),
    release(
      {
        name: "release driver: Prometheus killed",
        shows: "without evidence the weight stays, and the next run goes on",
        minutes: 3,
      },
      async () => (await mishaps()).prometheusKilled,
    ),
    release(
      {
        name: "release driver: no traffic",
        shows: "without requests a version is never promoted, and goes back at the deadline",
        minutes: 1.5,
      },
      async () => (await mishaps()).noTraffic,
    ),
    release(
      {
        name: "release driver: driver killed",
        shows: "a driver that is killed after each action in turn, and started again, promotes the version",
        minutes: 4,
      },
      async () => (await mishaps()).driverKilled,
    ),
  ],
};
