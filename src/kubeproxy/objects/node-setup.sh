set -eu
: "${FALLBACK:=}" "${LOAD_MODULES:=}" "${CLEANUP:=}" "${ROOT:=}"

# Goes to the log, and to the pod's status as the termination message of this container.
say() {
  echo "$1"
  echo "$1" >"$ROOT/dev/termination-log"
}

# Loads a kernel module, or only looks whether there is one. One that is built in may be in no list, but has symbols.
module() {
  if [ "$LOAD_MODULES" ]; then
    modprobe -q "$1" && return
  else
    modprobe -q -n "$1" && return
  fi
  grep -q " $1_" "$ROOT/proc/kallsyms" && return
  lacks="this node has no kernel module $1"
  return 1
}

can_run() {
  case $1 in
    ipvs)
      module ip_vs || return
      [ "$SCHEDULER" = none ] || module "ip_vs_$SCHEDULER" || return
      module nf_conntrack
      ;;
    nftables)
      read -r release <"$ROOT/proc/sys/kernel/osrelease"
      major=${release%%.*} minor=${release#*.}
      minor=${minor%%[!0-9]*}
      if [ "$major" -lt 5 ] || { [ "$major" -eq 5 ] && [ "$minor" -lt 13 ]; }; then
        lacks="Linux $release is older than 5.13"
        return 1
      fi
      nft list tables >/dev/null 2>&1 && return
      lacks="nft does not work on this node"
      return 1
      ;;
  esac
}

# Of iptables and ipvs, each leaves its rules to the other. What concerns nftables kube-proxy deletes itself.
has_leftovers() {
  case $1 in
    ipvs) { iptables-save; ip6tables-save; } 2>/dev/null | grep -q '^:KUBE-SVC-' ;;
    iptables) [ -e "$ROOT/sys/class/net/kube-ipvs0" ] ;;
    *) return 1 ;;
  esac
}

chosen=$MODE reason=
if ! can_run "$MODE"; then
  reason=", because $lacks"
  chosen=$FALLBACK
  if [ -z "$FALLBACK" ] || ! can_run "$FALLBACK"; then
    say "cannot run mode $MODE: $lacks"
    exit 1
  fi
fi

if [ "$FALLBACK" ]; then
  [ "$chosen" = "$MODE" ] || CONFIG=$FALLBACK_CONFIG
  cat "$CONFIG" >"$EFFECTIVE_CONFIG"
fi

if [ "$CLEANUP" ] && has_leftovers "$chosen"; then
  echo "deleting the rules of another mode"
  # Chains of one mode that those of the other one name are left by the first run.
  kube-proxy --cleanup || kube-proxy --cleanup || echo "not all of them could be deleted"
fi

say "$chosen$reason"
