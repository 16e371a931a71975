import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { checkPlain } from "../../diagnostics/checkPlain.js";
import { checkFlag, checkKeys, checkWhole, checkWord, isRecord } from "../../diagnostics/checks.js";
import { isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";
import {
  type CheckedRoute,
  GATEWAY_API_GROUP,
  type ParentReference,
  type RouteArgs,
  type RouteKind,
} from "../gatewayRoute.js";
import type { ServiceArgs } from "../service.js";

const KINDS: readonly RouteKind[] = ["TCPRoute", "UDPRoute", "TLSRoute", "HTTPRoute", "GRPCRoute"];
const WITH_HOSTNAMES: readonly string[] = ["TLSRoute", "HTTPRoute", "GRPCRoute"];

const API_VERSION = /^gateway\.networking\.k8s\.io\/v\d\w*$/;

const KEYS = Object.keys({
  kind: true,
  parentRefs: true,
  hostnames: true,
  port: true,
  apiVersion: true,
  waitForAccepted: true,
} satisfies Record<keyof RouteArgs, true>);

/** Checks `route`. Returns undefined if there is no route to build. */
export function checkRoute(
  problems: Problems,
  route: RouteArgs | undefined,
  service: ServiceArgs,
): CheckedRoute | undefined {
  if (!checkPlain(problems, "route", route, "object")) return undefined;
  if (!isRecord(route)) {
    const remedy = 'give { kind: "TCPRoute", parentRefs: [{ name: "…" }] }';
    problems.refuse({ path: "route", value: route, problem: "is not a route", remedy });
    return undefined;
  }
  checkKeys(problems, "route", route, KEYS);
  checkWord(problems, "route.kind", route.kind, KINDS);
  checkFlag(problems, "route.waitForAccepted", route.waitForAccepted);
  checkHostnames(problems, route);
  const apiVersion = route.apiVersion ?? `${GATEWAY_API_GROUP}/v1`;
  if (checkPlain(problems, "route.apiVersion", apiVersion, "text") && !API_VERSION.test(String(apiVersion))) {
    const remedy = `use "${GATEWAY_API_GROUP}/v1" or "${GATEWAY_API_GROUP}/v1alpha2"`;
    problems.refuse({
      path: "route.apiVersion",
      value: apiVersion,
      problem: "is not a Gateway API version",
      remedy,
    });
  }
  const parentRefs = checkInput(route.parentRefs, problems, checkParents);
  const port = backendPort(problems, route, service);
  if (port === undefined) return undefined;
  const { kind, hostnames, waitForAccepted = true } = route;
  return { kind, apiVersion, parentRefs, hostnames, port, waitForAccepted };
}

function checkHostnames(problems: Problems, { kind, hostnames }: RouteArgs): void {
  const path = "route.hostnames";
  if (kind === "TLSRoute" && hostnames === undefined) {
    problems.refuse({
      path,
      problem: "is missing",
      remedy: "give at least one, because a TLSRoute matches by host name",
    });
  } else if (hostnames !== undefined && KINDS.includes(kind) && !WITH_HOSTNAMES.includes(kind)) {
    problems.refuse({ path, problem: `is not supported by a ${kind}`, remedy: "leave it out" });
  }
}

function checkParents(parents: unknown, problems: Problems): ParentReference[] {
  const path = "route.parentRefs";
  if (!Array.isArray(parents) || parents.length === 0) {
    problems.refuse({
      path,
      value: parents,
      problem: "does not name a gateway",
      remedy: 'give [{ name: "…" }]',
    });
    return parents as ParentReference[];
  }
  parents.forEach((parent, index) => {
    if (
      isOutputOrPromise(parent) ||
      (isRecord(parent) && (isOutputOrPromise(parent.name) || typeof parent.name === "string"))
    )
      return;
    const problem = "is not a reference to a gateway";
    problems.refuse({ path: `${path}[${index}]`, value: parent, problem, remedy: 'give { name: "…" }' });
  });
  return parents as ParentReference[];
}

/** The route needs a port number, so the user must choose one of several ports. */
function backendPort(problems: Problems, route: RouteArgs, service: ServiceArgs): Input<number> | undefined {
  if (route.port !== undefined) {
    checkWhole(problems, "route.port", route.port, { min: 1, max: 65535 });
    return route.port;
  }
  const ports = isRecord(service) ? service.ports : undefined;
  if (Array.isArray(ports) && ports.length === 1 && isRecord(ports[0]))
    return (ports[0] as { port: Input<number> }).port;
  const remedy = "set the port of the Service that receives the traffic";
  problems.refuse({ path: "route.port", problem: "is missing", remedy });
  return undefined;
}
