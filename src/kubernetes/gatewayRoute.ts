import type { Input } from "@pulumi/pulumi";
import { PROVIDER_ANNOTATIONS } from "../contract/names.js";
import type { Labels } from "./labels.js";

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

/** The route that the user wrote, without faults and with its defaults. */
export interface CheckedRoute {
  readonly kind: RouteKind;
  readonly apiVersion: string;
  readonly parentRefs: Input<Input<ParentReference>[]>;
  readonly hostnames: Input<Input<string>[]> | undefined;
  /** Port of the Services behind the route. */
  readonly port: Input<number>;
  readonly waitForAccepted: boolean;
}

/** API group of the routes. */
export const GATEWAY_API_GROUP = "gateway.networking.k8s.io";

const ACCEPTED = 'jsonpath={.status.parents[0].conditions[?(@.type=="Accepted")].status}=True';

/** The manifest of a route to these backends. */
export function routeManifest(
  route: CheckedRoute,
  backends: readonly Backend[],
  metadata: { name: string; namespace: Input<string> | undefined; labels: Input<Labels> },
): RouteManifest {
  const { apiVersion, kind, parentRefs, hostnames, port, waitForAccepted } = route;
  return {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      ...(waitForAccepted && { annotations: { [PROVIDER_ANNOTATIONS.waitFor]: ACCEPTED } }),
    },
    spec: {
      parentRefs,
      ...(hostnames && { hostnames }),
      rules: [{ backendRefs: backends.map(({ name, weight }) => ({ name, port, weight })) }],
    },
  };
}
