set -eu
: "${FALLBACK:=}" "${LOAD_MODULES:=}" "${CLEANUP:=}" "${ROOT:=}"

# Goes to the log, and to the pod's status as the termination message of this container.
report() {
  echo "$1"
  echo "$1" >"$ROOT/dev/termination-log"
}

# Loads a kernel module, or only checks that it exists. modprobe may not list a built-in module, but the kernel has its symbols.
module() {
  if [ "$LOAD_MODULES" ]; then
    modprobe -q "$1" && return
  else
    modprobe -q -n "$1" && return
  fi
  grep -q " $1_" "$ROOT/proc/kallsyms" && return
  missing="this node has no kernel module $1"
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
        missing="Linux $release is older than 5.13"
        return 1
      fi
      nft list tables >/dev/null 2>&1 && return
      missing="nft does not work on this node"
      return 1
      ;;
  esac
}

# kube-proxy deletes the rules of the old mode itself when it changes to or from nftables, but not between iptables and ipvs.
has_leftovers() {
  case $1 in
    ipvs) { iptables-save; ip6tables-save; } 2>/dev/null | grep -q '^:KUBE-SVC-' ;;
    iptables) [ -e "$ROOT/sys/class/net/kube-ipvs0" ] ;;
    *) return 1 ;;
  esac
}

chosen=$MODE reason=
if ! can_run "$MODE"; then
  reason=", because $missing"
  chosen=$FALLBACK
  if [ -z "$FALLBACK" ] || ! can_run "$FALLBACK"; then
    report "cannot run mode $MODE: $missing"
    exit 1
  fi
fi

if [ "$FALLBACK" ]; then
  [ "$chosen" = "$MODE" ] || CONFIG=$FALLBACK_CONFIG
  cat "$CONFIG" >"$EFFECTIVE_CONFIG"
fi

if [ "$CLEANUP" ] && has_leftovers "$chosen"; then
  echo "deleting the rules of another mode"
  # The first run keeps chains that rules of the other mode refer to. The second run deletes them.
  kube-proxy --cleanup || kube-proxy --cleanup || echo "not all of them could be deleted"
fi

report "$chosen$reason"
