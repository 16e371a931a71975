import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeSetupScript } from "../../../src/kubeproxy/objects/nodeSetupScript.js";
import { AT_MY_DEATH, within } from "../boot/loneApiServer.js";
import { assignments, umlCommand } from "../boot/uml.js";

/** The environment of the init container for one start of kube-proxy's pod. */
export type Asked = Readonly<Record<string, string>>;

/** The state after the start. */
export interface Outcome {
  /** The termination message of the init container. */
  readonly said: string;
  /** The answer of kube-proxy at /proxyMode. */
  readonly mode: string;
  /** The number of iptables chains for Services. */
  readonly chains: number;
  /** Whether the interface of mode ipvs exists. */
  readonly ipvsInterface: boolean;
  /** The schedulers of the virtual servers. */
  readonly schedulers: readonly string[];
}

/** The address of the namespace, as the guest sees it, and the guest's own address. */
export const OUTSIDE = "10.200.131.1";
const GUEST = "10.200.131.2";

/** The path of a script of this folder. */
const script = (name: string) => join(import.meta.dirname, name);

/** Writes the files that pods.sh reads. */
function prepareFolder({ folder, kubeconfig }: Place, starts: readonly Asked[]): void {
  mkdirSync(folder);
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  for (const mode of ["iptables", "ipvs", "nftables"]) {
    const configuration = {
      apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
      kind: "KubeProxyConfiguration",
      mode,
      ipvs: { scheduler: "lc" },
      clientConnection: { kubeconfig },
      clusterCIDR: "10.244.0.0/16",
      conntrack: { maxPerCore: 0, min: 0 },
    };
    write(mode, JSON.stringify(configuration));
  }
  write("prepare.sh", nodeSetupScript());
  write("starts", starts.map((asked) => `${assignments(asked).join(" ")}\n`).join(""));
}

/** The environment of a pod. */
export interface Place {
  /** A folder, created for the pod. */
  readonly folder: string;
  readonly namespace: string;
  readonly kubeconfig: string;
  /** The path of the binary. */
  readonly kubeProxy: string;
}

/** Starts kube-proxy with these arguments in a network namespace of this machine. */
export async function startHere(place: Place, args: readonly string[]): Promise<Outcome> {
  const [outcome] = await outcomes(place, here(place, "observe.sh", "0", ...args), 1);
  return outcome as Outcome;
}

/** Starts the pod in a network namespace of this machine, once for each environment. */
export function onThisNode(place: Place, starts: readonly Asked[]): Promise<Outcome[]> {
  prepareFolder(place, starts);
  return outcomes(place, here(place, "pods.sh"), starts.length);
}

/** Boots a kernel that has IPVS but has not loaded its modules, and starts the pod there once for each environment. */
export function onIpvsNode(place: Place, starts: readonly Asked[]): Promise<Outcome[]> {
  prepareFolder(place, starts);
  const environment = { ...environmentOf(place), GUEST, OUTSIDE };
  const kernel = umlCommand({ script: script("node.sh"), environment, taps: ["tap0"] });
  return outcomes(place, kernel, starts.length);
}

/** The command line that runs a script of this folder on this machine. */
function here(place: Place, name: string, ...args: readonly string[]): string[] {
  return ["env", ...assignments(environmentOf(place)), "bash", script(name), ...args];
}

/** The environment of observe.sh and pods.sh. */
function environmentOf({ folder, kubeProxy }: Place): Record<string, string> {
  return { FOLDER: folder, KUBE_PROXY: kubeProxy };
}

/** Milliseconds for all starts. Below the time limit of the tests, so that a failure shows the log. */
const LIMIT = 15 * 60_000;

/** Runs the command in the network namespace and returns the states that it has recorded. */
async function outcomes({ folder, namespace }: Place, words: string[], starts: number): Promise<Outcome[]> {
  const [command = "", ...args] = [...AT_MY_DEATH, ...within(namespace), ...words];
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT);
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(limit);
  const text = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "";
  if (!existsSync(join(folder, `done.${starts - 1}`)))
    throw new Error(`kube-proxy's pod did not finish its starts:\n${text("log")}`);
  return Array.from({ length: starts }, (_, index) => ({
    said: text(`said.${index}`).trim(),
    mode: text(`mode.${index}`).trim(),
    chains: Number(text(`chains.${index}`)),
    ipvsInterface: text(`interfaces.${index}`).includes("kube-ipvs0"),
    schedulers: [
      ...new Set(
        [...text(`servers.${index}`).matchAll(/^(?:TCP|UDP) +\S+ (\w+)/gm)].map(([, name]) => name as string),
      ),
    ],
  }));
}
