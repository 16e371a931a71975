#!/bin/bash
# The first process in the namespaces of a run: runs this command, and collects the processes that its daemons leave.
set -e
mount -t tmpfs tmpfs /run # for sockets, locks and names of network namespaces
"$@" &
set +e
wait $!
