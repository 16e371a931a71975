import type { RouteArgs, RouteKind } from "../../../../dist/index.js";
import { HOST_NAME, type Listener, parentOf } from "../../boot/gateway/objects.js";
import { podTemplate } from "../../program/template.js";
import { UDP1, UDP2, V1, V2, type Version } from "../apps.js";
import type { Change } from "../scenario.js";

const REPLICAS = 2;

const KINDS: Readonly<Record<Listener["protocol"], RouteKind>> = {
  ...{ TCP: "TCPRoute", UDP: "UDPRoute", TLS: "TLSRoute", HTTP: "HTTPRoute" },
};
const PORTS = {
  TCP: { port: 80 },
  UDP: { name: "dns", protocol: "UDP", port: 53 },
  TLS: { port: 443 },
  HTTP: { port: 80 },
} as const;

/** The two versions that an app behind a listener runs. */
export function versionsOf({ protocol }: Listener): readonly [Version, Version] {
  return protocol === "UDP" ? [UDP1, UDP2] : [V1, V2];
}

export interface RoutedOptions {
  /** Default true. */
  readonly waitForAccepted?: boolean;
  readonly timeout?: number;
}

export interface RoutedCanaryOptions extends RoutedOptions {
  readonly weight: number;
  readonly stable?: Version;
  readonly canary?: Version;
}

/** A canary behind a listener, with exact weights. */
export function routedCanary(listener: Listener, title: string, options: RoutedCanaryOptions): Change {
  const [first, second] = versionsOf(listener);
  const { weight, stable = first, canary = second, timeout, waitForAccepted } = options;
  return {
    title,
    app: {
      is: "canary",
      name: listener.name,
      args: {
        ...{ method: "route", replicas: REPLICAS, weight, timeout, ...shared(listener, waitForAccepted) },
        stable: named(stable),
        canary: named(canary),
      },
    },
    share: { [stable.says]: 100 - weight, [canary.says]: weight },
    fewest: REPLICAS,
  };
}

export interface RoutedColorsOptions extends RoutedOptions {
  readonly active: "blue" | "green";
  readonly standbyReplicas?: number;
}

/** Two colors behind a listener, whose flip changes the route. */
export function routedColors(listener: Listener, title: string, options: RoutedColorsOptions): Change {
  const [blue, green] = versionsOf(listener);
  const { active, standbyReplicas, timeout, waitForAccepted } = options;
  return {
    title,
    app: {
      is: "blue-green",
      name: listener.name,
      args: {
        activeColor: active,
        colors: { blue: named(blue), green: named(green) },
        ...{ replicas: REPLICAS, standbyReplicas, timeout, ...shared(listener, waitForAccepted) },
      },
    },
    share: { [(active === "blue" ? blue : green).says]: 100 },
    fewest: REPLICAS,
  };
}

function shared(listener: Listener, waitForAccepted = true) {
  const { name, protocol } = listener;
  const route: RouteArgs = {
    kind: KINDS[protocol],
    parentRefs: [parentOf(name)],
    waitForAccepted,
    ...(protocol === "TLS" && { hostnames: [HOST_NAME] }),
  };
  return { route, template: podTemplate(), service: { ports: [PORTS[protocol]] } };
}

const named = ({ version, image }: Version) => ({ version, image });
