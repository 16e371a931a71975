import type { Bench } from "../bench.js";
import type { Scenario } from "../scenario.js";
import { apiServerKilled, controllersRestarted, etcdSlowed, withRelay } from "./controlPlane.js";
import { evicted } from "./evictions.js";
import { proxyRestarted } from "./kubeProxy.js";
import { walk } from "./walk.js";

/** A fault of each kind that a release survives without another image. */
export const oneOfEach = (parts: NonNullable<Bench["parts"]>): Scenario =>
  withRelay(parts, (relay) =>
    walk([
      proxyRestarted(parts.proxy, "kill", 2),
      apiServerKilled(parts, 1), // before any pod ends: the drain is shorter than the outage
      controllersRestarted(parts, "kill", 2),
      evicted(1),
      { title: "up killed after write 3", up: { killedAfter: 3 } },
      etcdSlowed(relay, 500, 2),
    ]),
  );
