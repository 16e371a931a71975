import { BlockList } from "node:net";
import { ip } from "../../boot/network.js";
import { type Node, ready } from "../../boot/node.js";
import type { Cluster, Live } from "../../cluster/api.js";
import { allReady } from "../../cluster/evictions.js";
import { eventually, sleep } from "../../commands.js";
import { Flows } from "../../load/flows.js";
import { between, Load, sum } from "../../load/load.js";
import type { App } from "../../program/apps.js";
import { type ChangeResult, judge, line, type ScenarioResult } from "../../report/result.js";
import { say } from "../../say.js";
import { addressOf, type Bench, emptied, settled } from "../bench.js";
import { carryOut } from "../carryOut.js";
import type { Named } from "../scenario.js";
import { release, walk } from "./walk.js";

/** Milliseconds after the release until the last pods have drained, and for which the share is counted then. */
const WINDOW = 8000;
/** Seconds until the control plane has given up a node that does not answer, and all pods that it had. */
const GIVEN_UP = 180;
/** Seconds after which pods leave a node that does not answer. The default is 300. */
const PATIENCE = 5;

/** A bench of several nodes. The last one dies. */
type Own = Bench & { readonly parts: NonNullable<Bench["parts"]> };

/**
 * A node loses its network and its daemons in the middle of each release. Clients of the other nodes may lose only what
 * kube-proxy has sent to its pods, which the connection tracking of their nodes shows.
 */
export async function nodeDies(bench: Own, { name, shows }: Named, mode: string): Promise<ScenarioResult> {
  say(`${mode}: ${name}: ${shows}`);
  const apps = new Map(walk([]).first.map((app) => [app.name, impatient(app)]));
  await bench.driver.up([...apps.values()]);
  await settled(bench, [...apps.keys()]);
  const changes: ChangeResult[] = [];
  for (const index of [0, 1, 2, 3]) changes.push(...(await underDeath(bench, index, apps)));
  await bench.driver.destroy();
  await emptied(bench.cluster);
  return { mode, scenario: name, loses: false, changes, counts: sum(changes.map(({ counts }) => counts)) };
}

/** One release. Returns what became of the connections of each app. */
async function underDeath(bench: Own, index: number, apps: Map<string, App>): Promise<ChangeResult[]> {
  const { cluster, clients, parts, rate } = bench;
  const dying = parts.nodes.at(-1) as Node;
  const living = parts.nodes.slice(0, -1);
  const flows = await Flows.watch(living.map(({ machine }) => machine));
  const loads = new Map<string, Load>();
  for (const name of apps.keys()) {
    const target = await addressOf(bench, name);
    loads.set(name, Load.start(clients.slice(0, living.length), { target, rate, nameLost: true }));
    bench.endpoints.begin(name);
  }
  await sleep(2000);
  const started = Date.now();
  const after = index + 1;
  const changes = release(index).map((change) => ({ ...change, app: impatient(change.app) }));
  for (const { app } of changes) apps.set(app.name, app);
  const during = { after, happens: () => die(dying, parts) };
  const { refusal } = await carryOut(bench, { changes, up: "may fail", during }, [...apps.values()]);
  const seconds = (Date.now() - started) / 1000;
  await eventually(`${dying.machine.name} is given up`, GIVEN_UP, async () => {
    const left = (await podsOf(cluster, dying)).filter(({ metadata }) => !metadata?.deletionTimestamp);
    if (left.length > 0) throw new Error(`it has ${left.length} pods`);
  });
  await allReady(cluster);
  await sleep(WINDOW);
  const results: ChangeResult[] = [];
  for (const { app, title, share } of changes) {
    const load = loads.get(app.name) as Load;
    const begun = await load.counts();
    await sleep(WINDOW);
    const counts = await load.stop();
    const { itsOwn, others } = sorted(load.lostFrom, flows, dying);
    const result: ChangeResult = {
      ...{ app: app.name, title: `${title}, ${dying.machine.name} dies after write ${after}` },
      ...{ seconds, refusal, counts, after: between(begun, counts), share, failed: [] },
      ...{ fewest: bench.endpoints.fewest(app.name), ofDeadNode: itsOwn },
    };
    const failed = [...others, ...judge(result)];
    say(`  ${line(result)}${failed.map((text) => `\n          FAILED: ${text}`).join("")}`);
    results.push({ ...result, failed });
  }
  await flows.stop();
  await revive(dying, bench);
  return results;
}

/** How many of the lost connections went to pods of a node, and what became of each other one. */
function sorted(
  lostFrom: readonly string[],
  flows: Flows,
  { machine }: Node,
): { readonly itsOwn: number; readonly others: readonly string[] } {
  const [network = "", bits] = machine.pods.split("/");
  const range = new BlockList();
  range.addSubnet(network, Number(bits));
  const others = lostFrom.flatMap((source) => {
    const pod = flows.podOf(source);
    return pod !== undefined && range.check(pod) ? [] : [`${source} went to ${pod ?? "no pod"}`];
  });
  return { itsOwn: lostFrom.length - others.length, others };
}

async function die(node: Node, { proxy }: Own["parts"]): Promise<void> {
  const { machine } = node;
  await ip(`link set ${machine.name} down`);
  await Promise.all([node.kill(), proxy.running.get(machine)?.kill()]);
}

/** Starts a node again, and waits until it has cleaned up. */
async function revive(node: Node, { cluster, parts }: Own): Promise<void> {
  const { machine } = node;
  await ip(`link set ${machine.name} up`);
  await node.startAgain();
  parts.proxy.running.get(machine)?.start();
  await ready(node, cluster);
  await eventually(`the old pods of ${machine.name} are gone`, GIVEN_UP, async () => {
    const left = (await podsOf(cluster, node)).filter(({ metadata }) => metadata?.deletionTimestamp);
    if (left.length > 0) throw new Error(`${left.length} are left`);
  });
}

async function podsOf(cluster: Cluster, { machine }: Node): Promise<Live[]> {
  return (await cluster.list("v1", "Pod")).filter(({ spec }) => spec?.nodeName === machine.name);
}

/** The app with pods that leave an unreachable node soon. */
function impatient(app: App): App {
  const tolerations = ["not-ready", "unreachable"].map((key) => ({
    ...{ key: `node.kubernetes.io/${key}`, operator: "Exists", effect: "NoExecute" },
    tolerationSeconds: PATIENCE,
  }));
  return JSON.parse(JSON.stringify(app), (key, value) =>
    key === "template" ? { ...value, spec: { ...value.spec, tolerations } } : value,
  );
}
