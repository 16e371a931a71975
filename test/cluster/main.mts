// npm run test:cluster -- --help
import { cpSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildKubernetes, buildTools } from "./boot/binaries.mts";
import { installPackages } from "./boot/packages.mts";
import { run } from "./commands.mts";
import type { ProxyMode, Settings } from "./settings.mts";
import { makeState, removeState, runInside } from "./supervise.mts";

const HELP = `Releases apps on a real one-node Kubernetes, under load, and counts every connection. Some ten minutes, and some ten
more the first time, to build Kubernetes.

  --modes nftables,iptables   modes of kube-proxy, one after the other; also ipvs-rr, ipvs-lc,
                              ipvs-sh, … in a kernel in user mode, which needs an idle machine
  --driver pulumi|direct      the Pulumi CLI (default where one is on PATH), or the plan applied without it
  --stale-reads               the direct driver waits as the provider does on a busy API server: not at all for a
                              Deployment that was rolled out before its change
  --rounds N                  rounds of the release walk in each mode (default 1, long 2)
  --long                      every scenario in every mode: 1 000 000 connections and more than 100 changes
  --rate N                    connections a second to each app (default 150, long 300)
  --only TEXT,…               only scenarios whose name contains one of them
  --out FILE                  where the result goes as JSON (default rendered/cluster.json)
  --docs FILE                 also write the result as Markdown
  --keep-logs FOLDER          where the logs of the cluster's parts go (default nowhere)
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
if (values.help) process.stdout.write(HELP);
else process.exitCode = await main();

async function main(): Promise<number> {
  const lacking = await whatIsLacking();
  if (lacking) {
    process.stdout.write(`skipped: the cluster test needs ${lacking}\n`);
    return process.env.CI ? 1 : 0; // in CI a test that did not run must not look like one that passed
  }
  process.env.CLUSTER_TEST_STARTED = String(Date.now());
  await installPackages();
  await buildKubernetes();
  await buildTools();

  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopped.abort());
  const state = await makeState();
  try {
    const settings = await settingsFor(state);
    mkdirSync(dirname(settings.out), { recursive: true });
    const code = await runInside(
      join(import.meta.dirname, "inside.mts"),
      JSON.stringify(settings),
      stopped.signal,
    );
    return stopped.signal.aborted ? 130 : code;
  } finally {
    const logs = values["keep-logs"];
    if (logs) cpSync(join(state, "logs"), logs, { recursive: true });
    await removeState(state);
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
    command: ["npm run test:cluster --", ...process.argv.slice(2)].join(" "),
  };
}

async function whatIsLacking(): Promise<string | undefined> {
  if (process.platform !== "linux") return "Linux";
  if (process.getuid?.() !== 0)
    return "root, for its network namespace and containerd: sudo env PATH=$PATH …";
  if (!(await run("go", ["version"]).catch(() => "")))
    return "Go, which builds Kubernetes: https://go.dev/dl";
  return undefined;
}
