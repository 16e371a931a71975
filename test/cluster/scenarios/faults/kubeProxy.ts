import type { KubeProxy } from "../../boot/kubeProxy.js";
import { within } from "../../boot/network.js";
import { eventually, run } from "../../commands.js";
import type { Scenario } from "../scenario.js";
import { type Fault, walk } from "./walk.js";

/** Every kube-proxy ends in the middle of the `up`, and starts again at once. */
export function proxyRestarted(proxy: KubeProxy, how: "stop" | "kill", after: number): Fault {
  return {
    title: `kube-proxy ${how === "stop" ? "restarted" : "killed"} after write ${after}`,
    during: {
      after,
      happens: async () => {
        await Promise.all(
          [...proxy.running].map(async ([{ name }, daemon]) => {
            await daemon[how]();
            daemon.start();
            const healthy = within(name, "curl", ["-fs", "http://127.0.0.1:10256/healthz"]);
            await eventually(`kube-proxy of ${name} has written its rules`, 60, () => run(...healthy));
          }),
        );
      },
    },
  };
}

export const proxyRestarts = (proxy: KubeProxy): Scenario =>
  walk([1, 2, 3, 4].map((after) => proxyRestarted(proxy, after % 2 === 1 ? "stop" : "kill", after)));
