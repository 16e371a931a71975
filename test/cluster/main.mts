// npm run test:cluster -- --help
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildKubernetes, buildTools } from "./boot/binaries.mts";
import { installPackages } from "./boot/packages.mts";
import { run } from "./commands.mts";
import { say } from "./say.mts";
import { type ProxyMode, type Settings, UNABLE } from "./settings.mts";
import { makeState, runInside } from "./supervise.mts";

const HELP = `Releases apps on a real one-node Kubernetes, under load, and counts every connection. Some ten minutes, and some six
more the first time, to build Kubernetes.

  --modes nftables,iptables   modes of kube-proxy, one after the other; also ipvs-rr, ipvs-lc,
                              ipvs-sh, … in a kernel in user mode, which needs an idle machine: flips, a change of the
                              scheduler, and how each scheduler spreads connections
  --driver pulumi|direct      the Pulumi CLI (default where one is on PATH), or the plan applied without it
  --stale-reads               the direct driver waits as the provider does on a busy API server: not at all for a
                              Deployment that was rolled out before its change
  --rounds N                  rounds of the release walk in each mode (default 1, long 2)
  --long                      every scenario in every mode: 1 000 000 connections and more than 100 changes
  --rate N                    connections a second to each app (default 150, long 300)
  --only TEXT,…               only scenarios whose name contains one of them
  --out FILE                  where the result goes as JSON (default rendered/cluster.json)
  --docs FILE                 also write the result as Markdown, and its plot beside it
  --keep-logs FOLDER          where the logs of the cluster's parts go (default nowhere)

Ends with 0 when all is as it must be, 1 when something is not, ${UNABLE} when this machine cannot run it.
`;

const { values } = parseArgs({
  options: {
    modes: { type: "string", default: "nftables,iptables" },
    driver: { type: "string" },
    "stale-reads": { type: "boolean", default: false },
    rounds: { type: "string" },
    long: { type: "boolean", default: false },
    rate: { type: "string" },
    only: { type: "string" },
    out: { type: "string", default: "rendered/cluster.json" },
    docs: { type: "string" },
    "keep-logs": { type: "string" },
    help: { type: "boolean", default: false },
  },
});
/** Of what is set up. */
const TRIES = 3;
/** Milliseconds for packages and builds: a machine that needs longer is too slow, or its downloads hang. */
const SET_UP = 30 * 60_000;

if (values.help) process.stdout.write(HELP);
else process.exitCode = await main();

async function main(): Promise<number> {
  process.env.CLUSTER_TEST_STARTED = String(Date.now());
  const lacking = await whatIsLacking();
  if (lacking) return unable(`it needs ${lacking}`);
  try {
    const end = Date.now() + SET_UP;
    for (const part of [installPackages, buildKubernetes, buildTools]) await thrice(part, end);
  } catch (error) {
    return unable(`its parts cannot be had: ${(error as Error).message}`);
  }
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopped.abort());
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const code = await runOnce(stopped.signal);
    if (stopped.signal.aborted) return 130;
    if (code !== UNABLE) return code;
  }
  return unable("the cluster does not start");
}

/** Only for what is set up. What a cluster shows is asserted once. */
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

/** Says that the test was not run, and leaves a result that counts as one skipped test. */
function unable(why: string): number {
  say(`skipped: the cluster test cannot run on this machine: ${why}`);
  mkdirSync(dirname(resolve(values.out)), { recursive: true });
  const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };
  writeFileSync(values.out, `${JSON.stringify({ ...none, skipped: why }, null, 1)}\n`);
  return UNABLE;
}

async function runOnce(stopped: AbortSignal): Promise<number> {
  const { folder, remove } = makeState();
  try {
    const settings = await settingsFor(folder);
    mkdirSync(dirname(settings.out), { recursive: true });
    return await runInside(join(import.meta.dirname, "inside.mts"), JSON.stringify(settings), stopped);
  } finally {
    const logs = values["keep-logs"];
    if (logs) cpSync(join(folder, "logs"), logs, { recursive: true });
    await remove();
  }
}

async function settingsFor(state: string): Promise<Settings> {
  const found = await run("pulumi", ["version"]).catch(() => undefined);
  const driver = values.driver ?? (found ? "pulumi" : "direct");
  if (driver !== "pulumi" && driver !== "direct")
    throw new Error(`--driver: ${driver} is neither pulumi nor direct`);
  return {
    state,
    modes: values.modes.split(",") as ProxyMode[],
    driver,
    long: values.long,
    staleReads: values["stale-reads"],
    rounds: Number(values.rounds ?? (values.long ? 2 : 1)),
    rate: Number(values.rate ?? (values.long ? 300 : 150)),
    only: values.only,
    out: resolve(values.out),
    docs: values.docs === undefined ? undefined : resolve(values.docs),
    command: ["npm run test:cluster --", ...withoutPlaces(process.argv.slice(2))].join(" "),
  };
}

/** The arguments that make a result, without those that say where it goes. */
function withoutPlaces(args: readonly string[]): string[] {
  const places = ["--out", "--docs", "--keep-logs"];
  return args.filter((arg, index) => !places.includes(arg) && !places.includes(args[index - 1] ?? ""));
}

async function whatIsLacking(): Promise<string | undefined> {
  if (process.platform !== "linux") return "Linux";
  if (process.getuid?.() !== 0)
    return "root, for its network namespace and containerd: sudo env PATH=$PATH …";
  if (!(await run("go", ["version"]).catch(() => "")))
    return "Go, which builds Kubernetes: https://go.dev/dl";
  return undefined;
}
