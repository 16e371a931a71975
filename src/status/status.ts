import type { ClusterReader } from "../cluster/reader.js";
import { absentComponent, componentsIn } from "./components.js";
import { readKubeProxy } from "./kubeProxy.js";
import type { ComponentStatus, Status } from "./model.js";
import {
  type Plan,
  type PlannedComponent,
  plannedComponents,
  plannedMode,
  plannedNamespaces,
} from "./planned.js";
import { ListReader, readNamespaces, type Scope } from "./read.js";

/** What to look at. */
export interface Selection {
  /** Namespaces, or all. Undefined for that of the context and those that the program names. */
  readonly scope: Scope | undefined;
  /** Whether to read kube-proxy's mode too. */
  readonly kubeProxy: boolean;
}

/**
 * Reads the cluster, and compares it with the program where there is one. Only reads. Rejects with the reader's error if
 * nothing at all can be read.
 */
export async function readStatus(
  cluster: ClusterReader,
  plan: Plan | undefined,
  { scope: wanted, kubeProxy: withProxy }: Selection,
): Promise<Status> {
  const reader = new ListReader(cluster);
  const report = plan && "report" in plan ? plan.report : undefined;
  const planned = report ? plannedComponents(report) : [];
  const home = await cluster.defaultNamespace();
  const scope = wanted ?? [...new Set([home, ...plannedNamespaces(planned)])];
  const [namespaces, kubeProxy] = await Promise.all([
    readNamespaces(reader, scope),
    withProxy ? readKubeProxy(reader) : undefined,
  ]);

  const plannedIn = (namespace: string) => planned.filter((one) => namespaceOf(one, home) === namespace);
  const present = namespaces.flatMap((objects) => componentsIn(objects, plannedIn(objects.namespace)));
  const isPresent = (one: PlannedComponent) =>
    present.some(
      ({ component: kind, name, namespace }) =>
        kind === one.component && name === one.name && namespace === namespaceOf(one, home),
    );
  const absent = planned
    .filter((one) => !isPresent(one) && isInScope(namespaceOf(one, home), scope) && wereRead(reader))
    .map((one) => absentComponent(one, namespaceOf(one, home)));
  const mode = report && plannedMode(report);
  return {
    cluster: cluster.describe,
    namespaces: scope,
    stack: report && plan?.stack,
    components: [...present, ...absent],
    kubeProxy: kubeProxy && {
      ...kubeProxy,
      planned: mode === kubeProxy.configured ? undefined : mode,
    },
    notes: notesOf(plan, present),
    unread: reader.unread,
  };
}

/** The namespace of a planned component: its Deployments', or that of the context. */
function namespaceOf({ objects }: PlannedComponent, home: string): string {
  return objects.find(({ kind }) => kind === "Deployment")?.namespace ?? home;
}

function isInScope(namespace: string, scope: Scope): boolean {
  return scope === "all" || scope.includes(namespace);
}

/** Without the Deployments, a component of the program may be in the cluster or not. */
function wereRead({ unread }: ListReader): boolean {
  return !unread.some(({ what }) => what.startsWith("Deployments"));
}

function notesOf(plan: Plan | undefined, present: readonly ComponentStatus[]): string[] {
  if (plan === undefined) {
    return present.length > 0 ? ["no Pulumi.yaml here, so what the stack asks for is not shown"] : [];
  }
  if ("failure" in plan) {
    const [reason = ""] = plan.failure.split("\n");
    return [`the program cannot be run, so what the stack asks for is not shown: ${reason}`];
  }
  return [];
}
