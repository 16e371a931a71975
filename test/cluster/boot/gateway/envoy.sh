#!/bin/sh
# What the gateway starts as its Envoy: writes down the arguments, and waits. The test starts Envoy with them, because the
# gateway's own child would end with it. In a cluster the two are pods of their own.
set -eu
printf '%s\0' "$@" > "$(dirname "$0")/arguments.new"
mv "$(dirname "$0")/arguments.new" "$(dirname "$0")/arguments"
exec sleep infinity
