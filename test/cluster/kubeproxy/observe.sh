#!/bin/bash
# Runs the binary $KUBE_PROXY with these arguments until it has written its first rules, and records the state in files of
# $FOLDER whose names end with the index $1.
index=$1
shift
"$KUBE_PROXY" "$@" >"$FOLDER/kube-proxy.$index.log" 2>&1 &
for _ in $(seq 1 240); do
  curl -s -m 2 http://127.0.0.1:10249/metrics |
    grep -q '^kubeproxy_sync_proxy_rules_last_timestamp_seconds.* [1-9]' && break
  sleep 0.5
done
curl -s -m 2 http://127.0.0.1:10249/proxyMode >"$FOLDER/mode.$index"
iptables-save | grep -c '^:KUBE-SVC-' >"$FOLDER/chains.$index"
ls /sys/class/net >"$FOLDER/interfaces.$index"
cat /proc/net/ip_vs >"$FOLDER/servers.$index" 2>/dev/null
kill $!
wait $!
touch "$FOLDER/done.$index"
