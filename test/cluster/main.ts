// npm run test:cluster -- --help
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { buildKubernetes, buildTools } from "./boot/binaries.js";
import { installPackages } from "./boot/packages.js";
import { listOf } from "./catalog/list.js";
import { asHost, nodePortAddress } from "./cluster/nodePorts.js";
import { run } from "./commands.js";
import { HELP, imagesOf, modesOf, nodesOf, type Options, readOptions, WrongUse } from "./options.js";
import { during, say, screenWidth } from "./say.js";
import { type ForeignSettings, type RunSettings, type Settings, UNABLE, WRONG_USE } from "./settings.js";
import { makeState, runBeside, runInside } from "./supervise.js";

/** The default file of the result. */
const OUT = "rendered/cluster.json";
/** The number of attempts at each step of the setup. */
const TRIES = 3;
/** Milliseconds for packages and builds: a machine that needs longer is too slow, or its downloads hang. */
const SET_UP = 30 * 60_000;

process.exitCode = await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  return error instanceof WrongUse ? WRONG_USE : 1;
});

async function main(): Promise<number> {
  process.env.CLUSTER_TEST_STARTED = String(Date.now());
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (options.list) {
    process.stdout.write(listOf(screenWidth()));
    return 0;
  }
  const { kubeconfig, out = OUT } = options;
  const unable = (why: string) => skipped(why, out);
  const lacking = await whatIsLacking(kubeconfig !== undefined);
  if (lacking) return unable(`it needs ${lacking}`);
  try {
    const end = Date.now() + SET_UP;
    const parts = kubeconfig ? [buildTools] : [installPackages, buildKubernetes, buildTools];
    for (const part of parts) await thrice(part, end);
  } catch (error) {
    return unable(`its parts cannot be had: ${(error as Error).message}`);
  }
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopped.abort());
  if (kubeconfig) {
    const code = await runForeign(options, resolve(kubeconfig), stopped.signal);
    return stopped.signal.aborted ? 130 : code;
  }
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const code = await runOnce(options, stopped.signal);
    if (stopped.signal.aborted) return 130;
    if (code !== UNABLE) return code;
  }
  return unable("the cluster does not start");
}

/** Retries a step of the setup. Assertions are never retried. */
async function thrice(work: (end: number) => Promise<void>, end: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(end);
    } catch (error) {
      if (attempt === TRIES || Date.now() > end) throw error;
      say(`try ${attempt} of ${TRIES} failed: ${(error as Error).message}`);
    }
  }
}

/** Reports that the test did not run, and writes a result that counts as one skipped test. */
function skipped(why: string, out: string): number {
  say(`skipped: the cluster test cannot run on this machine: ${why}`);
  mkdirSync(dirname(resolve(out)), { recursive: true });
  const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };
  writeFileSync(out, `${JSON.stringify({ ...none, skipped: why }, null, 1)}\n`);
  return UNABLE;
}

async function runOnce(options: Options, stopped: AbortSignal): Promise<number> {
  const { folder, remove } = makeState("remove.ts");
  try {
    const { long = false, serve = false, docs, add } = options;
    const settings: Settings = {
      ...(await settingsFor(options, folder)),
      ...{ modes: modesOf(options), nodes: nodesOf(options), long, serve },
      docs: docs === undefined ? undefined : resolve(docs),
      add: add?.split(",").map((file) => resolve(file)),
    };
    return await runInside(folder, JSON.stringify(settings), stopped);
  } finally {
    const logs = options["keep-logs"];
    if (logs) cpSync(join(folder, "logs"), logs, { recursive: true });
    await remove();
  }
}

/** Runs on the cluster of a kubeconfig, in a namespace that is removed after the run. */
async function runForeign(options: Options, kubeconfig: string, stopped: AbortSignal): Promise<number> {
  const namespace = `pulumi-kubernetes-traffic-${randomBytes(4).toString("hex")}`;
  const { Cluster } = await import("./cluster/api.js"); // the client takes a second to load, which --list has not
  const cluster = new Cluster(kubeconfig, namespace);
  const { address = nodePortAddress(await cluster.list("v1", "Node")), images } = options;
  say(
    `on ${cluster.config.getCurrentCluster()?.server}, in the namespace ${namespace}; load goes to ${address}`,
  );
  const { folder, remove } = makeState("removeForeign.ts", kubeconfig, namespace);
  try {
    const settings: ForeignSettings = {
      ...(await settingsFor(options, folder)),
      ...{ kubeconfig, namespace, address: asHost(address) },
      images: images === undefined ? undefined : imagesOf(images),
    };
    return await runBeside(JSON.stringify(settings), stopped);
  } finally {
    await during(`removing the namespace ${namespace}`, remove);
  }
}

/** The settings for any cluster. */
async function settingsFor(options: Options, state: string): Promise<RunSettings> {
  const { kubeconfig, long, only, out = OUT } = options;
  const found = await run("pulumi", ["version"]).catch(() => undefined);
  const driver = options.driver ?? (found ? "pulumi" : "direct");
  mkdirSync(dirname(resolve(out)), { recursive: true });
  return {
    ...{ state, only, out: resolve(out) },
    driver: driver as RunSettings["driver"],
    staleReads: options["stale-reads"] ?? false,
    rounds: Number(options.rounds ?? (long ? 2 : 1)),
    rate: Number(options.rate ?? (kubeconfig ? 50 : long ? 300 : 150)),
    command: ["npm run test:cluster --", ...withoutPlaces(process.argv.slice(2))].join(" "),
  };
}

/** The arguments that affect a result, without those that name its files. */
function withoutPlaces(args: readonly string[]): string[] {
  const places = ["--out", "--docs", "--add", "--keep-logs"];
  const kept = args.filter((arg, index) => !places.includes(arg) && !places.includes(args[index - 1] ?? ""));
  return kept.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg));
}

async function whatIsLacking(isForeign: boolean): Promise<string | undefined> {
  const go = await run("go", ["version"]).catch(() => undefined);
  if (isForeign) return go ? undefined : "Go, which builds the load generator: https://go.dev/dl";
  if (process.platform !== "linux") return "Linux";
  if (process.getuid?.() !== 0)
    return "root, for its network namespace and containerd: sudo env PATH=$PATH …";
  return go ? undefined : "Go, which builds Kubernetes: https://go.dev/dl";
}
