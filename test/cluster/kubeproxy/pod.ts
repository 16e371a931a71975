import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeSetupScript } from "../../../src/kubeproxy/objects/nodeSetupScript.js";
import { AT_MY_DEATH, within } from "../boot/loneApiServer.js";
import { initScript, umlCommand } from "../boot/uml.js";

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

/** Runs kube-proxy until it has written its first rules, and records the state. */
function observed(kubeProxy: string, folder: string, index: number): string {
  return `${kubeProxy} > ${folder}/kube-proxy.${index}.log 2>&1 &
for turn in $(seq 1 240); do
  curl -s -m 2 http://127.0.0.1:10249/metrics | grep -q '^kubeproxy_sync_proxy_rules_last_timestamp_seconds.* [1-9]' && break
  sleep 0.5
done
curl -s -m 2 http://127.0.0.1:10249/proxyMode > ${folder}/mode.${index}
iptables-save | grep -c '^:KUBE-SVC-' > ${folder}/chains.${index}
ls /sys/class/net > ${folder}/interfaces.${index}
cat /proc/net/ip_vs > ${folder}/servers.${index} 2>/dev/null
kill $!; wait $!
`;
}

/**
 * Does what kube-proxy's pod does on a node: runs the script of the init container, then kube-proxy with the selected file,
 * and records the state. Each start finds what the one before has left.
 */
function podScript(folder: string, kubeProxy: string, starts: readonly Asked[]): string {
  const start = (asked: Asked, index: number) => `
echo "start ${index}"
: > $root/dev/termination-log
env ROOT=$root CONFIG=$files/${asked.MODE} FALLBACK_CONFIG=$files/${asked.FALLBACK ?? "none"} \\
  EFFECTIVE_CONFIG=$root/effective ${Object.entries(asked)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")} /bin/sh $files/prepare.sh
cp $root/dev/termination-log ${folder}/said.${index}
${observed(`${kubeProxy} --config=$files/${asked.MODE} --hostname-override=node ${asked.FALLBACK ? "--config=$root/effective" : ""}`, folder, index)}`;
  return `root=$(mktemp -d); files=${folder}
mkdir $root/dev; ln -s /proc /sys $root/
${starts.map(start).join("")}
rm -r $root
touch ${folder}/done
`;
}

function prepareFolder({ folder, kubeconfig, kubeProxy }: Place, starts: readonly Asked[]): void {
  mkdirSync(folder);
  const write = (name: string, text: string, mode = 0o644) =>
    writeFileSync(join(folder, name), text, { mode });
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
  write("pods.sh", podScript(folder, kubeProxy, starts));
  write(
    "init",
    initScript(`ln -s ${kubeProxy} /run/bin/kube-proxy
ip address add ${GUEST}/24 dev vec0; ip link set vec0 up; ip route add default via ${OUTSIDE}
/bin/bash ${folder}/pods.sh > ${folder}/log 2>&1
echo o > /proc/sysrq-trigger
sleep 60
`),
    0o755,
  );
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
export async function startHere(
  { folder, namespace, kubeProxy }: Place,
  args: readonly string[],
): Promise<Outcome> {
  const script = `${observed([kubeProxy, ...args].join(" "), folder, 0)}touch ${folder}/done\n`;
  const [outcome] = await outcomes(folder, [...within(namespace), "bash", "-c", script], 1);
  return outcome as Outcome;
}

/** Starts the pod in a network namespace of this machine, once for each environment. */
export function onThisNode(place: Place, starts: readonly Asked[]): Promise<Outcome[]> {
  const { folder, namespace } = place;
  prepareFolder(place, starts);
  return outcomes(folder, [...within(namespace), "bash", join(folder, "pods.sh")], starts.length);
}

/** Boots a kernel that has IPVS but has not loaded its modules, and starts the pod there once for each environment. */
export function onIpvsNode(place: Place, starts: readonly Asked[]): Promise<Outcome[]> {
  const { folder, namespace } = place;
  prepareFolder(place, starts);
  const kernel = umlCommand(join(folder, "init"), "tap0");
  return outcomes(folder, [...within(namespace), ...kernel], starts.length);
}

async function outcomes(folder: string, words: string[], starts: number): Promise<Outcome[]> {
  const [command = "", ...args] = [...AT_MY_DEATH, ...words];
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  const limit = setTimeout(() => child.kill("SIGKILL"), 500_000);
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(limit);
  const text = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "";
  if (!existsSync(join(folder, "done"))) throw new Error(`the node did not come to its end:\n${text("log")}`);
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
