import { changes, type Group, type Place } from "../entry.js";

const needs = { gateway: true, modes: "node" } as const;

export const routes: Group = {
  name: "gateway",
  title: "Routes through a live gateway",
  entries: [
    changes(
      {
        name: "every route",
        shows: "weights of TCP, UDP, TLS and HTTP routes up and down, promotion and abort, flips by route",
        ...{ minutes: 5, needs },
      },
      async () => (await import("../../scenarios/routes/walk.js")).routeWalk,
    ),
    changes(
      {
        name: "routes in short",
        shows: "weights of a TCPRoute, flips by route, and the gateway's controller killed in a step",
        ...{ minutes: 2, needs },
      },
      async (place) => (await import("../../scenarios/routes/controller.js")).routesInShort(gatewayOf(place)),
    ),
    changes(
      {
        name: "gateway killed",
        shows: "the gateway's controller is killed in the middle of steps; up fails or waits, and converges",
        ...{ minutes: 3, needs },
      },
      async (place) =>
        (await import("../../scenarios/routes/controller.js")).controllerKilled(gatewayOf(place)),
    ),
    changes(
      {
        name: "kept routes",
        shows: "clients that keep connections through a gateway stay until the old color ends",
        ...{ minutes: 1.5, needs },
      },
      async () => (await import("../../scenarios/routes/clients.js")).keptRoutes,
    ),
    changes(
      {
        name: "empty backend",
        shows: "all pods of a canary fail: this gateway gives its share to the stable side",
        ...{ minutes: 1.5, needs },
      },
      async () => (await import("../../scenarios/routes/backends.js")).emptyBackend,
    ),
    changes(
      {
        name: "second route",
        shows: "a second route on a listener is accepted and gets nothing",
        ...{ minutes: 1, needs },
      },
      async () => (await import("../../scenarios/routes/backends.js")).secondRoute,
    ),
    changes(
      {
        name: "unawaited routes",
        shows:
          "a flip without waitForAccepted while the controller does not run, which must lose connections",
        ...{ minutes: 1, needs },
      },
      async (place) => (await import("../../scenarios/routes/controller.js")).unawaited(gatewayOf(place)),
    ),
  ],
};

function gatewayOf({ bench }: Place) {
  if (!bench.parts) throw new Error("this needs a cluster of the test's own");
  return bench.parts.gateway;
}
