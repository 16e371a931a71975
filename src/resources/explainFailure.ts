import { openCluster } from "../cluster/open.js";
import type { ClusterReader } from "../cluster/reader.js";
import { readReadyPods } from "../cluster/readyPods.js";
import { readRollout } from "../cluster/rollout.js";
import { failureText, unreadText } from "./failureText.js";
import type { ProviderAddress } from "./providerAddress.js";
import type { StepFailure } from "./stepFailure.js";
import type { Pace } from "./watchStep.js";

/** How a failure is looked into. */
export interface Explaining {
  /** Longest time in milliseconds. `up` waits for it. */
  readonly timeout: number;
  readonly open: (address: ProviderAddress) => Promise<ClusterReader>;
  /** When a step that is still pending is looked into. */
  readonly pace: Pace;
}

/** Enough time for a login by plugin and a few reads. Most steps end before the first look. */
export const EXPLAINING: Explaining = {
  timeout: 20_000,
  open: openCluster,
  pace: { first: 15_000, every: 10_000 },
};

/**
 * Explains why a step failed, from the cluster. Undefined where there is no cluster. Never rejects, and always ends within
 * the timeout: a reader that hangs must not hold up the end of `up`.
 */
export async function explainFailure(
  failure: StepFailure,
  step: { readonly address: () => Promise<ProviderAddress>; readonly namespace: string | undefined },
  { timeout, open }: Pick<Explaining, "timeout" | "open"> = EXPLAINING,
): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    const problem = `the cluster did not answer within ${timeout / 1000} s`;
    timer = setTimeout(() => resolve(unreadText(failure, problem)), timeout);
  });
  const read = async () => {
    const address = await step.address();
    const known = step.namespace ?? address.namespace;
    return address.rendersYaml ? undefined : explained(failure, await open(address), known);
  };
  try {
    return await Promise.race([read(), late]);
  } catch (error) {
    return unreadText(failure, error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function explained(
  failure: StepFailure,
  reader: ClusterReader,
  known: string | undefined,
): Promise<string> {
  const namespace = known ?? (await reader.defaultNamespace());
  const [readyPods, ...rollouts] = await Promise.all([
    readReadyPods(reader, namespace, failure.service),
    ...failure.deployments.map((name) => readRollout(reader, namespace, name)),
  ]);
  return failureText(failure, { rollouts, readyPods });
}
