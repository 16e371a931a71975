import type { Gateway } from "../../boot/gateway/gateway.js";
import type { Listener } from "../../boot/gateway/objects.js";
import type { Cluster, Live } from "../../cluster/api.js";
import { eventually } from "../../commands.js";
import { V1 } from "../apps.js";
import type { Change, Scenario } from "../scenario.js";
import { type RoutedOptions, routedCanary, routedColors } from "./apps.js";

const TCP: Listener = { name: "tcp", protocol: "TCP" };
const STORE: Listener = { name: "store", protocol: "TCP" };
/** Seconds until a step fails whose route no gateway accepts. */
const SOON = 60;

/** Both apps in one step: a canary, and a flip that ends the pods of the old color. */
function both(
  weight: number,
  active: "blue" | "green",
  title: string,
  options: RoutedOptions = {},
): Change[] {
  return [
    routedCanary(TCP, `weight ${weight}${title}`, { weight, ...options }),
    routedColors(STORE, `flip, standby 0${title}`, { active, standbyReplicas: 0, ...options }),
  ];
}

/** The controller is killed in the middle of steps, and Envoy goes on with what it knows. */
export function controllerKilled(gateway: Gateway): Scenario {
  const timeout = SOON;
  return {
    listeners: [TCP, STORE],
    first: both(0, "blue", "", { timeout }).map(({ app }) => app),
    steps: [
      {
        up: "fails",
        during: { after: 1, happens: () => gateway.killController() },
        changes: both(25, "green", ", controller killed", { timeout }).map(staysWithV1),
      },
      // Envoy connects again some time after the controller is ready, so no share is planned until the next up.
      { instead: () => gateway.startController(), changes: [] },
      { changes: both(25, "green", ", up again", { timeout }) },
      killedAndBack(gateway, both(100, "blue", ", killed and back", { timeout })),
    ],
  };
}

/** What a short run shows of routes. */
export function routesInShort(gateway: Gateway): Scenario {
  return {
    listeners: [TCP, STORE],
    first: both(0, "blue", "").map(({ app }) => app),
    steps: [
      { changes: both(5, "green", "") },
      { changes: both(50, "blue", "") },
      killedAndBack(gateway, both(25, "green", ", killed and back")),
      { changes: both(0, "blue", "") },
    ],
  };
}

/** The step waits for the controller, which comes back once both routes have changed. */
function killedAndBack(gateway: Gateway, changes: Change[]): Scenario["steps"][number] {
  return {
    changes,
    during: {
      after: 1,
      happens: async ({ cluster }) => {
        const before = await generations(cluster);
        await gateway.killController();
        await eventually("both routes have changed", 120, async () => {
          const now = await generations(cluster);
          if (now.some((generation, index) => generation === before[index])) throw new Error("not yet");
        });
        await gateway.startController();
      },
    },
  };
}

async function generations(cluster: Cluster): Promise<unknown[]> {
  const routes = [TCP, STORE].map(({ name }) =>
    cluster.read("gateway.networking.k8s.io/v1", "TCPRoute", name),
  );
  return (await Promise.all(routes)).map(({ metadata }: Live) => metadata?.generation);
}

function staysWithV1(change: Change): Change {
  return { ...change, share: { [V1.says]: 100 } };
}

/** The same without the wait: the old color ends, and the gateway still sends to it. */
export function unawaited(gateway: Gateway): Scenario {
  const store = (active: "blue" | "green") =>
    routedColors(STORE, "flip without the wait", { active, standbyReplicas: 0, waitForAccepted: false });
  return {
    listeners: [STORE],
    loses: true,
    first: [store("blue").app],
    steps: [
      {
        changes: [store("green")],
        during: { after: 1, happens: () => gateway.killController() },
      },
      { changes: [], instead: () => gateway.startController() },
    ],
  };
}
