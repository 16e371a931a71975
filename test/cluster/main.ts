// npm run test:cluster -- --help
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { listOf } from "./catalog/list.js";
import { asHost, nodePortAddress } from "./cluster/nodePorts.js";
import { run } from "./commands.js";
import { helpOf } from "./options/help.js";
import { imagesOf, type Options, readOptions, WrongUse, wishOf } from "./options/options.js";
import { whenNpmEnds } from "./parent.js";
import { writeSum } from "./report/pages.js";
import { during, say, screenWidth } from "./say.js";
import { type ForeignSettings, type RunSettings, type Settings, UNABLE, WRONG_USE } from "./settings.js";
import { setUp, TRIES } from "./setUp.js";
import { makeState, runBeside, runInside } from "./supervise.js";

/** The default file of the result. */
const OUT = "rendered/cluster.json";

process.exitCode = await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  return error instanceof WrongUse ? WRONG_USE : 1;
});

async function main(): Promise<number> {
  process.env.CLUSTER_TEST_STARTED = String(Date.now());
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(helpOf(screenWidth()));
    return 0;
  }
  if (options.list) {
    process.stdout.write(listOf(screenWidth()));
    return 0;
  }
  if (options["sum-up"] !== undefined) {
    for (const file of writeSum(options["sum-up"], options.results)) process.stdout.write(`${file}\n`);
    return 0;
  }
  const { kubeconfig, out = OUT } = options;
  const stopped = new AbortController();
  whenNpmEnds(() => stopped.abort());
  const unable = (why: string) => skipped(why, out);
  const lacking = await setUp(kubeconfig !== undefined, wishOf(options));
  if (lacking) return unable(lacking);
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
  let code = 1;
  try {
    const { serve = false, docs } = options;
    const settings: Settings = {
      ...(await settingsFor(options, folder)),
      ...wishOf(options),
      serve,
      docs: docs === undefined ? undefined : resolve(docs),
    };
    code = await runInside(folder, JSON.stringify(settings), stopped);
    return code;
  } finally {
    keepLogs(join(folder, "logs"), options, code !== 0 && !stopped.aborted);
    await remove();
  }
}

/** Copies the logs of the cluster's parts to where they are asked for, or, after a failure, next to the result. */
function keepLogs(logs: string, { "keep-logs": asked, out = OUT }: Options, failed: boolean): void {
  const kept = asked ?? (failed ? `${out.replace(/\.json$/, "")}-logs` : undefined);
  if (kept === undefined) return;
  if (asked === undefined) rmSync(kept, { recursive: true, force: true });
  cpSync(logs, kept, { recursive: true });
  say(`the logs of the cluster's parts are in ${resolve(kept)}`);
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
  const places = ["--out", "--docs", "--keep-logs"];
  const kept = args.filter((arg, index) => !places.includes(arg) && !places.includes(args[index - 1] ?? ""));
  return kept.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg));
}
