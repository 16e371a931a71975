import type { KubernetesObject } from "@kubernetes/client-node";
import type { ParentReference } from "../../../../dist/index.js";
import { ENVOY_VERSION } from "./parts.js";

/** A port of the gateway. */
export interface Listener {
  /** The app whose connections it takes, whose route names it. */
  readonly name: string;
  readonly protocol: "TCP" | "UDP" | "TLS" | "HTTP";
}

/** The one Gateway of the cluster. */
const GATEWAY = "edge";
/** The name that clients of a TLS listener ask for. Envoy passes their connections on as they are. */
export const HOST_NAME = "app.test";

const CLASS = "envoy";
const NAMESPACE = "envoy-gateway-system";
/** The name by which the controller knows its classes. */
export const CONTROLLER_NAME = "gateway.envoyproxy.io/gatewayclass-controller";
const API = "gateway.networking.k8s.io/v1";
/** The first port; the gateway moves those below 1024. */
const FIRST_PORT = 7100;

/** What a route to a listener has as its parent. */
export function parentOf(listener: string): ParentReference {
  return { name: GATEWAY, sectionName: listener };
}

/** The port of a listener. */
export function portOf(listeners: readonly Listener[], name: string): number | undefined {
  const index = listeners.findIndex((listener) => listener.name === name);
  return index < 0 ? undefined : FIRST_PORT + index;
}

/** What makes the controller take the class as its own, and run its Envoy on this machine. */
export function classObjects(): KubernetesObject[] {
  const provider = { type: "Host", host: { envoyVersion: ENVOY_VERSION } };
  const settings = { telemetry: { accessLog: { disable: true } }, extraArgs: ["--disable-hot-restart"] };
  const proxy = { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: CLASS, namespace: NAMESPACE };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    object(
      `${proxy.group}/v1alpha1`,
      "EnvoyProxy",
      { name: CLASS, namespace: NAMESPACE },
      { provider, ...settings },
    ),
    object(API, "GatewayClass", { name: CLASS }, { controllerName: CONTROLLER_NAME, parametersRef: proxy }),
  ];
}

/** The Gateway with these listeners. */
export function gatewayObject(namespace: string, listeners: readonly Listener[]): KubernetesObject {
  return object(
    API,
    "Gateway",
    { name: GATEWAY, namespace },
    {
      gatewayClassName: CLASS,
      listeners: listeners.map(({ name, protocol }) => ({
        ...{ name, protocol, port: portOf(listeners, name) },
        ...(protocol === "TLS" && { hostname: HOST_NAME, tls: { mode: "Passthrough" } }),
      })),
    },
  );
}

function object(
  apiVersion: string,
  kind: string,
  metadata: KubernetesObject["metadata"],
  spec: object,
): KubernetesObject {
  return { apiVersion, kind, metadata, spec } as KubernetesObject;
}
