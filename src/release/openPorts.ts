import { openCluster } from "../cluster/open.js";
import { openChecks } from "./checks/openChecks.js";
import type { Clock, Ports, Stack } from "./driver/ports.js";
import { openEvidence } from "./evidence/evidence.js";
import type { Common } from "./options.js";
import { openPods } from "./pods/openPods.js";

export interface Outside {
  readonly stack: Stack;
  /** The directory of the project. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether the driver ends after one decision. */
  readonly once: boolean;
}

/** The clock of this machine. */
export const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, stopped) =>
    new Promise((resolve) => {
      if (stopped.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        stopped.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      stopped.addEventListener("abort", end);
    }),
};

/** Everything outside of a driver, for real. */
export function openPorts(
  { kubeconfig, context }: Common,
  { stack, root, environment, once }: Outside,
): Ports {
  const address = { kubeconfig: kubeconfig ?? (environment.KUBECONFIG || undefined), context };
  return {
    stack,
    clock: CLOCK,
    evidence: openEvidence({ environment, now: CLOCK.now, cwd: root, once }),
    pods: openPods(() => openCluster(address), CLOCK.now),
    checks: openChecks({ cwd: root, environment, ...address }),
  };
}
