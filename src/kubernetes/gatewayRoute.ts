import type { Input } from "@pulumi/pulumi";
import type { CommonMetadata } from "./labels.js";
import { waitForRoute } from "./waits.js";

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
  /** Port of the Gateway's listeners: a whole number from 1 to 65535. Default: every port. */
  port?: Input<number>;
  /** Kind of the parent; `Service` for a mesh. Default: `Gateway`. */
  kind?: Input<string>;
  /** API group of the parent; empty for a Service. Default: `gateway.networking.k8s.io`. */
  group?: Input<string>;
}

/**
 * A Gateway API route that divides traffic between fixed Services. The gateway divides the traffic, so the share is exact for
 * any number of pods, and applies only to traffic through the gateway. A TCPRoute, UDPRoute or TLSRoute divides connections;
 * an HTTPRoute or GRPCRoute divides requests. Weights are an "Extended" feature of TCPRoute and UDPRoute: see the conformance
 * report of the gateway. https://gateway-api.sigs.k8s.io/reference/spec/
 */
export interface RouteArgs {
  /** Kind of the route. Required. */
  kind: RouteKind;
  /** The gateways that the route attaches to: at least one. Required. */
  parentRefs: Input<Input<ParentReference>[]>;
  /** Host names: required for a TLSRoute, optional for an HTTPRoute and a GRPCRoute, refused for the others. */
  hostnames?: Input<Input<string>[]>;
  /** Port of the Services behind the route: a whole number from 1 to 65535. Required for a Service with several ports. Default: its only port. */
  port?: number;
  /**
   * API version of the installed resource definitions. Default: `gateway.networking.k8s.io/v1`, which has TLSRoute since
   * Gateway API 1.5, and TCPRoute and UDPRoute since 1.6. Use `…/v1alpha2` or `…/v1alpha3` for older versions.
   */
  apiVersion?: string;
  /**
   * Whether `up` waits until a gateway has accepted the newest change of the route, and every gateway that reports a status
   * of it has. With `false`, `up` scales down the side that gets nothing more even if the gateway does not run, and its
   * connections are lost. Give `false` for a gateway that reports no status. Default: true.
   */
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
  /** Share of the sum of all weights; a backend with 0 gets no traffic. */
  readonly weight: number;
}

/** A checked route, with every default filled in. */
export interface CheckedRoute {
  readonly kind: RouteKind;
  readonly apiVersion: string;
  readonly parentRefs: Input<Input<ParentReference>[]>;
  readonly hostnames: Input<Input<string>[]> | undefined;
  /** Port of the Services behind the route. */
  readonly port: Input<number>;
  readonly waitForAccepted: boolean;
}

/** API group of Gateway API. */
export const GATEWAY_API_GROUP = "gateway.networking.k8s.io";

/** The manifest of a route to these backends. */
export function routeManifest(
  route: CheckedRoute,
  backends: readonly Backend[],
  metadata: CommonMetadata & { readonly name: string },
): RouteManifest {
  const { apiVersion, kind, parentRefs, hostnames, port, waitForAccepted } = route;
  return {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      ...(waitForAccepted && { annotations: waitForRoute(backends) }),
    },
    spec: {
      parentRefs,
      ...(hostnames && { hostnames }),
      rules: [{ backendRefs: backends.map(({ name, weight }) => ({ name, port, weight })) }],
    },
  };
}
