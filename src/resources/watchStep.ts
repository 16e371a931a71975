import type { ClusterReader } from "../cluster/reader.js";
import { readRollout } from "../cluster/rollout.js";
import { stuckReasons, stuckText } from "../cluster/stuck.js";
import type { StepFailure } from "./stepFailure.js";

/** A step of an update while it is pending. */
export interface PendingStep {
  readonly failure: StepFailure;
  /** Resolves when all that the step waits for is done. */
  readonly begun: Promise<unknown>;
  /** Resolves when the step is done. It never does for a step that fails. */
  readonly ended: Promise<unknown>;
  /** Seconds after which the step fails. */
  readonly timeout: number;
  /** Opens its cluster; undefined where there is none. */
  readonly open: () => Promise<{ reader: ClusterReader; namespace: string } | undefined>;
  readonly warn: (text: string) => void;
  /** What the component has warned about: its steps may wait for the same pods. */
  readonly warned: Set<string>;
}

/** When a pending step is looked into, in milliseconds. */
export interface Pace {
  /** The first time: after most steps have ended. */
  readonly first: number;
  readonly every: number;
}

/**
 * Warns while a step waits for pods that do not start, once for each reason: the provider shows none before the timeout.
 * Nothing can end the provider's wait earlier. Its timers do not keep the program alive, and a problem of its own is silent.
 * Returns a function that ends it.
 */
export function watchStep(step: PendingStep, { first, every }: Pace): () => void {
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  let cluster: ReturnType<PendingStep["open"]> | undefined;
  const stop = () => {
    over = true;
    clearTimeout(timer);
  };
  const look = async (left: number): Promise<void> => {
    cluster ??= step.open();
    const opened = await cluster;
    if (!opened) return stop();
    for (const text of await newReasons(step, opened)) {
      // The step may have ended while the cluster was read.
      if (!over) step.warn(text);
    }
    wait(every, left - every);
  };
  const wait = (delay: number, left: number) => {
    if (over || left <= 0) return;
    timer = setTimeout(() => void look(left).catch(stop), delay).unref();
  };
  step.ended.then(stop, stop);
  step.begun.then(() => wait(first, step.timeout * 1000 - first), stop);
  return stop;
}

async function newReasons(
  { failure, timeout, warned }: PendingStep,
  { reader, namespace }: { reader: ClusterReader; namespace: string },
): Promise<string[]> {
  const texts: string[] = [];
  for (const name of failure.deployments) {
    const rollout = await readRollout(reader, namespace, name);
    if (!rollout) continue;
    for (const [word, reason] of stuckReasons(rollout)) {
      const key = `${name} ${word}`;
      if (warned.has(key)) continue;
      warned.add(key);
      texts.push(
        `${stuckText(rollout, reason)}\nup waits until the timeout of ${timeout} s. Ctrl-C ends it now, and connections stay where they are.`,
      );
    }
  }
  return texts;
}
