#!/bin/bash
# Does what kube-proxy's pod does on a node, once for each line of $FOLDER/starts: runs the script of the init container
# with the environment in that line, then the binary $KUBE_PROXY with the selected file, and records the state in $FOLDER.
# Each start finds what the one before has left.
root=$(mktemp -d)
mkdir "$root/dev"
ln -s /proc /sys "$root/"

start() (
  index=$1
  shift
  # shellcheck disable=SC2163 # The arguments are assignments.
  export "$@"
  echo "start $index"
  : >"$root/dev/termination-log"
  effective=$root/effective
  ROOT=$root CONFIG=$FOLDER/$MODE FALLBACK_CONFIG=$FOLDER/${FALLBACK:-none} EFFECTIVE_CONFIG=$effective \
    /bin/sh "$FOLDER/prepare.sh"
  cp "$root/dev/termination-log" "$FOLDER/said.$index"
  /bin/bash "${BASH_SOURCE[0]%/*}/observe.sh" "$index" \
    --config="$FOLDER/$MODE" --hostname-override=node ${FALLBACK:+--config="$effective"}
)

mapfile -t starts <"$FOLDER/starts"
for index in "${!starts[@]}"; do
  read -r -a environment <<<"${starts[$index]}"
  start "$index" "${environment[@]}"
done
rm -r "$root"
