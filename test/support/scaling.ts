/** What makes `up` wait for ready pods of this version, between two numbers of them. */
export const readyWithin = (version: string, min: number, max: number) => ({
  "pulumi-kubernetes-traffic/version": version,
  "pulumi.com/waitFor": JSON.stringify([
    `jsonpath={.metadata.annotations['pulumi-kubernetes-traffic/version']}=${version}`,
    `jsonpath={[?@.readyReplicas>${min - 1}&&@.readyReplicas<${max + 1}&&@.updatedReplicas==@.replicas]}`,
  ]),
});

/** What makes `up` wait for an autoscaler that has kept its bounds. */
export const autoscalerWait = (min: number, max: number) => ({
  "pulumi.com/waitFor": JSON.stringify([
    `jsonpath={[?@.currentReplicas>${min - 1}&&@.currentReplicas<${max + 1}]}`,
  ]),
});
