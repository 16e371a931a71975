import { glyphs } from "../preview/screen/style.js";
import type {
  Change,
  ComponentStatus,
  PodStatus,
  RouteStatus,
  ServiceStatus,
  SideStatus,
  Status,
} from "./model.js";

// The words that the terminal and the page share.

/** What the status is about: `cluster kind, namespace shop, stack dev`. */
export function subject(status: Status): string {
  const { cluster, stack } = status;
  return [`cluster ${cluster}`, whereWords(status), ...(stack === undefined ? [] : [`stack ${stack}`])].join(
    ", ",
  );
}

/** The namespaces: `namespaces default, shop`. */
export function whereWords({ namespaces }: Pick<Status, "namespaces">): string {
  if (namespaces === "all") return "all namespaces";
  return `${namespaces.length === 1 ? "namespace" : "namespaces"} ${namespaces.join(", ")}`;
}

/** What to do when there is nothing to show. */
export function emptyWords(status: Pick<Status, "namespaces">): string {
  const more =
    status.namespaces === "all"
      ? ""
      : "; --namespace NAME looks in another one, --all-namespaces in all of them";
  return `no CanaryDeployment and no BlueGreenService in ${whereWords(status)}${more}`;
}

/** The traffic of a component in short parts, the most important first. Its namespace if there are several. */
export function headline(component: ComponentStatus, { namespaces }: Pick<Status, "namespaces">): string[] {
  const where = namespaces.length === 1 ? [] : [`namespace ${component.namespace}`];
  if (!component.exists) return ["not in the cluster; up creates it", ...where];
  const parts = component.share ? shareWords(component) : colorWords(component);
  const method = component.method === undefined ? [] : [`method ${component.method}`];
  return [...parts, ...method, ...where];
}

function shareWords({ share = {}, sides, services }: ComponentStatus): string[] {
  const { asked, achieved, sized, present } = share;
  const isDivided = sides.length > 1 && sized !== undefined;
  const plan = achieved === undefined ? "" : ` ${glyphs.arrow} ${percent(achieved)}`;
  const weight = isDivided ? [`sized for ${percent(sized)}`] : [];
  const lack = lackWords(services) ?? "no ready endpoint";
  return [
    ...(asked === undefined ? weight : [`weight ${asked} %${plan}`]),
    present === undefined ? lack : `present ${percent(present)}`,
  ];
}

function colorWords({ color = {}, sides, services }: ComponentStatus): string[] {
  const { asked, present } = color;
  const flip = asked === undefined || asked === present ? [] : [`up flips to ${asked}`];
  const dead = sides.some(({ side, ready }) => side === present && ready === 0) ? ", no ready pod" : "";
  const lack = (services?.length ? undefined : lackWords(services)) ?? "no color is live";
  return [present === undefined ? lack : `live ${present}${dead}`, ...flip];
}

/** Why nobody knows where connections go: a first `up` that failed has made no Service yet. */
function lackWords(services: ComponentStatus["services"]): string | undefined {
  if (services?.length === 0) return "no Service";
  const isUnknown = services === undefined || services.some(({ ready }) => ready === undefined);
  return isUnknown ? "traffic unknown" : undefined;
}

/** The pods of a side: `2 of 3 ready`. */
export function podsWords({ ready, replicas, pods, autoscaler }: SideStatus): string {
  const scaled = autoscaler ? `, autoscaled from ${autoscaler.min} to ${autoscaler.max}` : "";
  if (ready === undefined) return `${replicas} wanted, pods unknown${scaled}`;
  if (replicas === 0 && pods.length === 0) return `no pods${scaled}`;
  return `${ready} of ${replicas} ready${scaled}`;
}

/** Whether a side has fewer ready pods than it should have. */
export function lacksPods({ ready, replicas }: SideStatus): boolean {
  return ready !== undefined && ready < replicas;
}

/** The state of a pod: `ready, 2 restarts`, or the reason why it is not ready. */
export function podWords({ ready, restarts, version, reason }: PodStatus): string {
  // A reason counts the restarts itself where they are its cause.
  const counted = restarts === 0 || reason?.includes("restart");
  return [
    ready ? "ready" : (reason ?? "not ready"),
    ...(version === undefined ? [] : [`still ${version}`]),
    ...(counted ? [] : [restarts === 1 ? "1 restart" : `${restarts} restarts`]),
  ].join(", ");
}

/** Whether every connection to a Service is refused. */
export function servesNothing({ ready, others }: ServiceStatus): boolean {
  return ready !== undefined && others === 0 && Object.values(ready).every((count) => count === 0);
}

/** A backend of a route: `myapp-stable weight 75 (3 ready)`. */
export function backendWords({ service, weight, ready }: RouteStatus["backends"][number]): string {
  return `${service} weight ${weight}${ready === undefined ? "" : ` (${ready} ready)`}`;
}

/** What could not be read, and what else limits a status. */
export function noteWords({ unread, notes }: Pick<Status, "unread" | "notes">): string[] {
  return [...unread.map(({ what, reason }) => `${what} cannot be read: ${reason}`), ...notes];
}

/** What is behind a Service: `stable 3 ready, canary 1 ready`. */
export function serviceWords({ selects, ready, others }: ServiceStatus): string {
  const sides = selects.map((side) => (ready === undefined ? side : `${side} ${ready[side] ?? 0} ready`));
  const foreign = others > 0 ? [`${others} ready of another app`] : [];
  const all = [...sides, ...foreign];
  return all.length === 0 ? "selects no side" : all.join(", ");
}

/** The fields of a change: `replicas 1 → 3, version v1 → v2`. */
export function changeWords({ fields }: Change): string {
  return fields.map(({ field, live, planned }) => `${field} ${live} ${glyphs.arrow} ${planned}`).join(", ");
}

/** A share with one decimal. */
export function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}
