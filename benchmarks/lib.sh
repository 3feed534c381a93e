# shellcheck shell=bash
# Shared by the benchmarks: the machine they ran on, loads, and the processor time of whole commands. Sourced with the checkout as
# working directory.

java_home=$(packaging/bin/find-java)
# As packaging/lib/java.sh starts the agent.
# shellcheck disable=SC2034 # used where this is sourced
agent_java=("$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms8m -Xmx256m --enable-native-access=ALL-UNNAMED)
program=${PROGRAM:-$PWD/target/procdeck}
load_leader=''

require_program() {
    [ -x "$program/bin/procdeck" ] || { echo "benchmarks: build the program first: make dist" >&2 && exit 1; }
    [ "$(id -u)" = 0 ] || { echo "benchmarks: wants root" >&2 && exit 1; }
}

# What a figure means nothing without.
machine() {
    date -u +'date %F %H:%M UTC'
    cat "$program/lib/version"
    echo "kernel $(uname -r), $(nproc) cores,$(awk -F: '/model name/ { print $2; exit }' /proc/cpuinfo), $(awk '/MemTotal/ { printf "%d MiB", $2 / 1024 }' /proc/meminfo)"
    "$java_home/bin/java" -version 2>&1 | sed -n 2p
    echo "processes on the host $(processes), load $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

processes() { printf '%s\n' /proc/[0-9]* | wc -l; }

# Starts a load maker in a process group of its own: start_load COMMAND...
start_load() {
    stop_load
    setsid "$@" </dev/null >/dev/null 2>&1 &
    load_leader=$!
}

stop_load() {
    [ -n "$load_leader" ] || return 0
    kill -KILL -- "-$load_leader" 2>/dev/null || true
    wait "$load_leader" 2>/dev/null || true
    load_leader=''
}

# await WHY-NOT COMMAND...: until the command succeeds, for two minutes
await() {
    local end=$((SECONDS + 120)) why=$1
    shift
    until "$@"; do
        [ $SECONDS -lt "$end" ] || { echo "benchmarks: after two minutes $why" >&2 && exit 1; }
        sleep 0.5
    done
}

gone() { ! pgrep -g "$1" >/dev/null; }

started() { [ "$(pgrep -c -g "$load_leader")" -ge "$1" ]; }

# Makes the host have so many processes: fill PROCESSES ACTIVE-PERCENT FORKS
fill() {
    local ended=$load_leader
    stop_load
    # The ended ones stay until the first process has collected them all.
    if [ -n "$ended" ]; then
        await "processes of the ended load are still not collected by process 1" gone "$ended"
    fi
    local missing=$(($1 - $(processes))) active
    [ "$missing" -gt 0 ] || return 0
    active=$((missing * $2 / 100))
    start_load benchmarks/processes/load $((missing - active)) "$active" "$3"
    await "the load has ended, or may not start $missing processes (ulimit -u, pids.max)" started "$missing"
    sleep 1
}

# Milliseconds of processor time, user and system, that a command and its children take; the median of some runs: cost RUNS COMMAND...
cost() {
    local runs=$1 i
    shift
    for ((i = 0; i < runs; i++)); do
        (TIMEFORMAT='%3U %3S' && { time "$@" >/dev/null 2>&1; } 2>&1) | awk '{ print ($1 + $2) * 1000 }'
    done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

# Percent of one core that a running process takes over some seconds: share PID SECONDS
share() {
    local before after
    before=$(cpu_ticks "$1")
    sleep "$2"
    after=$(cpu_ticks "$1")
    awk -v used=$((after - before)) -v s="$2" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f", 100 * used / hz / s }'
}

cpu_ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

pss() { awk '/^Pss:/ { printf "%.1f", $2 / 1024 }' "/proc/$1/smaps_rollup"; }
