# shellcheck shell=bash
#
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
#
# Messages, and the processes that this script starts.

say() {
    printf '%s\n' "$*"
}

# die CODE LINE...: the reason to standard error, and the end.
die() {
    local code=$1
    shift
    printf 'passthrough: %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '    %s\n' "$@" >&2
    exit "$code"
}

CHILD=          # the process that this script waits for

# start COMMAND...: as a process group of its own, so that all of it can be ended.
start() {
    set -m
    "$@" </dev/null &
    CHILD=$!
    set +m
}

# Nothing that was started outlives this script.
end_child() {
    [[ -n $CHILD ]] || return 0
    kill -TERM -- "-$CHILD" 2>/dev/null || true
    wait "$CHILD" 2>/dev/null || true
    CHILD=
}

trap 'end_child' EXIT
trap 'end_child; exit 130' INT
trap 'end_child; exit 143' TERM HUP

# wait_child: the child's exit status.
wait_child() {
    local status=0
    wait "$CHILD" || status=$?
    CHILD=
    return "$status"
}

# shown COMMAND...: with its output shown.
shown() {
    start "$@"
    wait_child
}

# step TITLE LOG COMMAND...: a long one, with its output in LOG. Tells every 15 seconds where it is, and if it fails the
# end of LOG.
step() {
    local title=$1 log=$2 began=$SECONDS told=0 status=0
    shift 2
    mkdir -p "$(dirname "$log")"
    say "==> $title"
    start "$@" >"$log" 2>&1
    while kill -0 "$CHILD" 2>/dev/null; do
        sleep 0.5
        if ((SECONDS - began >= told + 15)); then
            told=$((SECONDS - began))
            printf '    %4d s  %s\n' "$told" "$(last_line "$log")"
        fi
    done
    wait_child || status=$?
    if ((status == 0)); then
        printf '    done in %d s\n' $((SECONDS - began))
        return 0
    fi
    printf '    failed after %d s; the end of %s:\n' $((SECONDS - began)) "$log" >&2
    tail -n 40 "$log" | sed 's/^/    | /' >&2
    return "$status"
}

# last_line LOG: that says something.
last_line() {
    sed 's/^\[INFO\] //; /^[- ]*$/d; /^\[INFO\]$/d' "$1" | tail -n 1 | cut -c 1-100
}
