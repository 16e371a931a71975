// One `up` without the Pulumi CLI, as a process of its own so that it can be killed: apply.ts STATE KUBECONFIG NAMESPACE < apps.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { KubernetesObject } from "@kubernetes/client-node";
import type { PlannedResource } from "../../../dist/testing/index.js";
import { runWith } from "../../support/engine.js";
import { Cluster, MANAGER } from "../cluster/api.js";
import { type App, register } from "../program/apps.js";
import { awaitObject } from "./await.js";

/** The objects of the last update, by URN, as in Pulumi's state. */
type State = Record<string, KubernetesObject>;

const [stateFile = "", kubeconfig = "", namespace = ""] = process.argv.slice(2);
const killAfter = Number(process.env.KILL_AFTER_WRITES ?? Number.POSITIVE_INFINITY);
const staleReads = process.env.STALE_READS === "true";
let writes = 0;

const apps = JSON.parse(await text(process.stdin)) as App[];
// As in a real update, the program has an engine, so that components read the cluster. Without apps, everything is removed.
const config = { "kubernetes:kubeconfig": kubeconfig, "kubernetes:namespace": namespace };
const { resources, messages } = await runWith({ config }, () => register(apps));
const refused = messages.find(({ severity }) => severity === "error");
if (refused) throw new Error(refused.text);
await up(resources);

/**
 * Applies what has changed, as the Pulumi engine does: each object as soon as its dependencies are done. Objects that are
 * no longer planned are removed last.
 */
async function up(resources: readonly PlannedResource[]): Promise<void> {
  const cluster = new Cluster(kubeconfig, namespace);
  const state: State = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, "utf8")) : {};
  const done = new Map<string, Promise<void>>();
  const replaced: KubernetesObject[] = []; // an object with another name is a new object; the old one is removed last
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const start = (resource: PlannedResource): Promise<void> => {
    const running = done.get(resource.urn) ?? step(resource);
    done.set(resource.urn, running);
    return running;
  };
  const step = async (resource: PlannedResource): Promise<void> => {
    const needs = resource.dependencies.flatMap((urn) => byUrn.get(urn) ?? []);
    await Promise.all(needs.map(start));
    if (!resource.type.startsWith("kubernetes:")) return; // a component, or a provider
    const object = resource.inputs as KubernetesObject;
    const ignored = resource.options.ignoreChanges?.includes("spec.replicas");
    if (ignored) keepReplicas(object, state[resource.urn]);
    if (JSON.stringify(state[resource.urn]) === JSON.stringify(object)) return;
    const before = staleReads && object.kind === "Deployment" ? await earlier(cluster, object) : undefined;
    const former = state[resource.urn];
    if (former && former.metadata?.name !== object.metadata?.name) replaced.push(former);
    const applied = ignored ? await withLiveReplicas(cluster, object) : object;
    const live = await cluster.apply({ ...applied, metadata: { ...applied.metadata, namespace } });
    countWrite(object);
    await awaitObject(cluster, live, secondsOf(resource), before);
    save(state, resource.urn, object);
  };
  const ended = await Promise.allSettled(resources.map(start));
  const failures = new Set(ended.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : [])));
  if (failures.size > 0) {
    process.stderr.write(`${[...failures].join("\n")}\n`);
    process.exit(1);
  }
  const remove = async (object: KubernetesObject) => {
    const { apiVersion = "", kind = "", metadata } = object;
    await cluster.remove(apiVersion, kind, metadata?.name ?? "");
    countWrite(object);
  };
  for (const object of replaced) await remove(object);
  for (const [urn, object] of Object.entries(state)) {
    if (byUrn.has(urn)) continue;
    await remove(object);
    save(state, urn, undefined);
  }
}

type Sized = KubernetesObject & { spec: { replicas?: number } };

/** Gives an ignored field the value that it has in the state. */
function keepReplicas(object: KubernetesObject, before: KubernetesObject | undefined): void {
  if (before) (object as Sized).spec.replicas = (before as Sized).spec.replicas;
}

/** Writes an ignored field with its live value if the driver owns it, and omits it if another manager does. */
async function withLiveReplicas(cluster: Cluster, object: KubernetesObject): Promise<KubernetesObject> {
  const live = await earlier(cluster, object);
  if (!live) return object;
  const own = live.metadata?.managedFields?.find(({ manager }) => manager === MANAGER);
  const { replicas: _, ...spec } = (object as Sized).spec;
  const owned = (own?.fieldsV1 as OwnedFields | undefined)?.["f:spec"]?.["f:replicas"] !== undefined;
  const written = { ...spec, ...(owned && { replicas: live.spec?.replicas }) };
  return { ...object, spec: written } as KubernetesObject;
}

interface OwnedFields {
  readonly "f:spec"?: { readonly "f:replicas"?: object };
}

/** The object before the write; undefined if it does not exist yet. */
async function earlier(cluster: Cluster, { apiVersion = "", kind = "", metadata }: KubernetesObject) {
  return cluster.read(apiVersion, kind, metadata?.name ?? "").catch(() => undefined);
}

/** Reports a write. Kills this process after the requested one, before it waits for the object or records it. */
function countWrite({ kind, metadata }: KubernetesObject): void {
  writes++;
  process.stdout.write(`wrote ${kind} ${metadata?.name}\n`);
  if (writes >= killAfter) process.kill(process.pid, "SIGKILL");
}

function secondsOf({ options }: PlannedResource): number {
  return Number.parseInt(options.customTimeouts?.update ?? "600s", 10);
}

function save(state: State, urn: string, object: KubernetesObject | undefined): void {
  if (object) state[urn] = object;
  else delete state[urn];
  writeFileSync(`${stateFile}.new`, JSON.stringify(state));
  renameSync(`${stateFile}.new`, stateFile);
}
