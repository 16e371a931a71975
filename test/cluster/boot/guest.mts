import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { eventually, run } from "../commands.mts";
import type { Clients } from "../load/clients.mts";
import { BINARIES, TOOLS } from "../settings.mts";
import type { Daemon, Daemons } from "./processes.mts";

/** The cable between the node and the guest, and the clients behind the guest. */
const HOST = "10.200.129.1";
export const GUEST = "10.200.129.2";
const CLIENT_RANGE = "10.200.130";
const CONTROL_PORT = 7000;

/**
 * A second kernel in user mode, for a kube-proxy in mode ipvs: few kernels of build machines have IPVS. Its clients stand
 * behind it, in a namespace of the guest, so that the guest forwards their connections as a node does a pod's.
 */
export class Guest {
  readonly #folder: string;
  readonly #daemons: Daemons;
  readonly #agents: Socket[] = [];
  readonly #waiting: ((socket: Socket) => void)[] = [];
  #server: Server | undefined;
  #kernel: Daemon | undefined;

  constructor(state: string, daemons: Daemons) {
    this.#folder = join(state, "guest");
    this.#daemons = daemons;
  }

  /** Boots the guest with a kube-proxy of this configuration, and waits until it says its mode. */
  async start(kubeProxyConfig: object, node: string): Promise<void> {
    mkdirSync(this.#folder, { recursive: true });
    const file = (name: string, text: string, mode = 0o644) => {
      writeFileSync(join(this.#folder, name), text, { mode });
      return join(this.#folder, name);
    };
    const config = file("kube-proxy.json", JSON.stringify(kubeProxyConfig));
    const init = file("init", initScript(this.#folder, config, node), 0o755);
    const ip = (line: string) => run("ip", line.split(" "));
    if (!this.#server) {
      await ip("tuntap add tap0 mode tap");
      await ip(`address add ${HOST}/24 dev tap0`);
      await ip("link set tap0 up");
      await ip(`route add ${CLIENT_RANGE}.0/24 via ${GUEST}`);
      this.#server = createServer((socket) => this.#meet(socket)).listen(CONTROL_PORT, HOST);
    }
    this.#kernel = this.#daemons.start("guest", "linux.uml", [
      ...["mem=1G", "root=/dev/root", "rootfstype=hostfs", "rw", "hostfs=/", `init=${init}`],
      ...[
        "con=null",
        "con0=fd:0,fd:1",
        "quiet",
        "ipv6.disable=1",
        "vec0:transport=tap,ifname=tap0,depth=64,gro=1",
      ],
    ]);
    await eventually("kube-proxy runs in the guest", 240, async () => {
      const answer = await run("curl", ["-fs", "-m", "2", `http://${GUEST}:10249/proxyMode`]);
      if (answer.trim() !== "ipvs") throw new Error(`it says ${answer}`);
      await run("curl", ["-fs", "-m", "2", `http://${GUEST}:10256/healthz`]); // only after its first rules
    });
  }

  async stop(): Promise<void> {
    for (const agent of this.#agents.splice(0)) agent.destroy();
    await this.#kernel?.stop();
    this.#kernel = undefined;
  }

  /** The clients behind the guest. */
  readonly clients: Clients = {
    address: (index) => `${CLIENT_RANGE}.${index + 1}`,
    start: async (args) => {
      const socket = this.#agents.shift() ?? (await new Promise<Socket>((met) => this.#waiting.push(met)));
      socket.write(`${args.join(" ")}\n`);
      return { input: socket, output: socket };
    },
  };

  #meet(socket: Socket): void {
    socket.on("error", () => {}); // the guest's end
    const waiting = this.#waiting.shift();
    if (waiting) waiting(socket);
    else this.#agents.push(socket);
  }
}

const MODULES = [
  ...[
    "ip_vs",
    "ip_vs_rr",
    "ip_vs_lc",
    "ip_vs_dh",
    "ip_vs_sh",
    "ip_vs_sed",
    "ip_vs_nq",
    "nf_conntrack",
    "dummy",
  ],
  ...["ip_set", "ip_set_hash_ip", "ip_set_hash_ipport", "ip_set_hash_ipportip", "ip_set_hash_ipportnet"],
  ...["ip_set_bitmap_port", "xt_set", "xt_comment", "xt_mark", "xt_MASQUERADE", "xt_conntrack", "xt_ipvs"],
  ...["iptable_nat", "iptable_filter", "ip6table_nat", "ip6table_filter", "veth"],
  ...["xt_addrtype", "ipt_REJECT", "ip6t_REJECT", "xt_nat", "xt_tcpudp", "xt_multiport"],
];

/** The guest sees this machine's files; what it writes goes to its own /run. */
function initScript(folder: string, config: string, node: string): string {
  const legacy = [
    "iptables",
    "iptables-save",
    "iptables-restore",
    "ip6tables",
    "ip6tables-save",
    "ip6tables-restore",
  ];
  return `#!/bin/bash
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t tmpfs tmpfs /run
mkdir -p /run/mod/lib /run/bin /run/netns
ln -s /usr/lib/uml/modules /run/mod/lib/modules
for name in ${legacy.join(" ")}; do ln -s /usr/sbin/xtables-legacy-multi /run/bin/$name; done
printf '#!/bin/sh\\nexec /sbin/modprobe -d /run/mod "$@"\\n' > /run/bin/modprobe; chmod +x /run/bin/modprobe
export PATH=/run/bin:/usr/sbin:/usr/bin:/sbin:/bin
for name in ${MODULES.join(" ")}; do modprobe $name || echo "no module $name"; done
ip link set lo up
ip address add ${GUEST}/24 dev vec0; ip link set vec0 up; ip route add default via ${HOST}
echo 1 > /proc/sys/net/ipv4/ip_forward
ip netns add clients
ip link add to-clients type veth peer name to-node netns clients
ip address add ${CLIENT_RANGE}.254/24 dev to-clients; ip link set to-clients up
ip netns exec clients ip link set lo up
for index in $(seq 1 32); do ip netns exec clients ip address add ${CLIENT_RANGE}.$index/24 dev to-node; done
ip netns exec clients ip link set to-node up
ip netns exec clients ip route add default via ${CLIENT_RANGE}.254
${BINARIES}/kube-proxy --config=${config} --hostname-override=${node} --v=3 > ${folder}/kube-proxy.log 2>&1 &
# Calls the test, waits for a line of arguments, gives the load generator the connection, and calls again.
while true; do
  if exec 3<>/dev/tcp/${HOST}/${CONTROL_PORT}; then
    if read -r line <&3; then ip netns exec clients ${TOOLS}/load $line <&3 >&3 2>>${folder}/load.log & fi
    exec 3>&-
  fi
done
`;
}
