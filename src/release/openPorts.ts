import { openCluster } from "../cluster/open.js";
import { openChecks } from "./checks/openChecks.js";
import { SYSTEM_CLOCK } from "./driver/clock.js";
import type { Ports, Stack } from "./driver/ports.js";
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

/** Everything outside of a driver, for real. */
export function openPorts(
  { kubeconfig, context }: Common,
  { stack, root, environment, once }: Outside,
): Ports {
  const address = { kubeconfig: kubeconfig ?? (environment.KUBECONFIG || undefined), context };
  return {
    stack,
    clock: SYSTEM_CLOCK,
    evidence: openEvidence({ environment, now: SYSTEM_CLOCK.now, cwd: root, once }),
    pods: openPods(() => openCluster(address), SYSTEM_CLOCK.now),
    checks: openChecks({ cwd: root, environment, ...address }),
  };
}
