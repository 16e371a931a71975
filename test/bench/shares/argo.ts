/** Pods of each side. */
export interface Sides {
  readonly canary: number;
  readonly stable: number;
}

/**
 * The sides that Argo Rollouts 1.9 aims at for a weight from 1 to 99 without a traffic router, with `maxSurge` above 0,
 * its default. A canary of the share of `replicas`, rounded up or down, in a total of `replicas` or of one pod more: the
 * nearest share wins, and on a tie the first one. Rounding down is left out where both are equally near, and where no
 * pod would be left; rounding up where it would leave the stable side without a pod.
 *
 * https://github.com/argoproj/argo-rollouts/blob/v1.9.1/utils/replicaset/canary.go,
 * approximateWeightedCanaryStableReplicaCounts
 */
export function argoSides(replicas: number, weight: number): Sides {
  const [up, down] = [Math.ceil((replicas * weight) / 100), Math.floor((replicas * weight) / 100)];
  const options = [replicas, replicas + 1].flatMap((total) => {
    const halfWay = (total * (weight / 100)) % 1 === 0.5;
    const counts = [...(up < total ? [up] : []), ...(down > 0 && !halfWay ? [down] : [])];
    return counts.map((canary) => ({ canary, stable: total - canary }));
  });
  return options.reduce((best, next) => (errorOf(next, weight) < errorOf(best, weight) ? next : best));
}

/** How far the share of the canary is from the weight, in percentage points. */
export function errorOf({ canary, stable }: Sides, weight: number): number {
  return Math.abs((100 * canary) / (canary + stable) - weight);
}
