/**
 * The command line that boots a kernel in user mode with this machine's files and a network device for each tap. The
 * kernel runs the guest's processes as processes of this machine, which a SIGKILL of the kernel leaves behind: they get a
 * PID namespace, which ends with it.
 */
export function umlCommand(init: string, ...taps: readonly string[]): string[] {
  return [
    ...["unshare", "--pid", "--fork", "--kill-child=KILL"],
    ...["linux.uml", "mem=1G", "root=/dev/root", "rootfstype=hostfs", "rw", "hostfs=/", `init=${init}`],
    ...["con=null", "con0=fd:0,fd:1", "quiet", "ipv6.disable=1"],
    ...taps.map((tap, index) => `vec${index}:transport=tap,ifname=${tap},depth=64,gro=1`),
  ];
}

/** The modules that kube-proxy needs in every mode, without those of IPVS. The kernel cannot load modules on demand. */
const MODULES = [
  ...["dummy", "veth", "ip_set", "ip_set_hash_ip", "ip_set_hash_ipport", "ip_set_hash_ipportip"],
  ...["ip_set_hash_ipportnet", "ip_set_bitmap_port", "xt_set", "xt_comment", "xt_mark", "xt_MASQUERADE"],
  ...["xt_conntrack", "xt_ipvs", "xt_addrtype", "xt_nat", "xt_tcpudp", "xt_multiport"],
  ...["iptable_nat", "iptable_filter", "ipt_REJECT"],
];

/**
 * The init script of such a kernel: loads modules, provides an iptables and a modprobe that work there, and then runs
 * `rest`. It writes only to its own /run.
 */
export function initScript(rest: string, modules: readonly string[] = []): string {
  const actions = ["", "-save", "-restore"];
  const legacy = ["iptables", "ip6tables"].flatMap((tool) => actions.map((action) => tool + action));
  return `#!/bin/bash
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t tmpfs tmpfs /run; export TMPDIR=/run
mkdir -p /run/mod/lib /run/bin
ln -s /usr/lib/uml/modules /run/mod/lib/modules
for name in ${legacy.join(" ")}; do ln -s /usr/sbin/xtables-legacy-multi /run/bin/$name; done
printf '#!/bin/sh\\nexec /sbin/modprobe -d /run/mod "$@"\\n' > /run/bin/modprobe; chmod +x /run/bin/modprobe
export PATH=/run/bin:/usr/sbin:/usr/bin:/sbin:/bin
for name in ${[...MODULES, ...modules].join(" ")}; do modprobe $name || echo "no module $name"; done
ip link set lo up
${rest}`;
}
