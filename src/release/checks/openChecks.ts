import type { ClusterAddress } from "../../cluster/reader.js";
import type { CheckResult, Checks } from "../driver/ports.js";
import { oneLine } from "../outside/oneLine.js";
import type { CheckSpec } from "../spec/spec.js";
import { commandCheck } from "./command.js";
import { httpCheck } from "./http.js";
import { jobCheck } from "./job.js";
import { type JobCluster, openJobCluster } from "./jobCluster.js";

/** Where checks run. */
export interface CheckOptions extends Pick<ClusterAddress, "kubeconfig" | "context"> {
  /** The project's folder: commands run in it, and files of Jobs are relative to it. */
  readonly cwd: string;
  /** Variables that commands get. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The component's namespace, for a Job whose manifest has none. Default: that of the context. */
  readonly namespace?: string | undefined;
  /** How a cluster is opened for a Job. Default: with the client package, or else with kubectl. */
  readonly openCluster?: (address: ClusterAddress) => Promise<JobCluster>;
  /** Milliseconds between two looks at a Job. Default: 1000. */
  readonly pollEvery?: number | undefined;
}

/** The checks of a release, for real. Only a job check writes to the cluster, and only its own Job. */
export function openChecks(options: CheckOptions): Checks {
  return {
    run: async (check, stopped) => {
      try {
        return await run(check, stopped, options);
      } catch (error) {
        const text = oneLine(error instanceof Error ? error.message : String(error));
        return { passed: false, text: `${check.check} check could not run: ${text}` };
      }
    },
  };
}

function run(check: CheckSpec, stopped: AbortSignal, options: CheckOptions): Promise<CheckResult> {
  switch (check.check) {
    case "http":
      return httpCheck(check, stopped);
    case "command":
      return commandCheck(check, stopped, options);
    case "job": {
      const { kubeconfig, context, openCluster = openJobCluster } = options;
      return jobCheck(check, stopped, { ...options, open: () => openCluster({ kubeconfig, context }) });
    }
  }
}
