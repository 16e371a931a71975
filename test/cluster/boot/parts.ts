import { join } from "node:path";
import { type ControlPlane, startControlPlane } from "./controlPlane.js";
import { writeImages } from "./images.js";
import { connect, machine } from "./machine.js";
import { createNetwork } from "./network.js";
import { type Node, startNode } from "./node.js";
import type { Daemons } from "./processes.js";

/** The running parts of a cluster, without kube-proxy. */
export interface Parts extends ControlPlane {
  readonly nodes: readonly Node[];
}

/** Starts a cluster with so many nodes, each in a network namespace of its own. */
export async function startParts(state: string, nodes: number, daemons: Daemons): Promise<Parts> {
  await createNetwork();
  const machines = Array.from({ length: nodes }, (_, index) => machine(index + 1));
  for (const each of machines) await connect(each);
  const controlPlane = await startControlPlane(state, daemons);
  const archive = await writeImages(join(state, "images"));
  const starting = machines.map((each) =>
    startNode(each, join(state, each.name), controlPlane.kubeconfig, archive, daemons),
  );
  return { ...controlPlane, nodes: await Promise.all(starting) };
}
