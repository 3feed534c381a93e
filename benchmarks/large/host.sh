# shellcheck shell=bash
# A large host: the loads, and the program on it with one account. Sourced after lib.sh; ends all of it on exit.

# shellcheck disable=SC2154 # lib.sh knows the program
binary=$program/bin/procdeck
pairs=${PAIRS:-50000}
wanted=${PROCESSES:-10000}
port=$((20000 + RANDOM % 10000))
work=$(mktemp -d /var/tmp/procdeck-large.XXXXXX)
chmod 755 "$work"
password=$(od -An -N 12 -tx1 /dev/urandom | tr -d ' \n')
groups=()

finish() {
    local group
    for group in "${groups[@]}"; do kill -KILL -- "-$group" 2>/dev/null || true; done
    [ -z "${shell:-}" ] || { kill -TERM "$shell" && wait "$shell"; } 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

request() {
    curl --silent --fail --insecure --cookie "$work/jar" --cookie-jar "$work/jar" "https://127.0.0.1:$port$1" "${@:2}"
}

load() {
    setsid "$@" </dev/null >/dev/null 2>&1 &
    groups+=($!)
}

start() {
    echo "$password" | "$binary" user add bench --role admin --password-stdin --data-dir "$work/data" >/dev/null
    "$binary" run --port "$port" --data-dir "$work/data" >"$work/log" 2>&1 &
    shell=$!
    until request / >/dev/null; do sleep 0.1; done
    # shellcheck disable=SC2034 # used where this is sourced
    server=$(pgrep -P "$shell" -f dev.procdeck.server.ServerMain)
    request /api/v1/session >/dev/null || true
    request /api/v1/session -H "X-XSRF-TOKEN: $(awk '$6 == "__Host-XSRF-TOKEN" { print $7 }' "$work/jar")" \
        -H 'Content-Type: application/json' -d "{\"userName\": \"bench\", \"password\": \"$password\"}" >/dev/null
}

load_host() {
    load benchmarks/sockets/load "$pairs"
    # shellcheck disable=SC2034 # used where this is sourced
    socket_load=$!
    load benchmarks/processes/load "$((wanted - $(processes)))" 0 0
    # shellcheck disable=SC2034 # used where this is sourced
    process_load=$!
}
