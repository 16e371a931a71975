#!/bin/sh
# A command on the node at $ROOT, known by the name of the link that calls it. Records the call in the file calls.
name=${0##*/}
echo "$name $*" >>"$ROOT/calls"
case $name in
  modprobe)
    for module; do :; done
    /bin/grep -qx "$module" "$ROOT/modules"
    ;;
  nft) [ -e "$ROOT/nft-works" ] ;;
  iptables-save) /bin/cat "$ROOT/rules" ;;
  cat | grep) exec "/bin/$name" "$@" ;;
esac
