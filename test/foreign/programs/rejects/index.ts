import * as pulumi from "@pulumi/pulumi";

async function fetchReplicas(): Promise<number> {
  await Promise.resolve();
  throw new Error("the registry is down");
}

export const replicas = pulumi.output(fetchReplicas());
