import { buildKubernetes, buildTools } from "./boot/binaries.js";
import { buildGateway } from "./boot/gateway/parts.js";
import { buildMetricsServer } from "./boot/metricsServer.js";
import { installPackages } from "./boot/packages.js";
import { isNeeded, type Wish } from "./catalog/plan.js";
import { run } from "./commands.js";
import { say } from "./say.js";

/** The number of attempts at each step of the setup. */
export const TRIES = 3;
/** Milliseconds for packages and builds: a machine that needs longer is too slow, or its downloads hang. */
const SET_UP = 30 * 60_000;

/** Installs and builds what a run lacks. Returns why this machine cannot run the test, if it cannot. */
export async function setUp(isForeign: boolean, wish: Wish): Promise<string | undefined> {
  const lacking = await whatIsLacking(isForeign);
  if (lacking) return `it needs ${lacking}`;
  try {
    const end = Date.now() + SET_UP;
    const own = [
      ...[installPackages, buildKubernetes],
      ...(isNeeded("gateway", wish) ? [buildGateway] : []),
      ...(isNeeded("metrics", wish) ? [buildMetricsServer] : []),
    ];
    for (const part of [...(isForeign ? [] : own), buildTools]) await thrice(part, end);
  } catch (error) {
    return `its parts cannot be had: ${(error as Error).message}`;
  }
  return undefined;
}

/** Retries a step of the setup. Assertions are never retried. */
async function thrice(work: (end: number) => Promise<void>, end: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(end);
    } catch (error) {
      if (attempt === TRIES || Date.now() > end) throw error;
      say(`try ${attempt} of ${TRIES} failed: ${(error as Error).message}`);
    }
  }
}

async function whatIsLacking(isForeign: boolean): Promise<string | undefined> {
  const go = await run("go", ["version"]).catch(() => undefined);
  if (isForeign) return go ? undefined : "Go, which builds the load generator: https://go.dev/dl";
  if (process.platform !== "linux") return "Linux";
  if (process.getuid?.() !== 0)
    return "root, for its network namespace and containerd: sudo env PATH=$PATH …";
  return go ? undefined : "Go, which builds Kubernetes: https://go.dev/dl";
}
