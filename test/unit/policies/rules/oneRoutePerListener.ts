import * as k8s from "@pulumi/kubernetes";
import { canary, shop } from "../programs/components.js";
import type { Loose } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

/** Declares a route by hand. */
const route = (name: string, parent: Loose, kind = "TCPRoute", opts = {}) =>
  new k8s.apiextensions.CustomResource(
    name,
    { apiVersion: "gateway.networking.k8s.io/v1", kind, metadata: { name }, spec: { parentRefs: [parent] } },
    opts,
  );

/** The arguments of a component behind a listener. */
const behind = (parent: Loose) => ({ route: { kind: "TCPRoute", parentRefs: [parent] } });

const problem = (other: string) =>
  `shares a listener with TCPRoute "${other}", so the gateway accepts both routes and uses only the older one; name a listener of its own with sectionName or port`;

export const oneRoutePerListener: RuleCases = {
  bad: {
    "two components on one listener": {
      messages: [
        `TCPRoute "myapp": spec.parentRefs[0]: {"name":"edge","sectionName":"tcp"} ${problem("shop")}`,
      ],
      program: () => {
        canary({ method: "route", ...behind({ name: "edge", sectionName: "tcp" }) });
        shop(behind({ name: "edge", sectionName: "tcp" }));
      },
    },
    "two routes on one port": {
      messages: [`TCPRoute "two": spec.parentRefs[0]: {"name":"edge","port":5432} ${problem("one")}`],
      program: () => {
        route("one", { name: "edge", port: 5432 });
        route("two", { name: "edge", port: 5432 });
      },
    },
    "a route on every listener": {
      messages: [`TCPRoute "two": spec.parentRefs[0]: {"name":"edge","sectionName":"tcp"} ${problem("one")}`],
      program: () => {
        route("one", { name: "edge", namespace: "default" });
        route("two", { name: "edge", sectionName: "tcp" });
      },
    },
  },
  good: {
    "each route on a listener of its own": {
      program: () => {
        canary({ method: "route", ...behind({ name: "edge", sectionName: "one" }) });
        shop(behind({ name: "edge", sectionName: "two" }));
      },
    },
    "other gateways, other namespaces, other clusters": {
      program: () => {
        route("one", { name: "edge" });
        route("two", { name: "inner" });
        route("three", { name: "edge", namespace: "infra" });
        route("four", { name: "edge" }, "TCPRoute", {
          provider: new k8s.Provider("far", { kubeconfig: "far" }),
        });
      },
    },
    "TCP and UDP on one gateway": {
      program: () => {
        route("one", { name: "edge" });
        route("two", { name: "edge" }, "UDPRoute");
      },
    },
    "routes that match by host name": {
      program: () => {
        route("one", { name: "edge", sectionName: "web" }, "HTTPRoute");
        route("two", { name: "edge", sectionName: "web" }, "HTTPRoute");
      },
    },
  },
};
