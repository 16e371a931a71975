import { expect, it } from "vitest";
import { gatewayObject, type Listener, portOf } from "./objects.js";

const LISTENERS: readonly Listener[] = [
  { name: "web", protocol: "TCP" },
  { name: "shop", protocol: "TLS" },
];

it("gives each listener a port, which a route names by the listener", () => {
  expect(gatewayObject("default", LISTENERS)).toMatchObject({
    spec: {
      listeners: [
        { name: "web", protocol: "TCP", port: 7100 },
        { name: "shop", protocol: "TLS", port: 7101, hostname: "app.test", tls: { mode: "Passthrough" } },
      ],
    },
  });
  expect(LISTENERS.map(({ name }) => portOf(LISTENERS, name))).toEqual([7100, 7101]);
  expect(portOf(LISTENERS, "other")).toBeUndefined();
});
