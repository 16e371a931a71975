#!/bin/sh
# Runs a command in a root directory that also has /certs, where Envoy Gateway reads its keys, and leaves nothing in that of
# the machine: controller.sh ROOT KEYS COMMAND…
# It needs a mount namespace of its own.
set -eu
root=$1
keys=$2
shift 2
mount -t tmpfs tmpfs "$root"
for entry in /*; do
  if [ -L "$entry" ]; then
    cp -P "$entry" "$root/"
  elif [ -d "$entry" ] && [ "$entry" != /certs ]; then
    mkdir "$root$entry"
    mount --rbind "$entry" "$root$entry"
  fi
done
mkdir "$root/certs"
mount --bind "$keys" "$root/certs"
exec chroot "$root" "$@"
