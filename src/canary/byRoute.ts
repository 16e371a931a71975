import { type Part, part } from "../workload/parts.js";
import { checkRoute, type RouteArgs } from "../workload/route.js";
import { weightsOf } from "./plan.js";
import { type CanaryRelease, type CanaryStep, TRACKS, type Track } from "./release.js";

/**
 * Two fixed Services, and a route that divides traffic between them by exact weights.
 *
 * A side that gets any traffic stands at full size before the route says so, and a side that gets none shrinks only when
 * the route has let go of it; so the order does not depend on the weight before. The Service in front, for clients that
 * do not come through the gateway, stays with the stable side, and moves to the canary's at weight 100.
 */
export function byRoute({
  workload,
  args,
  plan,
  selectorOf,
  deployment,
}: CanaryStep): Omit<CanaryRelease, "plan"> {
  const { problems } = workload;
  const checked = checkRoute(problems, args.route as RouteArgs, args.service);
  const tracks: Track[] = args.canary ? ["stable", "canary"] : ["stable"];
  const deployments: Partial<Record<Track, Part<"Deployment">>> = {};
  const serving = tracks.filter((track) => plan[track] > 0);
  for (const track of serving) deployments[track] = part("Deployment", deployment(track));
  const ready = Object.values(deployments);
  const inner = tracks.map((track) => {
    const own = deployments[track];
    return part("Service", workload.innerService(track, selectorOf(track)), own ? [own] : []);
  });
  const front = plan.weight === 100 && args.canary ? "canary" : "stable";
  const services = workload.services(selectorOf(front), ready, TRACKS);
  const weights = weightsOf(plan.weight);
  const backends = tracks.map((track) => ({ name: `${workload.name}-${track}`, weight: weights[track] }));
  const route = checked && part("Route", workload.route(checked, backends), [...ready, ...inner]);
  const settled = [...ready, ...services, ...(route ? [route] : [])];
  for (const track of tracks) deployments[track] ??= part("Deployment", deployment(track), settled);
  const all = Object.values(deployments);
  const idle = all.filter((side) => !ready.includes(side));
  return {
    parts: [
      ...ready,
      ...inner,
      ...services,
      ...(route ? [route] : []),
      ...idle,
      ...workload.disruptionBudgets(all),
    ],
    service: services[0],
    additionalServices: services.slice(1),
    stable: deployments.stable as Part<"Deployment">,
    canary: deployments.canary,
    route,
    timeout: workload.timeout,
  };
}
