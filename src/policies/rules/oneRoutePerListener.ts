import type { KubernetesObject } from "../facts/objects.js";
import { getPath, list, number, requireKnown, text } from "../facts/unknown.js";
import { stackPolicy } from "../framework/policy.js";

/** Kinds that match nothing but the port. Other routes share a listener by host name or path. */
const KINDS: readonly string[] = ["TCPRoute", "UDPRoute"];

/** Finds routes that a gateway accepts and never uses. */
export const oneRoutePerListener = stackPolicy({
  name: "one-route-per-listener",
  description: "Each listener of a gateway has at most one TCPRoute or UDPRoute of the stack.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Give each route a listener of its own, by sectionName or port of its parentRefs.",
  url: "https://gateway-api.sigs.k8s.io/reference/spec/#tcproute",
  limits: {},
  check(stack, _, reporter) {
    const routes = stack.objects
      .filter(
        ({ apiVersion, kind }) => KINDS.includes(kind) && apiVersion.startsWith("gateway.networking.k8s.io/"),
      )
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));
    for (const [index, route] of routes.entries()) {
      for (const other of routes.slice(0, index)) {
        reporter.attempt(() => {
          const shared = sharedParent(route, other);
          if (shared === undefined) return;
          reporter.report({
            ...{ title: route.title, urn: route.urn, path: `spec.parentRefs[${shared}]` },
            value: getPath(list(getPath(route.value, "spec", "parentRefs"))[shared]),
            problem: `shares a listener with ${other.title}, so the gateway accepts both routes and uses only the older one`,
            remedy: "name a listener of its own with sectionName or port",
          });
        }, route.title);
      }
    }
  },
});

/** The index of the first parent whose listener another route of this kind also has. */
function sharedParent(route: KubernetesObject, other: KubernetesObject): number | undefined {
  if (route.kind !== other.kind || route.cluster !== other.cluster) return undefined;
  const others = parentsOf(other);
  const index = parentsOf(route).findIndex((parent) => others.some((one) => meet(parent, one)));
  return index < 0 ? undefined : index;
}

/** A gateway, and the listeners of it that a route attaches to. */
interface Parent {
  readonly gateway: string;
  readonly section: string | undefined;
  readonly port: number | undefined;
}

function parentsOf(route: KubernetesObject): Parent[] {
  return list(getPath(route.value, "spec", "parentRefs")).map((parent) => {
    const word = (key: string) => requireKnown(text(getPath(parent, key)));
    const kind = word("kind") ?? "Gateway";
    return {
      gateway: [kind, word("namespace") ?? route.namespace, word("name")].join("/"),
      section: word("sectionName"),
      port: requireKnown(number(getPath(parent, "port"))),
    };
  });
}

/** Without a name and a port, a route attaches to every listener. A name alone does not tell the port. */
function meet(a: Parent, b: Parent): boolean {
  if (a.gateway !== b.gateway) return false;
  const every = (parent: Parent) => parent.section === undefined && parent.port === undefined;
  if (every(a) || every(b)) return true;
  return (a.section !== undefined && a.section === b.section) || (a.port !== undefined && a.port === b.port);
}
