import { existsSync } from "node:fs";
import { run } from "../commands.js";
import { during } from "../say.js";

const PACKAGES: Readonly<Record<string, string>> = {
  "etcd-server": "/usr/bin/etcd",
  containerd: "/usr/bin/containerd",
  runc: "/usr/sbin/runc",
  "containernetworking-plugins": "/usr/lib/cni/bridge",
  iptables: "/usr/sbin/iptables",
  nftables: "/usr/sbin/nft",
  conntrack: "/usr/sbin/conntrack",
  ipset: "/usr/sbin/ipset",
  ipvsadm: "/usr/sbin/ipvsadm",
  "user-mode-linux": "/usr/bin/linux.uml",
  kmod: "/usr/sbin/modprobe",
  iproute2: "/usr/sbin/ip",
  openssl: "/usr/bin/openssl",
  prometheus: "/usr/bin/prometheus",
};

/** Packages whose service must not run next to the test's own. RUNLEVEL does not keep systemd from starting it. */
const SERVICES: readonly string[] = ["prometheus"];

/** Installs the missing packages of a Kubernetes node from Debian or Ubuntu. Gives up at `end`. */
export async function installPackages(end: number): Promise<void> {
  const missing = Object.keys(PACKAGES).filter((name) => !isThere(PACKAGES[name] as string));
  if (missing.length === 0) return;
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = (...args: string[]) => run("apt-get", args, { env, timeout: Math.max(1, end - Date.now()) });
  const install = () => apt("install", "-y", "--no-install-recommends", ...missing);
  await during(`installing ${missing.join(", ")}`, () =>
    install().catch(async () => {
      await apt("update");
      return install();
    }),
  );
  if (!existsSync("/run/systemd/system")) return;
  for (const name of SERVICES.filter((name) => missing.includes(name)))
    await run("systemctl", ["disable", "--now", name]);
}

function isThere(path: string): boolean {
  return existsSync(path) || existsSync(path.replace("/sbin/", "/bin/"));
}
