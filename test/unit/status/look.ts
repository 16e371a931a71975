import { openCluster } from "../../../src/cluster/open.js";
import type { Status } from "../../../src/status/model.js";
import type { Plan } from "../../../src/status/planned.js";
import type { Scope } from "../../../src/status/read.js";
import { readStatus } from "../../../src/status/status.js";
import { type FakeCluster, type FakeOptions, type LiveObject, startCluster } from "./cluster.js";

/** What is looked at, and where. */
export interface Look extends FakeOptions {
  readonly plan?: Plan;
  readonly scope?: Scope;
  readonly kubeProxy?: boolean;
}

/** The status of a cluster with these objects. */
export async function look(objects: readonly LiveObject[], options: Look = {}): Promise<Status> {
  return lookAt(await startCluster(objects, options), options);
}

/** The status of a running cluster. */
export async function lookAt(
  { kubeconfig }: FakeCluster,
  { plan, scope, kubeProxy = false }: Omit<Look, keyof FakeOptions>,
): Promise<Status> {
  return readStatus(await openCluster({ kubeconfig }), plan, { scope, kubeProxy });
}
