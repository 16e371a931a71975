#!/bin/bash
# Process 1 of a kernel in user mode: loads modules, provides an iptables that works there, and becomes the script $THEN.
# The kernel passes the parameters on its command line that it does not know as environment. Writes only to its own /run.
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
export TMPDIR=/run

# The kernel knows only the legacy interface of iptables.
mkdir -p /run/bin
for tool in iptables ip6tables; do
  for action in "" -save -restore; do ln -s /usr/sbin/xtables-legacy-multi "/run/bin/$tool$action"; done
done
export PATH=/run/bin:/usr/sbin:/usr/bin:/sbin:/bin

# modprobe looks in lib/modules of this folder.
mkdir -p /run/mod/lib
ln -s /usr/lib/uml/modules /run/mod/lib/modules
export MODPROBE_OPTIONS="-d /run/mod"

# What kube-proxy needs in every mode, without the modules of IPVS. This kernel cannot load modules on demand.
for name in dummy veth ip_set ip_set_hash_ip ip_set_hash_ipport ip_set_hash_ipportip ip_set_hash_ipportnet \
  ip_set_bitmap_port xt_set xt_comment xt_mark xt_MASQUERADE xt_conntrack xt_ipvs xt_addrtype xt_nat xt_tcpudp \
  xt_multiport iptable_nat iptable_filter ipt_REJECT; do
  modprobe "$name" || echo "no module $name"
done

ip link set lo up
exec /bin/bash "${THEN:?}"
