#!/bin/bash
# What a guest does after its boot: connects itself as $GUEST to the node at $HOST and as $GATEWAY to its clients, and
# runs the lines of shell that the test sends it.
for name in ip_vs ip_vs_rr ip_vs_lc ip_vs_dh ip_vs_sh ip_vs_sed ip_vs_nq nf_conntrack \
  ip6table_nat ip6table_filter ip6t_REJECT; do
  modprobe "$name" || echo "no module $name"
done
echo 262144 >/proc/sys/net/netfilter/nf_conntrack_max # each connection is remembered for two minutes
# All are loaded. Asked for others, each call of iptables would take a tenth of a second more.
echo >/proc/sys/kernel/modprobe

ip address add "$GUEST/24" dev vec0
ip link set vec0 up
ip route add default via "$HOST"
ip address add "$GATEWAY/24" dev vec1
ip link set vec1 up
echo 1 >/proc/sys/net/ipv4/ip_forward

# Stops the kube-proxy that runs and starts this command, whose output goes to the file $1.
# shellcheck disable=SC2317 # The test calls it.
restart_kube_proxy() {
  local log=$1
  shift
  if [ -e /run/kube-proxy ]; then kill "$(cat /run/kube-proxy)"; fi
  wait
  "$@" >>"$log" 2>&1 &
  echo $! >/run/kube-proxy
}

# Calls the test, waits for a line of shell, runs it with the connection as its output, and calls again.
while true; do
  if exec 3<>"/dev/tcp/$HOST/$CONTROL_PORT"; then
    if read -r line <&3; then eval "$line" >&3 2>&1 3>&-; fi
    exec 3>&-
  fi
done
