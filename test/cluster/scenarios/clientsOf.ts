import type { Gateway } from "../boot/gateway/gateway.js";
import { HOST_NAME, type Listener } from "../boot/gateway/objects.js";
import { OUTSIDE_CLIENTS } from "../boot/network.js";
import { type Clients, NamespaceClients } from "../load/clients.js";
import type { LoadMode, LoadOptions } from "../load/load.js";
import { addressOf, type Bench } from "./bench.js";
import type { Scenario } from "./scenario.js";

/** The places that the clients of a scenario are at: outside of the cluster where they come through the gateway. */
export function clientsOf(bench: Bench, { listeners }: Scenario): readonly Clients[] {
  return listeners ? [new NamespaceClients(OUTSIDE_CLIENTS)] : bench.clients;
}

/** How the clients of an app call it: through its listener of the gateway, or by its Service. */
export async function loadOf(
  bench: Bench,
  { listeners = [], load }: Scenario,
  app: string,
): Promise<LoadOptions> {
  const { rate } = bench;
  const listener = listeners.find(({ name }) => name === app);
  if (!listener) return { target: await addressOf(bench, app), rate, mode: load };
  const target = gatewayOf(bench).addressOf(app);
  return { target, rate, mode: load ?? MODES[listener.protocol], serverName: HOST_NAME };
}

const MODES: Readonly<Record<Listener["protocol"], LoadMode>> = {
  ...{ TCP: "connect", UDP: "flows", TLS: "tls", HTTP: "keepalive" },
};

/** The gateway that a scenario needs. */
export function gatewayOf({ parts }: Bench): Gateway {
  if (!parts) throw new Error("this needs a gateway of the test's own cluster");
  return parts.gateway;
}
