import { isPart, type Part, part } from "../workload/parts.js";
import { checkRoute, type RouteArgs } from "../workload/route.js";
import { weightsOf } from "./plan.js";
import type { CanaryRelease, CanaryStep, Track } from "./release.js";

/**
 * Two fixed Services, and a route that divides traffic between them by exact weights.
 *
 * A side that gets any traffic stands at full size before the route says so, and a side that gets none shrinks only when
 * the route has let go of it; so the order does not depend on the weight before. The Service in front, for clients that
 * do not come through the gateway, stays with the stable side, and moves to the canary's at weight 100.
 */
export function byRoute({ workload, args, plan, selectorOf, side }: CanaryStep): Omit<CanaryRelease, "plan"> {
  const { problems } = workload;
  const checked = checkRoute(problems, args.route as RouteArgs, args.service);
  const tracks: Track[] = args.canary ? ["stable", "canary"] : ["stable"];
  const sides: Partial<Record<Track, Part[]>> = {};
  const deploymentOf = (track: Track) => sides[track]?.find(isPart("Deployment"));
  const serving = tracks.filter((track) => plan[track] > 0);
  for (const track of serving) sides[track] = workload.side(side(track));
  const ready = Object.values(sides).flat();
  const services = tracks.map((track) => {
    const own = deploymentOf(track);
    return part("Service", workload.innerService(track, selectorOf(track)), own ? [own] : []);
  });
  const front = plan.weight === 100 && args.canary ? "canary" : "stable";
  const service = part("Service", workload.service(selectorOf(front)), ready);
  const weights = weightsOf(plan.weight);
  const backends = tracks.map((track) => ({ name: `${workload.name}-${track}`, weight: weights[track] }));
  const route = checked && part("Route", workload.route(checked, backends), [...ready, ...services]);
  const settled = [...ready, service, ...(route ? [route] : [])];
  const idle = tracks.filter((track) => !serving.includes(track));
  for (const track of idle) sides[track] = workload.side(side(track), settled);
  const all = Object.values(sides).flat();
  return {
    parts: [
      ...ready,
      ...services,
      service,
      ...(route ? [route] : []),
      ...all.filter((each) => !ready.includes(each)),
      ...workload.disruptionBudgets(all.filter(isPart("Deployment"))),
    ],
    service,
    stable: deploymentOf("stable") as Part<"Deployment">,
    canary: deploymentOf("canary"),
    route,
    timeout: workload.timeout,
  };
}
