import type { BlueGreenRow, CanaryRow } from "../preview/index.js";
import type { ColorStatus, RouteStatus, ServiceStatus, ShareStatus } from "./model.js";
import type { Side } from "./sides.js";

interface Traffic {
  readonly sides: readonly Side[];
  readonly routes: readonly RouteStatus[];
  /** The Service that clients call. */
  readonly main: ServiceStatus | undefined;
  /** What the program registers of the component. */
  readonly row: CanaryRow | BlueGreenRow | undefined;
}

/** The share of a canary: as configured, as planned, as sized, and as it is. */
export function shareOf({ sides, routes, main, row }: Traffic): ShareStatus {
  const planned = row?.component === "CanaryDeployment" ? row : undefined;
  const route = dividing(routes);
  return {
    asked: planned?.asked,
    achieved: planned?.achieved,
    sized: route ? byWeight(route) : percent(sizes(sides)),
    present: route ? byWeight(route) : main?.ready && percent(new Map(Object.entries(main.ready))),
  };
}

/** The color that gets the connections: by a route, else by the Service. A color without ready pods gets none. */
export function colorOf({ routes, main, row }: Traffic): ColorStatus {
  const planned = row?.component === "BlueGreenService" ? row : undefined;
  const backend = dividing(routes)?.backends.find(({ weight }) => weight > 0);
  return { asked: planned?.live, present: backend ? backend.side : main?.selects[0] };
}

/** The route that divides the traffic between sides. */
function dividing(routes: readonly RouteStatus[]): RouteStatus | undefined {
  return routes.find(({ backends }) => backends.some(({ side }) => side !== undefined));
}

function byWeight({ backends }: RouteStatus): number | undefined {
  const weights = new Map<string, number>();
  for (const { side = "", weight } of backends) weights.set(side, (weights.get(side) ?? 0) + weight);
  return percent(weights);
}

function sizes(sides: readonly Side[]): Map<string, number> {
  return new Map(sides.map(({ side, replicas }) => [side, replicas]));
}

/** The canary's part of a whole, in percent; undefined if nothing is there to divide. */
function percent(parts: ReadonlyMap<string, number>): number | undefined {
  const all = [...parts.values()].reduce((sum, part) => sum + part, 0);
  return all === 0 ? undefined : (100 * (parts.get("canary") ?? 0)) / all;
}
