import { checkRoute, type RouteArgs } from "../../kubernetes/gatewayRoute.js";
import { isPart, type Part, part } from "../../workload/part.js";
import { weightsOf } from "../plan.js";
import { type CanaryRelease, type CanaryStep, TRACKS, type Track } from "../release.js";

/**
 * Two fixed Services, and a route that divides traffic between them by exact weights.
 *
 * A side that gets any traffic stands at full size before the route says so, and a side that gets none shrinks only when
 * the route has let go of it; so the order does not depend on the weight before. The Service in front, for clients that
 * do not come through the gateway, stays with the stable side, and moves to the canary's at weight 100. What belongs to an
 * idle side comes last, its Service behind its Deployment: the wait for the Service of a broken canary never ends, and must
 * not stand between it and the update that takes it back.
 */
export function byRoute({ workload, args, plan, selectorOf, side }: CanaryStep): Omit<CanaryRelease, "plan"> {
  const { problems } = workload;
  const checked = checkRoute(problems, args.route as RouteArgs, args.service);
  const tracks: Track[] = args.canary ? ["stable", "canary"] : ["stable"];
  const sideOf = (track: Track, after: readonly Part[]) => {
    const own = workload.side(side(track), after);
    const deployment = own.find(isPart("Deployment")) as Part<"Deployment">;
    const inner = part("Service", workload.innerService(track, selectorOf(track)), [deployment]);
    return { track, own, deployment, inner };
  };
  const serving = tracks.filter((track) => plan[track] > 0).map((track) => sideOf(track, []));
  const ready = serving.flatMap(({ own }) => own);
  const front = plan.weight === 100 && args.canary ? "canary" : "stable";
  const services = workload.services(selectorOf(front), ready, TRACKS);
  const weights = weightsOf(plan.weight);
  const backends = tracks.map((track) => ({ name: `${workload.name}-${track}`, weight: weights[track] }));
  const inner = serving.map((side) => side.inner);
  const route = checked && part("Route", workload.route(checked, backends), [...ready, ...inner]);
  const settled = [...ready, ...inner, ...services, ...(route ? [route] : [])];
  const idle = tracks.filter((track) => plan[track] === 0).map((track) => sideOf(track, settled));
  const sides = [...serving, ...idle];
  const deploymentOf = (track: Track) => sides.find((side) => side.track === track)?.deployment;
  return {
    parts: [
      ...settled,
      ...idle.flatMap(({ own, inner }) => [...own, inner]),
      ...workload.disruptionBudgets(sides.map(({ deployment }) => deployment)),
    ],
    service: services[0],
    additionalServices: services.slice(1),
    stable: deploymentOf("stable") as Part<"Deployment">,
    canary: deploymentOf("canary"),
    route,
    timeout: workload.timeout,
  };
}
