import { Delay } from "../../boot/delay.js";
import type { KubeProxy } from "../../boot/kubeProxy.js";
import type { Machine } from "../../boot/machine.js";
import { CONTROL_PLANE } from "../../boot/network.js";
import { total } from "../../load/load.js";
import { cellLine, type DrainCell, type DrainCurve, sum, wrongOf } from "../../report/drains.js";
import type { ChangeResult } from "../../report/result.js";
import { say } from "../../say.js";
import type { ProxyMode } from "../../settings.js";
import { blueGreen, DROPS1, DROPS2 } from "../apps.js";
import type { Bench } from "../bench.js";
import { runScenario } from "../run.js";
import type { Change, Named, Scenario, Step } from "../scenario.js";

const DRAINS = [0, 1, 2, 3, 5, 8];
const DELAYS = [0, 1, 2, 5];
/** Connections per second to each app, at most: seven apps change together. */
const RATE = 20;
const API_PORT = 6443;

/** Measures what flips lose through a kube-proxy that hears of every change later, over its delay and the drain. */
export async function slowProxy(
  bench: Bench,
  named: Named,
  proxy: KubeProxy,
  mode: ProxyMode,
): Promise<DrainCurve> {
  const nodes = bench.parts?.nodes ?? [];
  const slow = nodes.length - 1;
  const { machine } = nodes[slow] as { readonly machine: Machine };
  const relay = await Delay.open({ host: CONTROL_PLANE, port: 0 }, { host: CONTROL_PLANE, port: API_PORT });
  await proxy.reroute(machine, mode, `https://${CONTROL_PLANE}:${relay.port}`);
  const rate = Math.min(RATE, bench.rate);
  const behind = { ...bench, rate, clients: bench.clients.slice(slow) };
  const { changes } = await runScenario(behind, named, flipsAt(relay), mode);
  relay.setDelay(0);
  await proxy.reroute(machine, mode);
  relay.close();
  const cells = DELAYS.flatMap((delay) => [
    ...DRAINS.map((drain) => cellOf(changes, delay, drain, false)),
    cellOf(changes, delay, 0, true),
  ]);
  const failed = wrongOf(cells);
  for (const cell of cells) say(`  ${cellLine(cell)}`);
  for (const text of failed) say(`          FAILED: ${text}`);
  return { mode, rate, cells, failed };
}

/** Flips of apps with every drain, there and back with each delay. The curve judges what they lose. */
function flipsAt(relay: Delay): Scenario {
  return {
    loses: true,
    first: flip("blue", 0).changes.map(({ app }) => app),
    steps: DELAYS.flatMap((delay): Step[] => [
      { changes: [], instead: async () => relay.setDelay(1000 * delay) },
      flip("green", delay),
      flip("blue", delay),
    ]),
  };
}

function flip(active: "blue" | "green", delay: number): Step {
  return {
    changes: [...DRAINS.map((drain) => change(active, delay, drain, false)), change(active, delay, 0, true)],
  };
}

function change(active: "blue" | "green", delay: number, drainSeconds: number, waits: boolean): Change {
  const others = { standbyReplicas: 0, blue: DROPS1, green: DROPS2, skipAwait: !waits };
  return blueGreen(nameOf(drainSeconds, waits), titleOf(delay), { active, drainSeconds, ...others });
}

function cellOf(
  changes: readonly ChangeResult[],
  delay: number,
  drainSeconds: number,
  waits: boolean,
): DrainCell {
  const own = changes.filter(
    ({ app, title }) => app === nameOf(drainSeconds, waits) && title === titleOf(delay),
  );
  return {
    ...{ delay, drainSeconds, waits },
    lost: own.map(({ counts }) => total(counts.lost)),
    begun: sum(own.map(({ counts }) => counts.begun)),
  };
}

function nameOf(drainSeconds: number, waits: boolean): string {
  return waits ? `wait-${drainSeconds}` : `drain-${drainSeconds}`;
}

function titleOf(delay: number): string {
  return `flip, kube-proxy ${delay} s late`;
}
