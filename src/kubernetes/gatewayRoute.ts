import type { Input } from "@pulumi/pulumi";
import { PROVIDER_ANNOTATIONS } from "../contract/names.js";
import { checkFlag, checkKeys, checkWhole, checkWord, isRecord } from "../diagnostics/checks.js";
import { checkInput, isOutputOrPromise } from "../diagnostics/inputs.js";
import type { Problems } from "../diagnostics/problems.js";
import type { Labels } from "./labels.js";
import type { ServiceArgs } from "./service.js";

/** Kinds of Gateway API routes that carry weights. */
export type RouteKind = "TCPRoute" | "UDPRoute" | "TLSRoute" | "HTTPRoute" | "GRPCRoute";

/** A gateway that a route attaches to. https://gateway-api.sigs.k8s.io/reference/spec/#parentreference */
export interface ParentReference {
  /** Name of the Gateway. Required. */
  name: Input<string>;
  /** Namespace of the Gateway. Default: the route's. */
  namespace?: Input<string>;
  /** Listener of the Gateway. Default: every listener that accepts the route. */
  sectionName?: Input<string>;
  /** Port of the Gateway's listeners. Default: all. */
  port?: Input<number>;
  /** Kind of the parent. Default `Gateway`; `Service` for a mesh. */
  kind?: Input<string>;
  /** API group of the parent. Default `gateway.networking.k8s.io`; empty for a Service. */
  group?: Input<string>;
}

/**
 * A Gateway API route that divides traffic between fixed Services. The gateway divides it, so the share is exact whatever
 * the number of pods, and it holds for what comes through the gateway only. A TCPRoute, UDPRoute or TLSRoute divides
 * connections, an HTTPRoute or GRPCRoute requests. Weights are an "Extended" feature of TCPRoute and UDPRoute: ask the
 * gateway's conformance report. https://gateway-api.sigs.k8s.io/reference/spec/
 */
export interface RouteArgs {
  /** Kind of the route. Required. */
  kind: RouteKind;
  /** The gateways it attaches to: at least one. Required. */
  parentRefs: Input<Input<ParentReference>[]>;
  /** Host names it serves: required for a TLSRoute, possible for an HTTPRoute and a GRPCRoute, refused for the others. */
  hostnames?: Input<Input<string>[]>;
  /** Port of the Services that the route sends to. Required when the Service has several ports; default: its only one. */
  port?: number;
  /**
   * API version of the installed resource definitions. Default `gateway.networking.k8s.io/v1`, in which TLSRoute is since
   * Gateway API 1.5, TCPRoute and UDPRoute since 1.6; `…/v1alpha2` or `…/v1alpha3` for older ones.
   */
  apiVersion?: string;
  /** Whether `up` waits until the first parent has accepted the route. Default false. */
  waitForAccepted?: boolean;
}

/** Manifest of a route. */
export interface RouteManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Record<string, unknown>;
}

/** One Service behind a route. */
export interface Backend {
  readonly name: string;
  /** Parts of the sum of all weights; 0 gets nothing. */
  readonly weight: number;
}

const KINDS: readonly RouteKind[] = ["TCPRoute", "UDPRoute", "TLSRoute", "HTTPRoute", "GRPCRoute"];
const WITH_HOSTNAMES: readonly string[] = ["TLSRoute", "HTTPRoute", "GRPCRoute"];
const GROUP = "gateway.networking.k8s.io";
const ACCEPTED = 'jsonpath={.status.parents[0].conditions[?(@.type=="Accepted")].status}=True';

const KEYS = Object.keys({
  kind: true,
  parentRefs: true,
  hostnames: true,
  port: true,
  apiVersion: true,
  waitForAccepted: true,
} satisfies Record<keyof RouteArgs, true>);

/** The user's part of a route, checked. */
export interface CheckedRoute {
  readonly manifest: (
    backends: readonly Backend[],
    meta: { name: string; namespace?: Input<string>; labels: Input<Labels> },
  ) => RouteManifest;
}

/** Checks `route`; undefined where it is refused as a whole. */
export function checkRoute(
  problems: Problems,
  route: RouteArgs,
  service: ServiceArgs,
): CheckedRoute | undefined {
  if (!isRecord(route)) {
    const remedy = 'give { kind: "TCPRoute", parentRefs: [{ name: "…" }] }';
    problems.refuse({ path: "route", value: route, problem: "is not a route", remedy });
    return undefined;
  }
  checkKeys(problems, "route", route, KEYS);
  checkWord(problems, "route.kind", route.kind, KINDS);
  checkFlag(problems, "route.waitForAccepted", route.waitForAccepted);
  checkHostnames(problems, route);
  const apiVersion = route.apiVersion ?? `${GROUP}/v1`;
  if (typeof apiVersion !== "string" || !/^gateway\.networking\.k8s\.io\/v\d\w*$/.test(apiVersion)) {
    const remedy = `use "${GROUP}/v1" or "${GROUP}/v1alpha2"`;
    problems.refuse({
      path: "route.apiVersion",
      value: apiVersion,
      problem: "is not one of Gateway API",
      remedy,
    });
  }
  const parentRefs = checkInput(route.parentRefs, problems, checkParents);
  const port = backendPort(problems, route, service);
  return {
    manifest: (backends, { name, namespace, labels }) => ({
      apiVersion,
      kind: route.kind,
      metadata: {
        name,
        namespace,
        labels,
        ...(route.waitForAccepted && { annotations: { [PROVIDER_ANNOTATIONS.waitFor]: ACCEPTED } }),
      },
      spec: {
        parentRefs,
        ...(route.hostnames && { hostnames: route.hostnames }),
        rules: [
          { backendRefs: backends.map((backend) => ({ name: backend.name, port, weight: backend.weight })) },
        ],
      },
    }),
  };
}

function checkHostnames(problems: Problems, { kind, hostnames }: RouteArgs): void {
  const path = "route.hostnames";
  if (kind === "TLSRoute" && hostnames === undefined) {
    problems.refuse({ path, problem: "is missing", remedy: "a TLSRoute is found by host name" });
  } else if (hostnames !== undefined && KINDS.includes(kind) && !WITH_HOSTNAMES.includes(kind)) {
    problems.refuse({ path, problem: `does not exist in a ${kind}`, remedy: "leave it out" });
  }
}

function checkParents(parents: unknown, problems: Problems): ParentReference[] {
  const path = "route.parentRefs";
  if (!Array.isArray(parents) || parents.length === 0) {
    problems.refuse({ path, value: parents, problem: "names no gateway", remedy: 'give [{ name: "…" }]' });
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

/** The route needs a number, so of several ports the user has to choose. */
function backendPort(problems: Problems, route: RouteArgs, service: ServiceArgs): Input<number> | undefined {
  if (route.port !== undefined) {
    checkWhole(problems, "route.port", route.port, { min: 1, max: 65535 });
    return route.port;
  }
  const ports = isRecord(service) ? service.ports : undefined;
  if (Array.isArray(ports) && ports.length === 1 && isRecord(ports[0]))
    return (ports[0] as { port: Input<number> }).port;
  const remedy = "say which port of the Service it sends to";
  problems.refuse({ path: "route.port", problem: "is missing", remedy });
  return undefined;
}
